/**
 * Files that somebody else named: taken only where they are plain ones, copied only from inside of a
 * folder and not too large.
 */
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  readSync,
  realpathSync,
  rmSync,
  writeSync,
} from "node:fs"
import { dirname, join, sep } from "node:path"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { FileProblem } from "../../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"
import { openPlain, withPlain } from "./open-plain.ts"

const PIECE_BYTES = 1 << 16

/** Copies and says how many bytes it were. Links are not followed, at the end or on the way. */
export function copyPlain(
  from: string,
  to: string,
  bounds: { readonly within: string; readonly maxBytes: number },
): Result<number, FileProblem> {
  const refuse = (code: string, message: string) => err({ path: from, code, message })
  let source: number | undefined
  let target: number | undefined
  try {
    source = openPlain(from, "readNoLink")
    const { size } = fstatSync(source)
    const folder = realpathSync(dirname(from))
    const root = realpathSync(bounds.within)
    if (folder !== root && !join(folder, sep).startsWith(join(root, sep))) {
      return refuse("EACCES", "it lies outside the workspace")
    }
    if (size > bounds.maxBytes) return refuse("EFBIG", "it is too large")
    mkdirSync(dirname(to), { recursive: true })
    target = openPlain(to, "create")
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    let copied = 0
    // A file that still grows is taken as long as it was.
    while (copied < size) {
      const count = readSync(source, piece, 0, Math.min(PIECE_BYTES, size - copied), null)
      if (count === 0) break
      writeSync(target, piece, 0, count)
      copied += count
    }
    return ok(copied)
  } catch (error) {
    if (target !== undefined) rmSync(to, { force: true })
    return err(toFileProblem(from, error))
  } finally {
    if (source !== undefined) closeSync(source)
    if (target !== undefined) closeSync(target)
  }
}

/** A second name for a file that can be read. Links are not followed. */
export function linkPlain(from: string, to: string): Result<void, FileProblem> {
  const checked = checkPlain(from)
  if (!checked.ok) return checked
  try {
    mkdirSync(dirname(to), { recursive: true })
    linkSync(from, to)
    return ok(undefined)
  } catch {
    // Not every file system has second names.
    const copied = copyPlain(from, to, { within: dirname(from), maxBytes: Infinity })
    return copied.ok ? ok(undefined) : copied
  }
}

/** Refuses what is no plain file, or cannot be read. */
export function checkPlain(path: string): Result<void, FileProblem> {
  return withPlain(path, "readNoLink", () => {})
}
