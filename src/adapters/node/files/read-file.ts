/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */
import { createHash } from "node:crypto"
import { closeSync, fstatSync, readFileSync, readSync } from "node:fs"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { FileProblem } from "../../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"
import { openPlain, withPlain } from "./open-plain.ts"

const PIECE_BYTES = 1 << 16

/** A line of a journal is far shorter, whatever happened in its run. */
const MAX_LINE_BYTES = 32 << 20

/** A text of the engine cannot be longer. */
const MAX_TEXT_BYTES = 512 << 20

const NEW_LINE = 10

/** The whole file as text; `EILSEQ` when it is not UTF-8. */
export function readText(path: string): Result<string, FileProblem> {
  const bytes = withPlain(path, "read", (fd) => {
    return fstatSync(fd).size > MAX_TEXT_BYTES ? null : readFileSync(fd)
  })
  if (!bytes.ok) return bytes
  if (bytes.value === null) {
    return err({ path, code: "EFBIG", message: `it is larger than ${MAX_TEXT_BYTES >> 20} MiB` })
  }
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value))
  } catch (error) {
    if (error instanceof TypeError) {
      return err({ path, code: "EILSEQ", message: "the file is not UTF-8 text" })
    }
    return err(toFileProblem(path, error))
  }
}

/** The last bytes of a file, decoded leniently, with the file's size. */
export function readTail(
  path: string,
  bytes: number,
): Result<{ readonly text: string; readonly sizeBytes: number }, FileProblem> {
  return withPlain(path, "read", (fd) => {
    const sizeBytes = fstatSync(fd).size
    return { text: readBytes(fd, Math.max(0, sizeBytes - bytes), bytes), sizeBytes }
  })
}

/** The first bytes of a file, decoded leniently. */
export function readHead(path: string, bytes: number): Result<string, FileProblem> {
  return withPlain(path, "read", (fd) => readBytes(fd, 0, bytes))
}

/** Bytes of a file from an offset on, decoded leniently. */
export function readPart(path: string, offset: number, bytes: number): Result<string, FileProblem> {
  return withPlain(path, "read", (fd) => readBytes(fd, offset, bytes))
}

/** The whole lines among the bytes of a file from an offset on, and how many bytes they take. */
export function readWholeLines(
  path: string,
  offset: number,
  bytes: number,
): Result<{ readonly text: string; readonly bytes: number }, FileProblem> {
  return withPlain(path, "read", (fd) => {
    const read = bytesOf(fd, offset, bytes)
    const whole = read.subarray(0, read.lastIndexOf(NEW_LINE) + 1)
    return { text: whole.toString("utf8"), bytes: whole.length }
  })
}

/**
 * Lines of a file without their ends; the last one also when nothing ends it. Returns why it stopped
 * before the end, or could not begin.
 */
export function* readLines(path: string): Generator<string, FileProblem | null> {
  let fd: number | undefined
  try {
    fd = openPlain(path, "read")
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    // Of a line that has not ended: searched once and put together once, however long it is.
    let parts: Buffer[] = []
    let held = 0
    for (;;) {
      const count = readSync(fd, piece, 0, PIECE_BYTES, null)
      if (count === 0) break
      const end = piece.subarray(0, count).lastIndexOf(NEW_LINE)
      if (end >= 0) {
        yield* Buffer.concat([...parts, piece.subarray(0, end)])
          .toString("utf8")
          .split("\n")
        parts = []
        held = 0
      }
      const rest = piece.subarray(end + 1, count)
      held += rest.length
      if (held > MAX_LINE_BYTES) {
        const message = `it has a line of more than ${MAX_LINE_BYTES >> 20} MiB`
        return { path, code: "EFBIG", message }
      }
      if (rest.length > 0) parts.push(Buffer.from(rest))
    }
    if (held > 0) yield Buffer.concat(parts).toString("utf8")
    return null
  } catch (error) {
    return toFileProblem(path, error)
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Bytes of a file of any size. Each piece is its own. */
export function* readPieces(path: string): Generator<Uint8Array, FileProblem | null> {
  let fd: number | undefined
  try {
    fd = openPlain(path, "readNoLink")
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES)
      const count = readSync(fd, piece, 0, PIECE_BYTES, null)
      if (count === 0) return null
      yield piece.subarray(0, count)
    }
  } catch (error) {
    return toFileProblem(path, error)
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Digest of the file's bytes as 64 hex digits. */
export function readSha256(path: string): Result<string, FileProblem> {
  return withPlain(path, "read", (fd) => {
    const hash = createHash("sha256")
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    for (;;) {
      const count = readSync(fd, piece, 0, PIECE_BYTES, null)
      if (count === 0) return hash.digest("hex")
      hash.update(piece.subarray(0, count))
    }
  })
}

function readBytes(fd: number, position: number, bytes: number): string {
  return bytesOf(fd, position, bytes).toString("utf8")
}

function bytesOf(fd: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.min(bytes, Math.max(0, fstatSync(fd).size - position)))
  let filled = 0
  while (filled < buffer.length) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return buffer.subarray(0, filled)
}
