/**
 * Which scenarios are meant by the patterns whose output a user wants to see.
 */
import { compilePattern } from "../../scenario/expressions/pattern.ts"

/** Scenarios to follow, and patterns that none of them meets. */
export interface Tailed {
  readonly ids: ReadonlySet<string>
  readonly unmet: readonly string[]
}

/** Looks for the patterns among the scenarios that run here. */
export function findTailed(patterns: readonly string[], ids: readonly string[]): Tailed {
  const found = patterns.map((pattern) => {
    const matches = compilePattern(pattern)
    return { pattern, ids: ids.filter((id) => matches(id)) }
  })
  return {
    ids: new Set(found.flatMap((one) => one.ids)),
    unmet: found.filter((one) => one.ids.length === 0).map(({ pattern }) => pattern),
  }
}
