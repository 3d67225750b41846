/**
 * Scenarios that left processes behind, whatever their verdict.
 */
import type { ScenarioResult } from "../../formats/results.ts"

/** True if one of its attempts left processes behind. */
export function isLeaky({ leaked }: Pick<ScenarioResult, "leaked">): boolean {
  return leaked === true
}

/** `in attempt 2`, `in attempts 1, 3`. */
export function leakyAttempts({ attempts }: Pick<ScenarioResult, "attempts">): string {
  const numbers = attempts.filter(({ leaked }) => leaked === true).map(({ number }) => number)
  return `in ${numbers.length === 1 ? "attempt" : "attempts"} ${numbers.join(", ")}`
}
