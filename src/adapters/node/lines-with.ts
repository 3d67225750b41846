/**
 * Looking for lines in a file of any size as fast as it can be read.
 */
import { closeSync, readSync } from "node:fs"
import { openPlain } from "./open-plain.ts"

const PIECE_BYTES = 1 << 20

/** What is longer is no line that anybody looks for. */
const LINE_BYTES = 1 << 16

const NEW_LINE = 10
const RETURN = 13

/** The lines that hold any of the marks, in whatever case; none where nothing can be read. */
export function* linesWith(
  path: string,
  search: { readonly marks: readonly string[]; readonly from: number; readonly bytes: number },
): Iterable<string> {
  const { marks, from, bytes } = search
  const needles = marks.map(toNeedle)
  let fd: number
  try {
    fd = openPlain(path, "read")
  } catch {
    return
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
      yield* markedLines(text.subarray(0, end), needles)
      if (last) break
      kept = Math.min(text.length - end, LINE_BYTES)
      text.copy(buffer, 0, end, end + kept)
    }
  } catch {
    // What cannot be read on is taken as far as it was read.
  } finally {
    closeSync(fd)
  }
}

/** What a mark begins with has no case and is searched for; few places are looked at any closer. */
interface Needle {
  readonly start: Buffer
  /** In lower case. */
  readonly rest: Buffer
}

function toNeedle(mark: string): Needle {
  const [start = ""] = /^[^A-Za-z]+/u.exec(mark) ?? []
  const rest = mark.slice(start.length).toLowerCase()
  return { start: Buffer.from(start), rest: Buffer.from(rest) }
}

function standsAt(text: Buffer, at: number, { rest }: Needle): boolean {
  for (let i = 0; i < rest.length; i++) if (lower(text[at + i]) !== rest[i]) return false
  return true
}

/** Bytes that are looked at one by one where a needle begins again and again: a call costs more. */
const NEAR_BYTES = 64

/** Where a needle stands next; below 0 where it does not. */
function nextPlace(text: Buffer, from: number, needle: Needle): number {
  const { start } = needle
  for (let at = text.indexOf(start, from); at >= 0; at = text.indexOf(start, at)) {
    for (const near = at + NEAR_BYTES; at < near; at++) {
      if (startsAt(text, at, start) && standsAt(text, at + start.length, needle)) return at
    }
  }
  return -1
}

function startsAt(text: Buffer, at: number, start: Buffer): boolean {
  for (let i = 0; i < start.length; i++) if (text[at + i] !== start[i]) return false
  return true
}

/** Of a letter; of anything else whatever is no letter of a mark. */
function lower(byte = 0): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte
}

/** A terminal and the runner take either for the end of a line. */
function isLineEnd(byte: number | undefined): boolean {
  return byte === NEW_LINE || byte === RETURN
}

function lastLineEnd(text: Buffer): number {
  return Math.max(text.lastIndexOf(NEW_LINE), text.lastIndexOf(RETURN))
}

/** The text begins where a line does. */
function* markedLines(text: Buffer, needles: readonly Needle[]): Iterable<string> {
  const lines = new Map<number, number>()
  for (const needle of needles) {
    for (let at = nextPlace(text, 0, needle); at >= 0; at = nextPlace(text, at + 1, needle)) {
      let begin = at
      let end = at
      while (begin > 0 && !isLineEnd(text[begin - 1])) begin -= 1
      while (end < text.length && !isLineEnd(text[end])) end += 1
      if (end - begin <= LINE_BYTES) lines.set(begin, end)
      at = end
    }
  }
  for (const [begin, end] of [...lines].sort(([a], [b]) => a - b)) {
    yield text.toString("utf8", begin, end)
  }
}
