/**
 * Opening plain files and nothing else: a named pipe would wait for its other end, and a device never
 * ends. Everything that this program reads or writes by a path is opened here.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats, statSync } from "node:fs"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { FileProblem } from "../../../ports/files.ts"
import { codeOf, toFileProblem } from "./file-problem.ts"

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_TRUNC, O_WRONLY } = constants

/** Windows knows neither, nor what they are for. */
const { O_NOCTTY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>

/** What a file is opened for. Nothing is written through a link. */
const FLAGS = {
  /** A link to a plain file is as good as one. */
  read: O_RDONLY,
  readNoLink: O_RDONLY | O_NOFOLLOW,
  /** Emptied, or made. */
  write: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
  /** Refused where anything has the name. */
  create: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
  append: O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW,
} as const

/** Opens a plain file without waiting for anybody; throws what `toFileProblem` makes a problem of. */
export function openPlain(path: string, use: keyof typeof FLAGS): number {
  let fd: number
  try {
    fd = openSync(path, FLAGS[use] | O_NONBLOCK | O_NOCTTY)
  } catch (error) {
    // So a system refuses a socket, a pipe that nobody reads, and a terminal where there is none.
    if (codeOf(error) === "ENXIO") throw new NotPlain(nameOf(statSync(path)))
    if (codeOf(error) === "EISDIR") throw new NotPlain("a folder")
    if (codeOf(error) === "ELOOP" && use !== "read") throw new NotPlain("a link")
    throw error
  }
  let strange = true
  try {
    refuseSpecial(fstatSync(fd))
    strange = false
    return fd
  } finally {
    if (strange) closeSync(fd)
  }
}

/** Opens a plain file, closes it after its use; what the system refuses is a problem of the file. */
export function withPlain<T>(
  path: string,
  use: keyof typeof FLAGS,
  call: (fd: number) => T,
): Result<T, FileProblem> {
  let fd: number | undefined
  try {
    fd = openPlain(path, use)
    return ok(call(fd))
  } catch (error) {
    return err(toFileProblem(path, error))
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Why nothing can be written under a name; null where a plain file is, or nothing. */
export function placeProblem(path: string): string | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats !== undefined) refuseSpecial(stats)
    return null
  } catch (error) {
    // Other problems are reported when it is opened.
    return error instanceof NotPlain ? error.message : null
  }
}

/** Throws unless it is a plain file. */
export function refuseSpecial(stats: Stats): void {
  if (!stats.isFile()) throw new NotPlain(nameOf(stats))
}

function nameOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder"
  if (stats.isFIFO()) return "a named pipe"
  if (stats.isSocket()) return "a socket"
  return stats.isSymbolicLink() ? "a link" : "a device"
}

const CODES: Readonly<Record<string, string>> = { "a folder": "EISDIR", "a link": "ELOOP" }

/** Something else has the place of a file; the message is the end of a sentence. */
class NotPlain extends Error {
  readonly code: string

  constructor(what: string) {
    super(`it is ${what}, not a regular file`)
    this.code = CODES[what] ?? "EINVAL"
  }
}
