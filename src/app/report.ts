/**
 * The report of a run: what every view is made from.
 */
import type { RunState } from "../events/state.ts"
import type { Plan } from "../formats/plan.ts"
import type { Results } from "../formats/results.ts"
import { toResults, type VerdictPolicy } from "../report/results.ts"
import type { Merged } from "./aggregate.ts"

export interface Report {
  readonly results: Results
  readonly state: RunState
}

/** Judges what was observed against the plan. */
export function toReport(
  observed: Merged & { readonly plan: Plan },
  policy: VerdictPolicy,
): Report {
  const { plan, state, problems } = observed
  return { results: toResults({ plan, state, problems, policy }), state }
}
