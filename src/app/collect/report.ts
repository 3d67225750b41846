/**
 * The report of a run: what every view is made from.
 */

import type { Base } from "../../core/base.ts"
import { defined } from "../../core/defined.ts"
import type { RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { attemptLines } from "../../report/exports/attempts.ts"
import { ctrfPieces } from "../../report/exports/ctrf.ts"
import { tracePieces } from "../../report/exports/trace.ts"
import { toResults, toShortResults, type VerdictPolicy } from "../../report/results/results.ts"
import { resultsJsonPieces } from "../../report/view/json.ts"
import { junitPieces } from "../../report/view/junit.ts"
import type { REPORTS, VERDICT } from "../../settings/reporting.ts"
import type { ValuesOf } from "../../settings/value.ts"
import { RESULTS_FILE } from "../folder/run-folder.ts"
import type { Merged } from "./aggregate.ts"

/** What a run came to, and what all views are made from. */
export interface Report {
  readonly results: Results
  readonly state: RunState
}

/**
 * A report whose results hold no scenario that just passed. Views that list only some scenarios cannot tell;
 * those with an entry for each take `every`, which makes them anew, one at a time.
 */
export interface ShortReport extends Report {
  readonly every: () => Iterable<ScenarioResult>
}

/** What is judged against the plan. */
type Observed = Pick<Merged, "state" | "problems"> & {
  readonly plan: Plan
  /** What is known of the base branch. */
  readonly base?: Base | null
  /** What the history says of flaky scenarios. */
  readonly flakes?: Results["flakes"] | null
}

/** A text, or its pieces where it can be long; those are read once. */
export type ReportText = string | Iterable<string>

/** The files of a report with their texts: `results.json` in the folder, if there is one, JUnit where asked for. */
export function reportFiles(
  report: Report | ShortReport,
  where: { readonly folder: string | null } & Pick<
    ValuesOf<typeof REPORTS>,
    "junit" | "ctrf" | "attempts" | "trace"
  >,
): (readonly [path: string, text: ReportText])[] {
  const { results, state } = report
  const files: (readonly [string, ReportText])[] = []
  if (where.folder !== null) files.push([`${where.folder}/${RESULTS_FILE}`, reportJson(report)])
  if (where.junit !== undefined) {
    files.push([where.junit, junitPieces({ results, state, every: everyOf(report) })])
  }
  if (where.ctrf !== undefined) {
    files.push([where.ctrf, ctrfPieces({ results, every: everyOf(report) })])
  }
  if (where.attempts !== undefined) {
    files.push([where.attempts, attemptLines({ results, every: everyOf(report) })])
  }
  if (where.trace !== undefined) files.push([where.trace, tracePieces({ results, state })])
  return files
}

/** The text of `results.json`. */
export function reportJson(report: Report | ShortReport): Iterable<string> {
  return resultsJsonPieces(report.results, everyOf(report))
}

/** All scenarios of a report. */
export function everyOf(report: Report | ShortReport): Iterable<ScenarioResult> {
  return "every" in report ? report.every() : report.results.scenarios
}

/** Judges what was observed against the plan. */
export function toReport(
  { state, ...observed }: Observed,
  settings: ValuesOf<typeof VERDICT>,
): Report {
  return { results: toResults({ ...observed, state, policy: policyOf(settings) }), state }
}

/** The same for runs that may be large. */
export function toShortReport(
  { state, ...observed }: Observed,
  settings: ValuesOf<typeof VERDICT>,
): ShortReport {
  return { ...toShortResults({ ...observed, state, policy: policyOf(settings) }), state }
}

function policyOf(settings: ValuesOf<typeof VERDICT>): VerdictPolicy {
  const { ifEmpty = "fail", failOn = [], onMissing, maxSkipped, minScenarios } = settings
  return defined({ ifEmpty, failOn, onMissing, maxSkipped, minScenarios })
}
