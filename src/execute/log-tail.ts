/**
 * The end of a log as it enters the journal: bounded, whole lines, valid text.
 */
import type { Files } from "../ports/files.ts"

/** Bytes of a log's end that are looked at. */
const TAIL_READ_BYTES = 16_384

const TAIL_LINES = 50
const TAIL_CHARACTERS = 4_096
const LINE_CHARACTERS = 500

/** At most the last 50 lines and 4,096 characters, long lines cut; empty for an empty log. */
export function tailOf(end: string): string {
  const lines = end
    .toWellFormed()
    .replace(/\r\n?/gu, "\n")
    .split("\n")
    .map((line) => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line))
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop()
  const kept: string[] = []
  let size = 0
  for (const line of lines.slice(-TAIL_LINES).reverse()) {
    size += line.length + 1
    if (size > TAIL_CHARACTERS) break
    kept.push(line)
  }
  return kept.reverse().join("\n").toWellFormed()
}

/** The last line that is not blank, for messages; null when there is none. */
export function lastLine(tail: string): string | null {
  return (
    tail
      .split("\n")
      .findLast((line) => line.trim() !== "")
      ?.trim() ?? null
  )
}

/** The end of what a log holds from an offset on, and the size of the whole; empty without a log. */
export function readEnd(
  files: Files,
  log: { readonly path: string; readonly from: number },
): { readonly tail: string; readonly sizeBytes: number } {
  const size = files.sizeBytes(log.path) ?? 0
  if (size <= log.from) return { tail: "", sizeBytes: size }
  const end = files.readTail(log.path, Math.min(TAIL_READ_BYTES, size - log.from))
  return end.ok ? { tail: tailOf(end.value.text), sizeBytes: end.value.sizeBytes } : NO_END
}

const NO_END = { tail: "", sizeBytes: 0 } as const
