/**
 * Is the failure rate of a scenario above or below `--fail-rate`? A sequential test: it may be asked
 * after every iteration, and stops as soon as it knows.
 *
 * The evidence against "the rate is at most R" is the likelihood of the counts under a mixture of
 * higher rates, divided by their likelihood at R. If the rate is at most R, whatever was seen before,
 * this number is a nonnegative supermartingale that begins at 1. So the probability that it *ever*
 * reaches 1/α is at most α: Ville, Étude critique de la notion de collectif (1939). Mixtures:
 * Robbins, Statistical Methods Related to the Law of the Iterated Logarithm (1970). Decisions at any
 * time with it: Johari, Koomen, Pekelis and Walsh, Always Valid Inference (2022); Ramdas, Grünwald,
 * Vovk and Shafer, Game-Theoretic Statistics and Safe Anytime-Valid Inference (2023). "The rate is
 * at least R" is judged in the same way against lower rates.
 */
import type { Tally } from "./tally.ts"

/** What is tested. */
export interface RateRule {
  /** R: the failure rate that is still allowed, above 0 and below 1. */
  readonly rate: number
  /** How many scenarios the soak has: each may be accused wrongly, so they share the error. */
  readonly scenarios: number
}

/** The rate is above R, below it, or not yet known. */
export type RateDecision = "failed" | "passed" | "undecided"

/** The probability of a wrong decision: of any `failed` in a soak, and of each `passed`. */
const ALPHA = 0.05

/** A single failure can be anything. */
const LEAST_FAILURES = 2

/** How runs and failures change the logarithm of one likelihood ratio. */
interface Ratio {
  readonly pass: number
  readonly fail: number
}

/**
 * The test as a function of counts, for one scenario. It never says both in one soak: evidence for
 * a rate above R needs more failures than R gives, evidence for one below R fewer.
 */
export function rateTest({ rate, scenarios }: RateRule): (tally: Tally) => RateDecision {
  const above = ratios(rate, ratesAbove(rate))
  const below = ratios(rate, ratesBelow(rate))
  return (tally) => {
    const mayFail = tally.failures >= LEAST_FAILURES
    if (mayFail && logEvidence(above, tally) >= Math.log(scenarios / ALPHA)) return "failed"
    if (logEvidence(below, tally) >= Math.log(1 / ALPHA)) return "passed"
    return "undecided"
  }
}

/** How many runs without a failure decide that the rate is below this one: 369 for 1 %. */
export function runsToPass(rate: number): number {
  const decide = rateTest({ rate, scenarios: 1 })
  const passes = (runs: number) => decide({ runs, failures: 0 }) === "passed"
  let high = 1
  while (!passes(high)) high *= 2
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (passes(middle)) high = middle
    else low = middle
  }
  return high
}

/** From slightly too many failures to a broken scenario; those beyond the way to 1 end halfway. */
function ratesAbove(rate: number): readonly number[] {
  const wanted = [1.5 * rate, 3 * rate, 10 * rate, 0.5]
  return wanted.map((one) => Math.min(one, (1 + rate) / 2)).filter((one) => one > rate)
}

function ratesBelow(rate: number): readonly number[] {
  return [rate / 10, rate / 3]
}

function ratios(rate: number, others: readonly number[]): readonly Ratio[] {
  return others.map((other) => ({
    pass: Math.log1p(-other) - Math.log1p(-rate),
    fail: Math.log(other / rate),
  }))
}

/** The logarithm of the mean of the likelihood ratios. */
function logEvidence(mixture: readonly Ratio[], { runs, failures }: Tally): number {
  const logs = mixture.map(({ pass, fail }) => failures * fail + (runs - failures) * pass)
  const most = Math.max(...logs)
  let sum = 0
  for (const log of logs) sum += Math.exp(log - most)
  return most + Math.log(sum / mixture.length)
}
