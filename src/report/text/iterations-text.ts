/**
 * What the iterations of a scenario have come to, in one line.
 */

import type { RateState } from "../../core/verdict.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { rateText } from "./rate-text.ts"

/** Named scenarios that ran beside a failure; the rest is counted. */
const SHOWN_NEIGHBOURS = 5

/** Iterations by how they ended. */
export interface IterationCounts {
  readonly passed: number
  readonly failed: number
  readonly flaky: number
  /** Cut when the run was stopped: they say nothing. */
  readonly cancelled: number
  /** Together with earlier runs of a campaign. */
  readonly campaign?:
    | { readonly runs: number; readonly failed: number; readonly flaky: number }
    | undefined
}

/** `59 iterations, 0 failed: below 5 % (95 %)`, `20 iterations, 3 failed: 15 % (95 %: 5.2 to 36 %)`. */
export function renderIterations(counts: IterationCounts, rate?: RateState): string {
  const { passed, failed, flaky, cancelled, campaign } = counts
  const runs = passed + failed + flaky
  const others = [
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(cancelled > 0 ? [`${cancelled} cut`] : []),
    ...(campaign === undefined ? [] : [inCampaign(campaign)]),
    ...(rate === undefined || rate === "decided" ? [] : ["too few to decide about --fail-rate"]),
  ]
  if (runs === 0) return ["no whole iteration", ...others].join(", ")
  const told = [
    `${countOf(runs, "iteration")}, ${failed} failed: ${rateText({ runs, failures: failed })}`,
    ...others,
  ]
  return told.join(", ")
}

/** `in the campaign 443, 1 failed: 0.23 % (95 %: 0.04 to 1.3 %)`. */
function inCampaign({ runs, failed, flaky }: NonNullable<IterationCounts["campaign"]>): string {
  const told = `in the campaign ${runs}, ${failed} failed: ${rateText({ runs, failures: failed })}`
  return flaky > 0 ? `${told}, ${flaky} flaky` : told
}

/** Commits that are named before the rest is counted. */
const SHOWN_COMMITS = 5

/** `nightly: 5 runs since 2026-11-27, of 3 commits: 0a1b2c3d, …`. */
export function renderCampaign(campaign: NonNullable<Results["campaign"]>): string {
  const { name, runs, since, commits, reset } = campaign
  const from = since === null ? "" : ` since ${since.slice(0, 10)}`
  const named = commits.slice(-SHOWN_COMMITS).map((commit) => commit.slice(0, 8))
  const before = commits.length > named.length ? `${commits.length - named.length} more, ` : ""
  const of =
    commits.length === 0
      ? ""
      : `, of ${countOf(commits.length, "commit")}: ${before}${named.join(", ")}`
  const forgot = reset.length === 0 ? "" : `; begun again: ${reset.join(", ")}`
  return neutraliseInline(`${name}: ${countOf(runs, "run")}${from}${of}${forgot}`, 500)
}

/** `iteration 7, seed 1234, worker 2, beside a, b and 3 more`. */
export function renderFirstFailure(
  first: NonNullable<NonNullable<ScenarioResult["iterations"]>["firstFailure"]>,
): string {
  const { iteration, seed, worker, others, neighbours } = first
  const named = neighbours.slice(0, SHOWN_NEIGHBOURS).map((id) => neutraliseInline(id, 80))
  const left = others - named.length
  const more = left > 0 ? ` and ${left} more` : ""
  const beside = others === 0 ? "alone" : `beside ${named.join(", ")}${more}`
  return `iteration ${iteration}, seed ${seed}, worker ${worker}, ${beside}`
}
