/**
 * What a number of failures says about the rate behind it. For people only: bounds that are judged again
 * after every run do not hold.
 */

/** The 97.5 % point of the normal distribution: 2.5 % on each side. */
const Z95 = 1.959963984540054

/**
 * The two-sided 95 % interval of a rate, from 0 to 1: Wilson, Probable Inference, the Law of Succession,
 * and Statistical Inference (1927). Everything without runs.
 */
export function wilsonInterval({
  runs,
  failures,
}: {
  readonly runs: number
  readonly failures: number
}): {
  readonly low: number
  readonly high: number
} {
  if (runs === 0) return { low: 0, high: 1 }
  const rate = failures / runs
  const share = Z95 ** 2 / runs
  const middle = rate + share / 2
  const half = Math.sqrt(share * (rate * (1 - rate) + share / 4))
  return {
    low: failures === 0 ? 0 : (middle - half) / (1 + share),
    high: failures === runs ? 1 : (middle + half) / (1 + share),
  }
}

/** Below this the rate is, with 95 % confidence, where none of so many runs failed: exact, one-sided. */
export function boundWithoutFailure(runs: number): number {
  return runs === 0 ? 1 : -Math.expm1(Math.log(0.05) / runs)
}
