/**
 * Patterns over the paths of a repository, for what a scenario watches.
 */
import { compileGlob, type PathMatcher } from "../../core/text/glob.ts"

/** Compiles a pattern. Any text is one; a folder means everything below it. */
export function compilePathPattern(pattern: string): PathMatcher {
  const text = pattern.replace(/^(\.\/)+/u, "").replace(/\/$/u, "")
  if (text === "" || text === ".") return () => true
  return compileGlob(text, { groups: false, below: "anything" })
}
