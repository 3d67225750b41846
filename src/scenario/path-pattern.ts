/**
 * Patterns over paths: `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` is either.
 */

/** Whether a path with `/` is met. */
export type PathMatcher = (path: string) => boolean

/** Compiles a pattern. Any text is one; a folder means everything below it. */
export function compilePathPattern(pattern: string): PathMatcher {
  const text = pattern.replace(/^(\.\/)+/u, "").replace(/\/$/u, "")
  if (text === "" || text === ".") return () => true
  const expression = new RegExp(`^${toSource(text)}(?:/.*)?$`, "su")
  return (path) => expression.test(path)
}

function toSource(pattern: string): string {
  let source = ""
  let depth = 0
  for (let i = 0; i < pattern.length; i++) {
    const rest = pattern.slice(i)
    const across = /^\*\*+(\/|$)/u.exec(rest)
    if (across !== null && (i === 0 || pattern[i - 1] === "/")) {
      source += across[1] === "/" ? "(?:.*/)?" : ".*"
      i += across[0].length - 1
      continue
    }
    const found = /^(\*+|[\s\S])/u.exec(rest)?.[0] ?? ""
    const closes = rest.indexOf("}") > 0
    if (found.startsWith("*")) source += "[^/]*"
    else if (found === "?") source += "[^/]"
    else if (found === "{" && closes) {
      source += "(?:"
      depth++
    } else if (found === "}" && depth > 0) {
      source += ")"
      depth--
    } else if (found === "," && depth > 0) source += "|"
    else source += found.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")
    i += found.length - 1
  }
  return source + ")".repeat(depth)
}
