/**
 * Which machines a suite may send jobs to: the suite can come from a pull request, the list cannot.
 */
import { labelsNotAllowed } from "../../capability/hosted-labels.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { Plan } from "../../formats/plan.ts"

/** The failure for shards that would run where nobody allowed it; null where there are none. */
export function refuseRunners(
  plan: Pick<Plan, "shards">,
  allowed: readonly string[],
): Failure | null {
  const refused = new Map<string, readonly string[]>()
  for (const { runner, runsOn } of plan.shards) {
    const labels = labelsNotAllowed(runsOn, allowed)
    if (labels.length > 0) refused.set(runner, labels)
  }
  if (refused.size === 0) return null
  const classes = [...refused].map(([name, labels]) => `${name} (${labels.join(", ")})`)
  return {
    reason: "usage/invalid",
    message: `runner classes use labels that are not allowed: ${classes.join("; ")}`,
    hint: "if jobs of this workflow may use the labels, name them in the action's input allow-runners",
  }
}
