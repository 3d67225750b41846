/**
 * Attempts that took longer than the suite's `slow` allows: a mark, which no verdict depends on.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { ScenarioResult } from "../../formats/results.ts"

/** The longest of these times, in milliseconds, where it is above the limit; null where none is. */
export function slowMs(
  attempts: readonly { readonly durationMs: number }[],
  limitMs: number | null | undefined,
): number | null {
  if (limitMs === null || limitMs === undefined) return null
  const longest = attempts.reduce((most, { durationMs }) => Math.max(most, durationMs), 0)
  return longest > limitMs ? longest : null
}

/** `slow: 12s, more than 9.0s`. */
export function renderSlow({ seconds, limitSeconds }: NonNullable<ScenarioResult["slow"]>): string {
  return `slow: ${formatDuration(seconds * 1_000)}, more than ${formatDuration(limitSeconds * 1_000)}`
}
