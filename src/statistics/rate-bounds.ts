/**
 * What a number of failures says about the rate behind it, after a fixed number of runs. For people
 * only: these bounds do not hold if they are judged again after every run; `rate-test.ts` does that.
 */
import { meanOf } from "../core/quantities/statistics.ts"
import type { Tally } from "./tally.ts"

/** Parts of one: `0.05` is 5 %. */
export interface RateInterval {
  readonly low: number
  readonly high: number
}

/** The 97.5 % point of the normal distribution: 2.5 % on each side. */
const Z95 = 1.959963984540054

/** Halvings of an interval within `[0, 1]` until it has the precision of a number. */
const HALVINGS = 60

/**
 * The two-sided 95 % interval of a rate: Wilson, Probable Inference, the Law of Succession, and
 * Statistical Inference (1927). Everything from 0 to 1 without runs.
 */
export function wilsonInterval({ runs, failures }: Tally): RateInterval {
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

/**
 * The exact one-sided upper bound of a rate: the largest one with which so few failures still have
 * the probability `1 - confidence`. Clopper and Pearson, The Use of Confidence or Fiducial Limits
 * (1934). 1 without runs.
 */
export function upperBound({ runs, failures }: Tally, confidence = 0.95): number {
  if (failures >= runs) return 1
  const logRest = Math.log1p(-confidence)
  if (failures === 0) return -Math.expm1(logRest / runs)
  const logAtMost = logOfAtMost({ runs, failures })
  let [low, high] = [failures / runs, 1]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (logAtMost(middle) > logRest) low = middle
    else high = middle
  }
  return high
}

/**
 * The failure rate of many scenarios: the mean of theirs. A soak runs more often what fails, so the
 * failures of all over the runs of all would be too high. 0 without runs.
 */
export function meanRate(tallies: readonly Tally[]): number {
  const ran = tallies.filter(({ runs }) => runs > 0)
  return meanOf(ran.map(({ runs, failures }) => failures / runs))
}

/** The logarithm of the probability of at most these failures, by the rate (above `failures/runs`). */
function logOfAtMost({ runs, failures }: Tally): (rate: number) => number {
  let logWays = 0
  for (let i = 1; i <= failures; i++) logWays += Math.log((runs - failures + i) / i)
  return (rate) => {
    // Relative to the last term, which is the largest: those before it fall fast.
    let [term, sum] = [1, 1]
    for (let i = failures; i > 0 && term > sum * Number.EPSILON; i--) {
      term *= (i * (1 - rate)) / ((runs - i + 1) * rate)
      sum += term
    }
    const logLast = logWays + failures * Math.log(rate) + (runs - failures) * Math.log1p(-rate)
    return logLast + Math.log(sum)
  }
}
