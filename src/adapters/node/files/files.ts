/**
 * The file system by `node:fs`.
 */
import { createHash } from "node:crypto"
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
  watch,
} from "node:fs"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { FileProblem, Files, Sha256 } from "../../../ports/files.ts"
import { checkPlain, copyPlain, linkPlain } from "./copy-file.ts"
import { toFileProblem } from "./file-problem.ts"
import { findLines } from "./find-lines.ts"
import { globPlain } from "./glob-files.ts"
import { placeProblem } from "./open-plain.ts"
import { emptyFolder, folderId, removeTree } from "./own-folder.ts"
import {
  readHead,
  readLines,
  readPart,
  readPieces,
  readSha256,
  readTail,
  readText,
  readWholeLines,
} from "./read-file.ts"
import { replaceInFile } from "./replace-in-file.ts"
import { searchFiles } from "./search-files.ts"
import { appendFile, openAppender, writeAtomic, writeNoLink, writeText } from "./write-file.ts"

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
  readPieces,
  writeAtomic,
  openAppender,
  appendFile,
  replaceInFile,
  copyPlain,
  checkPlain,
  linkPlain,
  findLines,
  placeProblem,
  sizeBytes: (path) => statsOf(path)?.size ?? null,
  stamp: (path) => {
    const found = statsOf(path)
    return found === null ? null : `${found.ino} ${found.size} ${found.ctimeMs} ${found.mode}`
  },
  watch: (path, onChange) => {
    try {
      const watcher = watch(path, { persistent: false }, onChange)
      watcher.on("error", () => watcher.close())
      return () => watcher.close()
    } catch {
      return null
    }
  },
  exists: existsSync,
  isDirectory: (path) => statsOf(path)?.isDirectory() ?? false,
  list: (path) => {
    try {
      return readdirSync(path).sort()
    } catch {
      return []
    }
  },
  makeDirectory: (path) => attempt(path, () => void mkdirSync(path, { recursive: true })),
  writeText,
  writeNoLink,
  empty: emptyFolder,
  remove: removeTree,
  folderId,
  isLink: (path) => {
    try {
      return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
    } catch {
      return false
    }
  },
  isExecutable: (path) => {
    const stats = statsOf(path)
    return stats?.isFile() === true && (stats.mode & 0o100) !== 0
  },
  glob: globPlain,
  search: (folder, patterns, { within }) => searchFiles({ folder, patterns, within }),
  realPath: (path) => {
    try {
      return realpathSync.native(path)
    } catch {
      return null
    }
  },
  sha256: readSha256,
}

/** Null also where its links lead in a circle, or a folder above may not be read. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}

function attempt<T>(path: string, action: () => T): Result<T, FileProblem> {
  try {
    return ok(action())
  } catch (error) {
    return err(toFileProblem(path, error))
  }
}
