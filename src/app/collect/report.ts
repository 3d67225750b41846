/**
 * The report of a run: what every view is made from.
 */
import { defined } from "../../core/defined.ts"
import type { RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results } from "../../formats/results.ts"
import { type ResultsInput, toResults } from "../../report/results/results.ts"
import { resultsJsonPieces } from "../../report/view/json.ts"
import { junitPieces } from "../../report/view/junit.ts"
import type { VERDICT } from "../../settings/reporting.ts"
import type { ValuesOf } from "../../settings/setting.ts"
import { RESULTS_FILE } from "../folder/run-folder.ts"
import type { Merged } from "./aggregate.ts"

/** What a run came to, and what all views are made from. */
export interface Report {
  readonly results: Results
  readonly state: RunState
}

/** A text, or its pieces where it can be long; those are read once. */
export type ReportText = string | Iterable<string>

/** The files of a report with their texts: `results.json` in the folder, JUnit where asked for. */
export function reportFiles(
  report: Report,
  where: { readonly folder: string; readonly junit?: string | undefined },
): (readonly [path: string, text: ReportText])[] {
  const files: (readonly [string, ReportText])[] = [
    [`${where.folder}/${RESULTS_FILE}`, resultsJsonPieces(report.results)],
  ]
  if (where.junit !== undefined) files.push([where.junit, junitPieces(report)])
  return files
}

/** Judges what was observed against the plan; `onSpent` is told what of the state no view asks for. */
export function toReport(
  observed: Merged & { readonly plan: Plan } & Pick<ResultsInput, "onSpent">,
  settings: ValuesOf<typeof VERDICT>,
): Report {
  const { plan, state, problems, onSpent } = observed
  const { ifEmpty = "fail", failOn = [], onMissing, maxSkipped } = settings
  const policy = defined({ ifEmpty, failOn, onMissing, maxSkipped })
  return { results: toResults({ plan, state, problems, policy, onSpent }), state }
}
