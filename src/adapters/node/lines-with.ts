/**
 * Looking for lines in a file of any size as fast as it can be read.
 */
import { closeSync, openSync, readSync } from "node:fs"

const PIECE_BYTES = 1 << 20

/** What is longer is no line that anybody looks for. */
const LINE_BYTES = 1 << 16

const NEW_LINE = 10
const RETURN = 13

/** The lines that hold any of the marks, in whatever case; empty where nothing can be read. */
export function linesWith(
  path: string,
  search: { readonly marks: readonly string[]; readonly from: number; readonly bytes: number },
): string[] {
  const { marks, from, bytes } = search
  const pattern = anyOf(marks)
  const found: string[] = []
  let fd: number
  try {
    fd = openSync(path, "r")
  } catch {
    return found
  }
  try {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes) + LINE_BYTES)
    // What may be the beginning of a line that goes on in the next piece.
    let kept = 0
    for (let at = from; at < from + bytes; ) {
      const wanted = Math.min(PIECE_BYTES, from + bytes - at)
      const count = readSync(fd, buffer, kept, wanted, at)
      at += count
      const last = count === 0 || at >= from + bytes
      const text = buffer.subarray(0, kept + count)
      const end = last ? text.length : lastLineEnd(text) + 1
      collect({ text: text.subarray(0, end), pattern, found })
      if (last) break
      kept = Math.min(text.length - end, LINE_BYTES)
      text.copy(buffer, 0, end, end + kept)
    }
    return found
  } catch {
    return found
  } finally {
    closeSync(fd)
  }
}

function anyOf(marks: readonly string[]): RegExp {
  const texts = marks.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
  return new RegExp(texts.join("|"), "gi")
}

/** A terminal and the runner take either for the end of a line. */
function isLineEnd(byte: number | undefined): boolean {
  return byte === NEW_LINE || byte === RETURN
}

function lastLineEnd(text: Buffer): number {
  return Math.max(text.lastIndexOf(NEW_LINE), text.lastIndexOf(RETURN))
}

/** The text begins where a line does. */
function collect(look: {
  readonly text: Buffer
  readonly pattern: RegExp
  readonly found: string[]
}): void {
  const { text, pattern, found } = look
  // One character a byte.
  const chars = text.toString("latin1")
  pattern.lastIndex = 0
  for (let match = pattern.exec(chars); match !== null; match = pattern.exec(chars)) {
    let begin = match.index
    let end = match.index
    while (begin > 0 && !isLineEnd(text[begin - 1])) begin -= 1
    while (end < text.length && !isLineEnd(text[end])) end += 1
    found.push(text.toString("utf8", begin, end))
    pattern.lastIndex = end
  }
}
