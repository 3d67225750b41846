/**
 * Finding files by patterns, links included: what a link leads to is found under the link's own path,
 * and obstacles are reported instead of being left out.
 */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { dirname, join, sep } from "node:path"
import type { SearchProblem, SearchResult } from "../../../ports/files.ts"
import { toFileProblem } from "./file-problem.ts"
import { type FolderEntry, globFiles, NEVER_SEARCHED } from "./glob-files.ts"

/** Links that Emacs makes beside a file while it is changed; they lead nowhere by design. */
const EDITOR_LOCKS = "**/.#*"

/** Links to folders that one search follows: two in each of forty folders would never end. */
const MAX_FOLDER_LINKS = 256

/** What searching asks of the file system. */
export interface SearchSystem {
  readFolder(path: string): readonly Dirent[]
  realPath(path: string): string
  stat(path: string): Stats
}

const NODE: SearchSystem = {
  readFolder: (path) => readdirSync(path, { withFileTypes: true }),
  realPath: (path) => realpathSync.native(path),
  stat: (path) => statSync(path),
}

type Reason = SearchProblem["reason"]

interface Search {
  readonly system: SearchSystem
  /** Real path of the folder that no link may lead out of. */
  readonly within: string
  /** What stands in the way, by absolute path: told only where a pattern wants the path. */
  readonly known: Map<string, Reason>
  readonly met: Map<string, Reason>
  /** Links to folders, by absolute path. */
  readonly links: Set<string>
  followed: number
  started: boolean
}

/** Files below a folder that match, relative to it with `/`, sorted. */
export function searchFiles(options: {
  /** Absolute. */
  readonly folder: string
  readonly patterns: readonly string[]
  readonly within: string
  readonly system?: SearchSystem
}): SearchResult {
  const { patterns, system = NODE } = options
  const folder = join(options.folder, ".")
  const within = real(system, options.within)
  const search: Search = {
    system,
    within: within.ok ? within.path : options.within,
    known: new Map(),
    met: new Map(),
    links: new Set(),
    followed: 0,
    started: false,
  }
  const matches = globFiles(folder, patterns, {
    without: [...NEVER_SEARCHED, EDITOR_LOCKS],
    // Links are resolved by what reads the folders.
    readFolder: readerOf(search),
  })
  return toResult(folder, { matches, search })
}

function toResult(
  folder: string,
  found: { readonly matches: readonly string[]; readonly search: Search },
): SearchResult {
  const { matches, search } = found
  const files: string[] = []
  for (const match of matches) {
    const reason = search.known.get(join(folder, match))
    if (reason === undefined) files.push(match)
    else search.met.set(join(folder, match), reason)
  }
  const problems = [...search.met].map(([path, reason]) => ({
    path: path === folder ? "." : path.slice(folder.length + 1).replaceAll("\\", "/"),
    reason,
  }))
  return { files: files.sort(), problems: problems.sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

/** Reads a folder, and shows links as what they lead to. */
function readerOf(search: Search): (path: string) => readonly FolderEntry[] {
  return (given) => {
    const path = join(given, ".").replace(/(?<=.)[\\/]$/u, "")
    const reason = search.known.get(path) ?? startProblem(search, path) ?? linkProblem(search, path)
    if (reason !== undefined) {
      search.met.set(path, reason)
      return []
    }
    try {
      return search.system.readFolder(path).map((entry) => shown(search, path, entry))
    } catch (error) {
      const { code } = toFileProblem(path, error)
      // The fixed part of a pattern may name what does not exist: it matches nothing.
      if (code !== "ENOENT" && code !== "ENOTDIR") search.met.set(path, "unreadable")
      return []
    }
  }
}

/** The folder that a search begins in may itself be behind a link. */
function startProblem(search: Search, path: string): Reason | undefined {
  if (search.started) return undefined
  search.started = true
  const start = real(search.system, path)
  if (!start.ok) return start.code === "ENOENT" ? undefined : reasonOf(start.code)
  if (!isBelow(start.path, search.within)) return "outside"
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (isCircle(search, at)) return "circle"
  }
  return undefined
}

function shown(search: Search, folder: string, entry: Dirent): FolderEntry {
  if (entry.isFile() || entry.isDirectory()) return entry
  const path = join(folder, entry.name)
  const kind = entry.isSymbolicLink() ? leadsTo(search, path) : "special"
  if (kind !== "file" && kind !== "folder") search.known.set(path, kind)
  else if (kind === "folder") search.links.add(path)
  const isFolder = kind === "folder" || (kind === "outside" && isFolderAt(search.system, path))
  return {
    name: entry.name,
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
  }
}

function leadsTo(search: Search, path: string): Reason | "file" | "folder" {
  const target = real(search.system, path)
  if (!target.ok) return reasonOf(target.code)
  if (!isBelow(target.path, search.within)) return "outside"
  try {
    const stats = search.system.stat(target.path)
    if (stats.isDirectory()) return "folder"
    return stats.isFile() ? "file" : "special"
  } catch (error) {
    return reasonOf(toFileProblem(path, error).code)
  }
}

/** Why a link to a folder is not followed. */
function linkProblem(search: Search, path: string): Reason | undefined {
  if (!search.links.has(path)) return undefined
  if (++search.followed > MAX_FOLDER_LINKS) return "too-many"
  return isCircle(search, path) ? "circle" : undefined
}

/** A folder is inside of itself when it leads back to one of those that lead to it. */
function isCircle({ system }: Search, path: string): boolean {
  const target = real(system, path)
  if (!target.ok) return false
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    const around = real(system, at)
    if (around.ok && isBelow(around.path, target.path)) return true
  }
  return false
}

function isFolderAt(system: SearchSystem, path: string): boolean {
  try {
    return system.stat(path).isDirectory()
  } catch {
    return false
  }
}

function reasonOf(code: string): Reason {
  if (code === "ENOENT" || code === "ENOTDIR") return "nowhere"
  return code === "ELOOP" ? "circle" : "unreadable"
}

function real(
  system: SearchSystem,
  path: string,
): { readonly ok: true; readonly path: string } | { readonly ok: false; readonly code: string } {
  try {
    return { ok: true, path: system.realPath(path) }
  } catch (error) {
    return { ok: false, code: toFileProblem(path, error).code }
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
