/**
 * Files by patterns, by tinyglobby. It tries every way in which a pattern could match, which for many
 * stars never ends: of such patterns it is given simpler ones that match more, and what they match is
 * compared with the pattern here.
 */
import { normalize } from "node:path/posix"
import { type GlobOptions, globSync } from "tinyglobby"
import { compileGlob, type PathMatcher } from "../../core/glob.ts"

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
