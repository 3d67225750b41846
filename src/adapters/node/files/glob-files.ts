/**
 * Plain files by patterns, whatever their names are. Patterns become regular expressions in which `**`
 * does not match a line end, so line ends are shown to them as characters that no name has.
 */
import { type Dirent, readdirSync } from "node:fs"
import { sep } from "node:path"
import { normalize } from "node:path/posix"
import { type GlobOptions, globSync } from "tinyglobby"
import { compileGlob, type PathMatcher } from "../../../core/text/glob.ts"

/** Folders that are not searched. */
export const NEVER_SEARCHED: readonly string[] = ["**/node_modules/**", "**/.git/**"]

const LINE_ENDS = /[\n\r\u2028\u2029]/gu

/** Half of a character: names are decoded from UTF-8, which has no such thing. */
const HALF = 0xdc00
const SHOWN: Readonly<Record<string, number>> = { "\n": 0, "\r": 1, "\u2028": 2, "\u2029": 3 }
const ENDS = Object.keys(SHOWN)

/** As `Files.glob`. */
export function globPlain(root: string, patterns: readonly string[]): readonly string[] {
  return globFiles(patterns.map(shown), {
    cwd: root,
    ignore: [...NEVER_SEARCHED],
    fs: { readdirSync: readFolder as unknown as typeof readdirSync },
  })
    .map((path) => (sep === "\\" ? path.replaceAll("\\", "/") : path))
    .map(original)
    .sort()
}

function readFolder(path: unknown): readonly Dirent[] {
  const entries = readdirSync(original(String(path)), { withFileTypes: true })
  for (const entry of entries) entry.name = shown(entry.name)
  return entries
}

function shown(text: string): string {
  return text.replace(LINE_ENDS, (end) => String.fromCharCode(HALF + (SHOWN[end] ?? 0)))
}

function original(text: string): string {
  // With the flag `u` only halves that are alone match.
  return text.replace(/[\udc00-\udc03]/gu, (half) => ENDS[half.charCodeAt(0) - HALF] ?? half)
}

/** Runs of stars in a pattern that are tried in every way soon enough. */
const MOST_STARS = 3

/** Folders of any depth in a simpler pattern. */
const MOST_DEPTHS = 2

/** Paths of the plain files that patterns match, hidden ones too; a pattern with `!` takes out. */
export function globFiles(
  patterns: readonly string[],
  options: Pick<GlobOptions, "cwd" | "fs"> & { readonly ignore: readonly string[] },
): readonly string[] {
  const asked = patterns.map((pattern) => (isHard(pattern) ? simplerFor(pattern) : pattern))
  const found = globSync(asked.filter((pattern) => pattern !== null).map(withoutFalseParent), {
    ...options,
    onlyFiles: true,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
  })
  return patterns.some(isHard) ? found.filter(matcherOf(patterns)) : found
}

/** The library takes two dots for the parent folder also where a name begins with them. */
function withoutFalseParent(pattern: string): string {
  return pattern.replace(/(^!?|\/)\.(?=\.[^/])/gu, "$1[.]")
}

function isHard(pattern: string): boolean {
  return (pattern.match(/\*+/gu) ?? []).length > MOST_STARS || /[*+]\(/u.test(pattern)
}

/** A pattern that matches all of that and is quick; null where nothing may be taken out by it. */
function simplerFor(pattern: string): string | null {
  if (isNegative(pattern)) return null
  const parts = pattern.split("/")
  const depths = parts.filter((part) => /^\*\*+$/u.test(part)).length
  if (depths <= MOST_DEPTHS && !/[\\{}()[\]]/u.test(pattern)) {
    return parts.map((part) => (/\*[^*]+\*/u.test(part) ? "*" : part)).join("/")
  }
  const first = parts.findIndex((part) => /[*?\\{}()[\]!+@]/u.test(part))
  return [...parts.slice(0, first), "**"].join("/")
}

function isNegative(pattern: string): boolean {
  return pattern.startsWith("!") && !pattern.startsWith("!(")
}

function matcherOf(patterns: readonly string[]): PathMatcher {
  const compiled = (list: readonly string[], below: "nothing" | "anything") =>
    list.map((pattern) => compileGlob(normalize(pattern), { groups: true, below }))
  const wanted = compiled(
    patterns.filter((pattern) => !isNegative(pattern)),
    "nothing",
  )
  const refused = compiled(
    patterns.filter(isNegative).map((pattern) => pattern.slice(1)),
    "anything",
  )
  return (path) =>
    wanted.some((matches) => matches(path)) && !refused.some((matches) => matches(path))
}
