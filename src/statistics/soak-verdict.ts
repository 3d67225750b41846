/**
 * From the counts of a scenario's iterations to its verdict. The only place that knows
 * `--fail-rate` and `--undecided`; the scheduler, reports and campaigns all ask it.
 */
import type { RateState, Verdict } from "../core/verdict.ts"
import { type RateDecision, type RateRule, rateTest } from "./rate-test.ts"
import type { Tally } from "./tally.ts"

/** What a soak allows. */
export interface SoakRule extends RateRule {
  /** `--fail-rate`: with 0 any failure fails. */
  readonly rate: number
  /** `--undecided`: what becomes of a scenario whose rate the test could not decide. */
  readonly undecided: "mark" | "fail"
}

/** Iterations of one scenario over all shards, and over all runs of a campaign. */
export interface SoakTally extends Tally {
  /** Of the runs that passed: those that did so after a failed attempt of their own. */
  readonly flaky: number
}

export interface SoakVerdict {
  readonly verdict: Extract<Verdict, "passed" | "failed" | "flaky">
  /** Absent where any failure fails. */
  readonly rate?: RateState
}

/**
 * The judge of all scenarios of a soak. What earlier runs of a campaign have counted adds to what this
 * run counts. It cannot excuse what this run shows: a rate that is too high here alone fails, and where
 * nothing has passed here, nothing passes.
 */
export interface SoakJudge {
  /**
   * True once the test knows the rate: more time goes to other scenarios. Never with `--fail-rate 0`,
   * where a failure is a reason to run more often.
   */
  readonly isDecided: (tally: Tally, earlier?: Tally) => boolean
  /** For at least one run. */
  readonly verdict: (tally: SoakTally, earlier?: SoakTally) => SoakVerdict
}

/** Where any failure fails, of this run or of an earlier one. */
const ANY_FAILURE: SoakRule = { rate: 0, scenarios: 1, undecided: "mark" }

/** The judge of a run; null where its own failures alone decide. */
export function judgeOf(of: {
  readonly rule?: SoakRule | undefined
  readonly campaign?: { readonly runs: number } | undefined
}): SoakJudge | null {
  const rule = of.rule ?? (of.campaign === undefined ? undefined : ANY_FAILURE)
  return rule === undefined ? null : soakJudge(rule, of.campaign)
}

/**
 * Makes the judge; its test of the rate is the same for all scenarios. `runs` is how many earlier runs a
 * campaign adds up. It accuses by all of them together and by each alone, so these share the error: one
 * half for the sum, and of the other half 1/2, 1/6, 1/12, … for the first, second, third run.
 */
export function soakJudge(rule: SoakRule, campaign?: { readonly runs: number }): SoakJudge {
  if (rule.rate === 0) {
    return {
      isDecided: () => false,
      verdict: (tally, earlier) => {
        const { failures, flaky } = sumOf(tally, earlier)
        return { verdict: failures > 0 ? "failed" : flaky > 0 ? "flaky" : "passed" }
      },
    }
  }
  const { rate, scenarios } = rule
  const number = (campaign?.runs ?? 0) + 1
  const testOf = (parts: number) =>
    rateTest({ rate, scenarios: campaign === undefined ? scenarios : scenarios * parts })
  const alone = testOf(2 * number * (number + 1))
  const together = testOf(2)
  const decided = (tally: Tally, earlier: Tally | undefined): RateDecision => {
    const own = alone(tally)
    if (earlier === undefined || own === "failed") return own
    const all = together(sumOf(tally, earlier))
    return all === "passed" && tally.failures === tally.runs ? "undecided" : all
  }
  return {
    isDecided: (tally, earlier) => decided(tally, earlier) !== "undecided",
    verdict: (tally, earlier) => verdictOf(sumOf(tally, earlier), rule, decided(tally, earlier)),
  }
}

function sumOf<T extends Tally & { readonly flaky?: number }>(tally: T, earlier?: T) {
  return {
    runs: tally.runs + (earlier?.runs ?? 0),
    failures: tally.failures + (earlier?.failures ?? 0),
    flaky: (tally.flaky ?? 0) + (earlier?.flaky ?? 0),
  }
}

function verdictOf(tally: SoakTally, rule: SoakRule, decision: RateDecision): SoakVerdict {
  const good = tally.flaky > 0 ? "flaky" : "passed"
  if (decision === "failed") return { verdict: "failed", rate: "decided" }
  if (decision === "passed") return { verdict: good, rate: "decided" }
  if (rule.undecided === "fail") return { verdict: "failed", rate: "undecided" }
  if (tally.failures > 0) return { verdict: "flaky", rate: "incomplete" }
  return { verdict: good, rate: "undecided" }
}
