/**
 * Plain files by patterns: a walk that enters only folders in which a pattern can match. What a pattern
 * means is known by `core/text/glob.ts` alone, in linear time, so a pattern with many stars ends soon.
 */
import { type Dirent, readdirSync } from "node:fs"
import { join, normalize } from "node:path/posix"
import { compileGlob, type PathMatcher } from "../../../core/text/glob.ts"

/** Folders that are not searched. */
export const NEVER_SEARCHED: readonly string[] = ["**/node_modules", "**/.git"]

/** What a folder holds. */
export type FolderEntry = Pick<Dirent, "name" | "isFile" | "isDirectory">

/** As `Files.glob`. */
export function globPlain(root: string, patterns: readonly string[]): readonly string[] {
  return globFiles(root, patterns, { without: NEVER_SEARCHED, readFolder }).sort()
}

function readFolder(path: string): readonly FolderEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

interface Pattern {
  /** Parts that each match one name, up to the first that may match several folders. */
  readonly parts: readonly PathMatcher[]
  /** The whole pattern where there is such a part; the others are matched part by part. */
  readonly deep: PathMatcher | null
  /** Folders that it names. */
  readonly fixed: readonly string[]
}

/**
 * Paths of the files that patterns match, hidden ones too, in no order; a pattern with `!` takes out
 * what it matches and everything below. `readFolder` gets absolute paths and does not throw.
 */
export function globFiles(
  root: string,
  patterns: readonly string[],
  options: {
    readonly without: readonly string[]
    readFolder(path: string): readonly FolderEntry[]
  },
): string[] {
  const wanted = patterns.filter((pattern) => !isNegative(pattern)).map(toPattern)
  const refused = [
    ...patterns.filter(isNegative).map((pattern) => pattern.slice(1)),
    ...options.without,
  ].map((pattern) => compileGlob(withoutEnd(normalize(pattern)), { groups: true }))
  const isRefused = (path: string) => refused.some((matches) => matches(path))
  const found: string[] = []
  const visit = (folder: string, depth: number, live: readonly Pattern[]): void => {
    for (const entry of options.readFolder(join(root, folder))) {
      const met = live.filter(({ parts }) => parts[depth]?.(entry.name) ?? true)
      if (met.length === 0) continue
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`
      if (isRefused(path)) continue
      const below = met.filter(({ parts, deep }) => deep !== null || parts.length > depth + 1)
      if (entry.isDirectory()) {
        if (below.length > 0) visit(path, depth + 1, below)
      } else if (entry.isFile() && (below.length < met.length || below.some(isMet(path)))) {
        found.push(path)
      }
    }
  }
  const start = commonFolder(wanted)
  const isOut = start.some((_, at) => isRefused(start.slice(0, at + 1).join("/")))
  if (wanted.length > 0 && !isOut) visit(start.join("/"), start.length, wanted)
  return found
}

function isMet(path: string): (pattern: Pattern) => boolean {
  return ({ deep }) => deep?.(path) ?? false
}

function isNegative(pattern: string): boolean {
  return pattern.startsWith("!") && !pattern.startsWith("!(")
}

/** A folder whose content is taken out is not entered either. */
function withoutEnd(pattern: string): string {
  return pattern.replace(/(?:\/\*\*+)+$/u, "")
}

function toPattern(text: string): Pattern {
  const pattern = normalize(text)
  const parts = pattern.split("/")
  const open = parts.findIndex((part) => /^\*\*+$/u.test(part) || !isClosed(part))
  const single = open < 0 ? parts : parts.slice(0, open)
  const special = single.findIndex((part) => /[*?\\{}()[\]!+@|]/u.test(part))
  const groups = true
  return {
    parts: single.map((part) => compileGlob(part, { groups })),
    deep: open < 0 ? null : compileGlob(pattern, { groups }),
    fixed: parts.slice(0, special < 0 ? Math.min(single.length, parts.length - 1) : special),
  }
}

/** A group or a set may hold a `/`. */
function isClosed(part: string): boolean {
  const count = (characters: string) =>
    [...part].filter((character) => characters.includes(character)).length
  return count("{([") === count("})]")
}

function commonFolder([first, ...others]: readonly Pattern[]): readonly string[] {
  const fixed = first?.fixed ?? []
  const end = fixed.findIndex((name, at) => others.some((other) => other.fixed[at] !== name))
  return end < 0 ? fixed : fixed.slice(0, end)
}
