/**
 * Adding to a log, the end of a log as it is judged, and the excerpt of it that enters the journal: bounded, whole lines
 * as a terminal shows them, valid text.
 */
import { shownLines } from "../../core/text/terminal-text.ts"
import type { Files } from "../../ports/files.ts"

/** Bytes of a log's end that are looked at: an error may be followed by much clean-up. */
const END_BYTES = 131_072

/** Lines of it: shorter ones are many. */
const END_LINES = 5_000

const EXCERPT_LINES = 50
const EXCERPT_CHARACTERS = 4_096
const LINE_CHARACTERS = 500

/** Lines and characters of an excerpt from the middle: one is needed to say that more follows. */
const MIDDLE = { lines: EXCERPT_LINES - 1, characters: EXCERPT_CHARACTERS - 40 } as const

/** Adds a text to a log. A disk that is full costs the text, not the run. */
export function appendText(files: Files, log: string, text: string): void {
  const appender = files.openAppender(log)
  if (!appender.ok) return
  appender.value.append(text)
  appender.value.close()
}

/** The lines at the end of what a log holds from an offset on; none without a log. */
export function readEnd(
  files: Files,
  log: { readonly path: string; readonly from: number },
): readonly string[] {
  const bytes = (files.sizeBytes(log.path) ?? 0) - log.from
  if (bytes <= 0) return []
  const end = files.readTail(log.path, Math.min(END_BYTES, bytes))
  if (!end.ok) return []
  const lines = linesOf(end.value.text)
  // The first one is what the limit has left of a line.
  return bytes > END_BYTES && lines.length > 1 ? lines.slice(1) : lines
}

/** Lines as they are seen, long ones cut, without blank ones at the end. */
export function linesOf(end: string): string[] {
  const lines = shownLines(end)
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop()
  return lines
    .slice(-END_LINES)
    .map((line) =>
      (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line).toWellFormed(),
    )
}

/**
 * At most 50 lines and 4,096 characters: the last ones if the line that matters is among them, else
 * those around it, and how many follow. Empty for an empty log.
 */
export function excerptOf(lines: readonly string[], matters: number | null = null): string {
  const end = lines.length
  const from = growAround(lines, end, { lines: EXCERPT_LINES, characters: EXCERPT_CHARACTERS }).from
  if (matters === null || matters >= from) return lines.slice(from).join("\n")
  const middle = growAround(lines, matters, MIDDLE)
  const left = end - middle.to
  return [
    ...lines.slice(middle.from, middle.to),
    `… (${left} more ${left === 1 ? "line" : "lines"})`,
  ].join("\n")
}

/** A line and as many on either side of it, in turn, as there is room for. */
function growAround(
  lines: readonly string[],
  line: number,
  room: { readonly lines: number; readonly characters: number },
): { readonly from: number; readonly to: number } {
  let from = line
  let to = line
  let { characters } = room
  const take = (index: number): boolean => {
    const size = (lines[index]?.length ?? Number.POSITIVE_INFINITY) + 1
    if (to - from === room.lines || size > characters) return false
    characters -= size
    return true
  }
  for (let grew = true; grew; ) {
    grew = false
    if (take(to)) {
      to += 1
      grew = true
    }
    if (take(from - 1)) {
      from -= 1
      grew = true
    }
  }
  return { from, to }
}

/** The last line that is not blank, for messages; null when there is none. */
export function lastLine(lines: readonly string[]): string | null {
  return lines.findLast((line) => line.trim() !== "")?.trim() ?? null
}
