/**
 * Medians, quantiles and spreads that a few wild values cannot move far.
 */

/** The middle value, or the mean of the two; 0 of nothing. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(values, 0.5)
}

/**
 * The value below which a part of the values lies, between neighbours by straight line: definition 7
 * of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996). 0 of nothing.
 */
export function quantileOf(values: ArrayLike<number>, part: number): number {
  const sorted = inOrder(values) ? values : Float64Array.from(values).sort()
  return quantileOfSorted(sorted, { count: sorted.length, part })
}

/** The median of the first values, which are put in order for it. */
export function medianOfFirst(values: Float64Array, count: number): number {
  return quantileOfSorted(values.subarray(0, count).sort(), { count, part: 0.5 })
}

function quantileOfSorted(
  sorted: ArrayLike<number>,
  { count, part }: { readonly count: number; readonly part: number },
): number {
  if (count === 0) return 0
  const place = (count - 1) * part
  const below = Math.floor(place)
  const low = sorted[below] ?? 0
  const high = below + 1 < count ? (sorted[below + 1] ?? low) : low
  return low + (high - low) * (place - below)
}

function inOrder(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) {
    if (!((values[i - 1] ?? 0) <= (values[i] ?? 0))) return false
  }
  return true
}

/** The mean; 0 of nothing. */
export function meanOf(values: readonly number[]): number {
  if (values.length === 0) return 0
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Standard deviation of a sample; 0 of fewer than two. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = meanOf(values)
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1))
}
