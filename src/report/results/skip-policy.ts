/**
 * Skips that the settings of a run forbid, as problems.
 */
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import type { Limit } from "../../core/quantities/limit.ts"
import type { ScenarioResult } from "../../formats/results.ts"

/** Problems for what was skipped against the policy; `total` counts more than `scenarios` holds. */
export function skipProblems(
  {
    scenarios,
    total,
  }: {
    readonly scenarios: readonly Pick<ScenarioResult, "id" | "verdict" | "reason">[]
    readonly total: number
  },
  policy: { readonly onMissing?: "skip" | "fail"; readonly maxSkipped?: Limit },
): readonly MergeProblem[] {
  const skipped = scenarios.filter(({ verdict }) => verdict === "skipped")
  const problems: MergeProblem[] = []
  const missing = skipped.filter(({ reason }) => reason === "missing-capability")
  if (policy.onMissing === "fail" && missing.length > 0) {
    problems.push({ code: "missing-refused", ids: missing.map(({ id }) => id) })
  }
  const { maxSkipped } = policy
  if (maxSkipped !== undefined && exceeds({ skipped: skipped.length, total }, maxSkipped)) {
    const allowed = "count" in maxSkipped ? String(maxSkipped.count) : `${maxSkipped.percent}%`
    problems.push({ code: "too-many-skipped", skipped: skipped.length, total, allowed })
  }
  return problems
}

function exceeds(
  { skipped, total }: { readonly skipped: number; readonly total: number },
  limit: Limit,
): boolean {
  return "count" in limit ? skipped > limit.count : skipped * 100 > limit.percent * total
}
