/**
 * Writing files so that nobody ever sees half of one, and appending to journals and logs.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs"
import { basename, dirname } from "node:path"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { Appender, FileProblem } from "../../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"
import { openPlain, refuseSpecial, withPlain } from "./open-plain.ts"
import { inFolder } from "./own-folder.ts"

const PIECE_BYTES = 1 << 16

let temporaryNames = 0

/** Writes under a temporary name beside the target and renames. */
export function writeAtomic(
  path: string,
  text: string | Iterable<string | Uint8Array>,
  { durable = false }: { readonly durable?: boolean } = {},
): Result<void, FileProblem> {
  temporaryNames += 1
  const temporary = `${path}.${process.pid}-${temporaryNames}.tmp`
  try {
    // What is not a regular file is not replaced by one: it may be `/dev/null`.
    const there = statSync(path, { throwIfNoEntry: false })
    if (there !== undefined) refuseSpecial(there)
    writeIntoFolder(temporary, text, durable)
    renameSync(temporary, path)
    if (durable) syncFolder(dirname(path))
    return ok(undefined)
  } catch (error) {
    removeIfThere(temporary)
    return err(toFileProblem(path, error))
  }
}

/** Writes over what is there. */
export function writeText(path: string, text: string): Result<void, FileProblem> {
  return withPlain(path, "write", (fd) => writeFileSync(fd, text))
}

/** The same, in a folder that must be one itself: nothing is written where a link in its place leads. */
export function writeNoLink(path: string, text: string): Result<void, FileProblem> {
  try {
    const written = inFolder(dirname(path), (own) => writeText(`${own}/${basename(path)}`, text))
    return written.ok ? written : err({ ...written.error, path })
  } catch (error) {
    const { code, message } = toFileProblem(path, error)
    const linked = lstatSync(dirname(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
    const why = `${path} is not written: a link replaces its folder`
    return err({ path, code: linked ? "ELOOP" : code, message: linked ? why : message })
  }
}

/** Where no folder is, nothing is left either; the first problem is the one to tell. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

/** Most of the time the folder is there. */
function writeIntoFolder(
  path: string,
  text: string | Iterable<string | Uint8Array>,
  durable: boolean,
): void {
  const fd = openInFolder(path)
  try {
    for (const piece of typeof text === "string" ? [text] : text) writeFileSync(fd, piece)
    if (durable) fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** A name is on the disk when its folder is. Where folders cannot be synced, names need not be. */
function syncFolder(path: string): void {
  let fd: number | undefined
  try {
    fd = openSync(path, "r")
    fsyncSync(fd)
  } catch {
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

function openInFolder(path: string): number {
  try {
    return openPlain(path, "create")
  } catch (error) {
    const { code } = toFileProblem(path, error)
    if (code === "ENOENT") mkdirSync(dirname(path), { recursive: true })
    // A killed engine of the same number has left it.
    else if (code === "EEXIST") rmSync(path)
    else throw error
    return openPlain(path, "create")
  }
}

/** Opens a file for appending; every call of `append` is with the system when it returns. */
export function openAppender(path: string): Result<Appender, FileProblem> {
  let fd: number
  try {
    mkdirSync(dirname(path), { recursive: true })
    fd = openPlain(path, "append")
  } catch (error) {
    return err(toFileProblem(path, error))
  }
  let syncing = 0
  let closed = false
  const release = () => {
    // A number that is given to another file must not be synced in its place.
    if (closed && syncing === 0) closeSync(fd)
  }
  // Nor written to or closed: for late calls the file is closed, whatever its number is.
  const late = err({ path, code: "EBADF", message: `${path} is closed` })
  return ok({
    append: (text) => {
      if (closed) return late
      const bytes = Buffer.from(text)
      let written = 0
      try {
        while (written < bytes.length) {
          written += writeSync(fd, bytes, written, bytes.length - written)
        }
        return ok(undefined)
      } catch (error) {
        takeBack(fd, written)
        return err(toFileProblem(path, error))
      }
    },
    sync: () => {
      if (closed) return late
      try {
        fdatasyncSync(fd)
        return ok(undefined)
      } catch (error) {
        return err(toFileProblem(path, error))
      }
    },
    syncBeside: () => {
      if (closed) return Promise.resolve(late)
      syncing += 1
      return new Promise((resolve) => {
        fdatasync(fd, (error) => {
          syncing -= 1
          release()
          resolve(error === null ? ok(undefined) : err(toFileProblem(path, error)))
        })
      })
    },
    close: () => {
      if (closed) return
      closed = true
      release()
    },
  })
}

/** Takes back what was written of a text that there was no room for. */
function takeBack(fd: number, bytes: number): void {
  try {
    if (bytes > 0) ftruncateSync(fd, fstatSync(fd).size - bytes)
  } catch {}
}

/** Copies bytes to the end of another file; of a longer file the first and the last half. */
export function appendFile(from: string, to: string, maxBytes: number): Result<void, FileProblem> {
  const copied = withPlain(from, "read", (source) =>
    withPlain(to, "append", (target) => {
      const size = fstatSync(source).size
      if (size <= maxBytes) return copyBytes({ source, target, position: 0, length: size })
      const half = Math.floor(maxBytes / 2)
      copyBytes({ source, target, position: 0, length: half })
      const left = size - 2 * half
      writeSync(target, `\n[${left} bytes left out here; the attempt's own log is complete]\n`)
      copyBytes({ source, target, position: size - half, length: half })
    }),
  )
  return copied.ok ? copied.value : copied
}

function copyBytes(copy: {
  readonly source: number
  readonly target: number
  readonly position: number
  readonly length: number
}): void {
  const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(1, copy.length)))
  let done = 0
  while (done < copy.length) {
    const wanted = Math.min(piece.length, copy.length - done)
    const count = readSync(copy.source, piece, 0, wanted, copy.position + done)
    if (count === 0) return
    let written = 0
    while (written < count) written += writeSync(copy.target, piece, written, count - written)
    done += count
  }
}
