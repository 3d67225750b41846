/**
 * Patterns over ids: segment by segment, `*` inside a segment, fewer segments match all below.
 */

/** Whether an id is met. */
export type IdMatcher = (id: string) => boolean

/** True when the pattern is more than an id. */
export function isPattern(text: string): boolean {
  return text.includes("*")
}

/** Compiles a pattern. Any text is one. */
export function compilePattern(pattern: string): IdMatcher {
  if (!isPattern(pattern)) return (id) => id === pattern || id.startsWith(`${pattern}:`)
  const segments = pattern
    .split(":")
    .map((segment) => segment.split(/\*+/u).map(escapeRegExp).join("[^:]*"))
  const expression = new RegExp(`^${segments.join(":")}(?::|$)`, "u")
  return (id) => expression.test(id)
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")
}
