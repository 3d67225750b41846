/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs"
import { StringDecoder } from "node:string_decoder"
import { err, ok, type Result } from "../../core/result.ts"
import type { FileProblem } from "../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"

const PIECE_BYTES = 1 << 16

const NEW_LINE = 10

/** The whole file as text; `EILSEQ` when it is not UTF-8. */
export function readText(path: string): Result<string, FileProblem> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      readFileSync(path),
    )
    return ok(text)
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
  return withFile(path, (fd) => {
    const sizeBytes = fstatSync(fd).size
    return { text: readBytes(fd, Math.max(0, sizeBytes - bytes), bytes), sizeBytes }
  })
}

/** The first bytes of a file, decoded leniently. */
export function readHead(path: string, bytes: number): Result<string, FileProblem> {
  return withFile(path, (fd) => readBytes(fd, 0, bytes))
}

/** Bytes of a file from an offset on, decoded leniently. */
export function readPart(path: string, offset: number, bytes: number): Result<string, FileProblem> {
  return withFile(path, (fd) => readBytes(fd, offset, bytes))
}

/** The whole lines among the bytes of a file from an offset on, and how many bytes they take. */
export function readWholeLines(
  path: string,
  offset: number,
  bytes: number,
): Result<{ readonly text: string; readonly bytes: number }, FileProblem> {
  return withFile(path, (fd) => {
    const read = bytesOf(fd, offset, bytes)
    const whole = read.subarray(0, read.lastIndexOf(NEW_LINE) + 1)
    return { text: whole.toString("utf8"), bytes: whole.length }
  })
}

/** Lines of a file without their ends; the last one also when nothing ends it. */
export function* readLines(path: string): Generator<string> {
  let fd: number
  try {
    fd = openSync(path, "r")
  } catch {
    return
  }
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    const decoder = new StringDecoder("utf8")
    let rest = ""
    for (;;) {
      const count = readSync(fd, piece, 0, PIECE_BYTES, null)
      if (count === 0) break
      const lines = (rest + decoder.write(piece.subarray(0, count))).split("\n")
      rest = lines.pop() ?? ""
      yield* lines
    }
    rest += decoder.end()
    if (rest !== "") yield rest
  } finally {
    closeSync(fd)
  }
}

function withFile<T>(path: string, read: (fd: number) => T): Result<T, FileProblem> {
  let fd: number | undefined
  try {
    fd = openSync(path, "r")
    return ok(read(fd))
  } catch (error) {
    return err(toFileProblem(path, error))
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
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
