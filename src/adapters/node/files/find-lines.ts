/**
 * Looking for lines in a file of any size, without holding more than a piece of it.
 */
import { closeSync, readSync } from "node:fs"
import { openPlain } from "./open-plain.ts"

/** Larger texts are collected late, and a gigabyte of output would fill hundreds of megabytes. */
const PIECE_BYTES = 1 << 16

/** Of a longer line only so much is looked at. */
const LINE_BYTES = 1 << 16

/** A terminal and the runner take either for the end of a line. */
const LINE_END = /[\n\r]/u

/** As `Files.findLines`. Texts are searched byte by byte, as if each were a character (latin1). */
export function* findLines(
  path: string,
  search: { readonly pattern: RegExp; readonly from: number; readonly bytes?: number },
): Generator<string> {
  const { from, bytes = Number.POSITIVE_INFINITY } = search
  const pattern = new RegExp(search.pattern, "gu")
  let fd: number
  try {
    fd = openPlain(path, "read")
  } catch {
    return
  }
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES)
    // The beginning of a line that goes on, with the line end before it.
    let kept = ""
    // In the middle of a line that is too long.
    let within = false
    for (let at = from; ; ) {
      const count = readSync(fd, buffer, 0, Math.min(PIECE_BYTES, from + bytes - at), at)
      at += count
      let text = kept + buffer.toString("latin1", 0, count)
      if (within && count > 0) {
        const next = text.search(LINE_END)
        within = next < 0
        text = within ? "" : text.slice(next)
      }
      const end = count === 0 ? text.length : Math.max(0, lastLineEnd(text))
      const isLong = text.length - end > LINE_BYTES
      yield* linesIn(isLong ? text.slice(0, end + LINE_BYTES) : text.slice(0, end), pattern)
      if (count === 0) return
      within ||= isLong
      kept = isLong ? "" : text.slice(end)
    }
  } catch {
    // What cannot be read on is taken as far as it was read.
  } finally {
    closeSync(fd)
  }
}

function* linesIn(text: string, pattern: RegExp): Generator<string> {
  pattern.lastIndex = 0
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    let begin = found.index
    while (begin > 0 && !LINE_END.test(text.charAt(begin - 1))) begin -= 1
    const length = text.slice(found.index).search(LINE_END)
    const end = length < 0 ? text.length : found.index + length
    yield Buffer.from(text.slice(begin, end), "latin1").toString("utf8")
    pattern.lastIndex = Math.max(end, found.index + 1)
  }
}

function lastLineEnd(text: string): number {
  const feed = text.lastIndexOf("\n")
  // Behind it: most outputs have no carriage return, and a search of all for one takes as long as the rest.
  const end = text.slice(feed + 1).lastIndexOf("\r")
  return end < 0 ? feed : feed + 1 + end
}
