/**
 * Patterns over ids: segment by segment, `*` inside a segment, fewer segments match all below.
 */
import { matchesPieces } from "../../core/text/stars.ts"

/** Whether an id is met. */
export type IdMatcher = (id: string) => boolean

/** True when the pattern is more than an id. */
export function isPattern(text: string): boolean {
  return text.includes("*")
}

/** Compiles a pattern. Any text is one. */
export function compilePattern(pattern: string): IdMatcher {
  if (!isPattern(pattern)) return (id) => id === pattern || id.startsWith(`${pattern}:`)
  const segments = pattern.split(":").map((segment) => segment.split(/\*+/u))
  const fixed = pattern.slice(0, pattern.indexOf("*"))
  return (id) => {
    if (!id.startsWith(fixed)) return false
    const parts = id.split(":")
    return segments.every((pieces, i) => {
      const part = parts[i]
      return part !== undefined && matchesPieces(pieces, part)
    })
  }
}
