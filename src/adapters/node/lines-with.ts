/**
 * Looking for lines in a file of any size as fast as it can be read.
 */
import { closeSync, openSync, readSync } from "node:fs"

const PIECE_BYTES = 1 << 20

/** What is longer is no line that anybody looks for. */
const LINE_BYTES = 1 << 16

const NEW_LINE = 10

/** What stands behind the prefix in each line that begins with it; empty where nothing can be read. */
export function linesWith(
  path: string,
  search: { readonly prefix: string; readonly from: number; readonly bytes: number },
): string[] {
  const { prefix, from, bytes } = search
  const needle = Buffer.from(prefix)
  const found: string[] = []
  let fd: number
  try {
    fd = openSync(path, "r")
  } catch {
    return found
  }
  try {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes) + LINE_BYTES)
    // What may be the beginning of a line that goes on in the next piece, with the byte before it.
    let kept = 0
    for (let at = from; at < from + bytes; ) {
      const wanted = Math.min(PIECE_BYTES, from + bytes - at)
      const count = readSync(fd, buffer, kept, wanted, at)
      at += count
      const last = count === 0 || at >= from + bytes
      const text = buffer.subarray(0, kept + count)
      const end = last ? text.length : text.lastIndexOf(NEW_LINE) + 1
      collect({ text: text.subarray(0, end), needle, found })
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

/** The text begins where a line does. */
function collect(look: {
  readonly text: Buffer
  readonly needle: Buffer
  readonly found: string[]
}): void {
  const { text, needle, found } = look
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    if (at > 0 && text[at - 1] !== NEW_LINE) continue
    const lineEnd = text.indexOf(NEW_LINE, at)
    const line = text.subarray(at + needle.length, lineEnd < 0 ? text.length : lineEnd)
    found.push(line.toString("utf8").replace(/\r$/u, ""))
  }
}
