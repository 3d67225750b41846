/**
 * Lines that begin with known words, in a file of any size, as fast as it can be read and without
 * holding more than a piece of it.
 */
import { closeSync, fstatSync, readSync } from "node:fs"
import { openPlain } from "../files/open-plain.ts"

const PIECE_BYTES = 1 << 20

/** Of a longer line this much is told. */
const LINE_BYTES = 4_096

const NEW_LINE = 10

/** The lines that begin with any of the texts, from an offset on; none where nothing can be read. */
export function* startingLines(
  path: string,
  search: { readonly starts: readonly string[]; readonly from: number },
): Generator<string> {
  const starts = search.starts.map((start) => Buffer.from(start))
  const first = new Uint8Array(256)
  for (const start of starts) first[start[0] ?? 0] = 1
  const begins = (text: Buffer, at: number): boolean =>
    first[text[at] ?? 0] === 1 && starts.some((start) => standsAt(text, at, start))
  let fd: number
  try {
    fd = openPlain(path, "read")
  } catch {
    return
  }
  try {
    let at = search.from
    const left = Math.max(0, fstatSync(fd).size - at)
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, left) + LINE_BYTES)
    // The beginning of a line that goes on in the next piece.
    let kept = 0
    // In the middle of a line that is too long to be kept.
    let within = false
    for (;;) {
      const count = readSync(fd, buffer, kept, buffer.length - kept, at)
      at += count
      const text = buffer.subarray(0, kept + count)
      let begin = 0
      for (let end = lineEnd(text, 0); end >= 0; end = lineEnd(text, begin)) {
        if (!within && begins(text, begin)) yield lineOf(text, begin, end)
        within = false
        begin = end + 1
      }
      const rest = text.length - begin
      const whole = count === 0 || rest >= LINE_BYTES
      if (whole && !within && begins(text, begin)) yield lineOf(text, begin, text.length)
      if (count === 0) return
      within ||= whole
      kept = within ? 0 : rest
      text.copy(buffer, 0, begin, begin + kept)
    }
  } catch {
    // What cannot be read on is taken as far as it was read.
  } finally {
    closeSync(fd)
  }
}

/** Short lines are many, and a call costs more than they do. */
const LOOKED_AT = 16

function lineEnd(text: Buffer, from: number): number {
  const near = Math.min(text.length, from + LOOKED_AT)
  for (let at = from; at < near; at++) if (text[at] === NEW_LINE) return at
  return text.indexOf(NEW_LINE, near)
}

function standsAt(text: Buffer, at: number, start: Buffer): boolean {
  return (
    text[at] === start[0] &&
    at + start.length <= text.length &&
    text.compare(start, 0, start.length, at, at + start.length) === 0
  )
}

function lineOf(text: Buffer, begin: number, end: number): string {
  return text.toString("utf8", begin, Math.min(end, begin + LINE_BYTES))
}
