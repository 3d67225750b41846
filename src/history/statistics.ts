/**
 * Medians, quantiles and spreads that a few wild values cannot move far.
 */

/** The middle value, or the mean of the two; 0 of nothing. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5)
}

/**
 * The value below which a part of the values lies, between neighbours by straight line: definition 7
 * of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996). 0 of nothing.
 */
export function quantileOf(values: readonly number[], part: number): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * part
  const below = Math.floor(place)
  const low = sorted[below] ?? 0
  const high = sorted[below + 1] ?? low
  return low + (high - low) * (place - below)
}

/** The mean; 0 of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation of a sample; 0 of fewer than two. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}
