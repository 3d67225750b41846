/**
 * The file system by `node:fs`, and globs by tinyglobby.
 */
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { err, ok, type Result } from "../../core/result.ts"
import type { FileProblem, Files, Sha256 } from "../../ports/files.ts"
import { checkPlain, copyPlain, linkPlain } from "./copy-file.ts"
import { toFileProblem } from "./file-problem.ts"
import { globPlain } from "./glob-plain.ts"
import { linesWith } from "./lines-with.ts"
import { readHead, readLines, readPart, readTail, readText, readWholeLines } from "./read-file.ts"
import { replaceInFile } from "./replace-in-file.ts"
import { searchFiles } from "./search-files.ts"
import { startingLines } from "./starting-lines.ts"
import { appendFile, openAppender, writeAtomic } from "./write-file.ts"

/** Digest of a text. */
export const sha256Text: Sha256 = (text) => {
  const hash = createHash("sha256")
  for (const piece of typeof text === "string" ? [text] : text) hash.update(piece)
  return hash.digest("hex")
}

/** The real file system. */
export const nodeFiles: Files = {
  readText,
  readTail,
  readHead,
  readPart,
  readWholeLines,
  readLines,
  writeAtomic,
  openAppender,
  appendFile,
  replaceInFile,
  copyPlain,
  checkPlain,
  linkPlain,
  linesWith,
  startingLines,
  sizeBytes: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  stamp: (path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    return found === undefined ? null : `${found.ino} ${found.size} ${found.ctimeMs} ${found.mode}`
  },
  exists: existsSync,
  isDirectory: (path) => {
    try {
      return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
    } catch {
      return false
    }
  },
  list: (path) => {
    try {
      return readdirSync(path).sort()
    } catch {
      return []
    }
  },
  makeDirectory: (path) => attempt(path, () => void mkdirSync(path, { recursive: true })),
  writeText: (path, text) => attempt(path, () => void writeFileSync(path, text)),
  empty: (path) => {
    try {
      for (const name of readdirSync(path)) unlinkSync(`${path}/${name}`)
      // One that its owner may not use is no use to the next.
      return (statSync(path).mode & 0o700) === 0o700
    } catch {
      return false
    }
  },
  isExecutable: (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat?.isFile() === true && (stat.mode & 0o100) !== 0
  },
  remove: removeTree,
  glob: globPlain,
  search: (folder, patterns, { within }) => searchFiles({ folder, patterns, within }),
  realPath: (path) => {
    try {
      return realpathSync.native(path)
    } catch {
      return null
    }
  },
  sha256: (path) =>
    attempt(path, () => createHash("sha256").update(readFileSync(path)).digest("hex")),
}

/** What cannot be removed stays: it is never worth more than what goes on. */
function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {}
}

function attempt<T>(path: string, action: () => T): Result<T, FileProblem> {
  try {
    return ok(action())
  } catch (error) {
    return err(toFileProblem(path, error))
  }
}
