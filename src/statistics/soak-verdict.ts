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
  readonly rate: RateState
}

/** The judge of all scenarios of a soak. */
export interface SoakJudge {
  /**
   * True once the test knows the rate: more time goes to other scenarios. Never with `--fail-rate 0`,
   * where a failure is a reason to run more often.
   */
  readonly isDecided: (tally: Tally) => boolean
  /** For at least one run. */
  readonly verdict: (tally: SoakTally) => SoakVerdict
}

/** Makes the judge; its test of the rate is the same for all scenarios. */
export function soakJudge(rule: SoakRule): SoakJudge {
  if (rule.rate === 0) {
    return {
      isDecided: () => false,
      verdict: (tally) => verdictOf(tally, rule, tally.failures > 0 ? "failed" : "passed"),
    }
  }
  const decide = rateTest(rule)
  return {
    isDecided: (tally) => decide(tally) !== "undecided",
    verdict: (tally) => verdictOf(tally, rule, decide(tally)),
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
