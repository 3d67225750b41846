/**
 * Numbers for files: seconds to the millisecond, milliseconds to the microsecond, ratios alike.
 */

/** To three places after the point. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
