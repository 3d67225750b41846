/**
 * A bar that shows a value as a part of the maximum.
 */

const WIDTH = 24

/** The number of blocks, of 24; a value above 0 has at least one. */
export function loadBar(value: number, most: number): string {
  if (value <= 0 || most <= 0) return ""
  return "█".repeat(Math.max(1, Math.round((value / most) * WIDTH)))
}
