/**
 * A bar that shows how much of the most something is.
 */

const WIDTH = 24

/** So many blocks of 24; something is never shown as nothing. */
export function loadBar(value: number, most: number): string {
  if (value <= 0 || most <= 0) return ""
  return "█".repeat(Math.max(1, Math.round((value / most) * WIDTH)))
}
