/**
 * How a run differs from the base branch, and whether it has enough scenarios.
 */

import type { Base } from "../../core/base.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { type Limit, limitOf } from "../../core/quantities/limit.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"

/** Scenarios that are named; the rest is counted. */
const MAX_NAMED = 10

/** What a result is against the base branch; undefined where it is nothing special. */
export function markOf(
  { id, verdict }: Pick<ScenarioResult, "id" | "verdict">,
  base: Base | null,
): ScenarioResult["base"] {
  if (base === null || verdict === "skipped") return undefined
  if (!base.seen.has(id)) return "new"
  if (verdict !== "failed" && verdict !== "flaky") return undefined
  if (base.unclean.has(id)) return "known"
  return verdict === "failed" ? "regression" : undefined
}

/** The change against the base branch, counted while results are made. */
export class BaseChange {
  readonly #base: Base
  readonly #marks = { regression: 0, known: 0, new: 0 }
  readonly #skipped: string[] = []

  constructor(base: Base) {
    this.#base = base
  }

  add({ id, verdict, base }: Pick<ScenarioResult, "id" | "verdict" | "base">): void {
    if (base !== undefined) this.#marks[base] += 1
    if (verdict === "skipped" && this.#base.latest.has(id)) this.#skipped.push(id)
  }

  result(plan: Pick<Plan, "scenarios" | "skipped" | "unselected">): NonNullable<Results["base"]> {
    const { ref, commit, at, runs, latest } = this.#base
    const skips = new Set([...plan.skipped.map(({ id }) => id), ...plan.unselected])
    const gone = [...latest].filter((id) => !Object.hasOwn(plan.scenarios, id) && !skips.has(id))
    return {
      ...{ ref, commit, at, runs },
      regressions: this.#marks.regression,
      known: this.#marks.known,
      new: this.#marks.new,
      gone: named(gone),
      skipped: named(this.#skipped),
    }
  }
}

function named(ids: readonly string[]): { readonly count: number; readonly ids: string[] } {
  return { count: ids.length, ids: ids.toSorted().slice(0, MAX_NAMED) }
}

/**
 * A problem where there are fewer scenarios than there must be. A number is compared with those of the run; a
 * part of those of the base branch with all that the suite has, so that a selection is no reason. Without a
 * history of the base branch a part judges nothing.
 */
export function sizeProblems(
  { total, plan }: { readonly total: number; readonly plan: Pick<Plan, "unselected"> },
  { minScenarios, base }: { readonly minScenarios?: Limit; readonly base: Base | null },
): readonly MergeProblem[] {
  if (minScenarios === undefined) return []
  const isPart = "percent" in minScenarios
  if (isPart && base === null) return []
  const found = isPart ? total + plan.unselected.length : total
  const required = limitOf(minScenarios, base?.latest.size ?? 0)
  if (found >= required) return []
  const of =
    isPart && base !== null
      ? { percent: minScenarios.percent, ref: base.ref, had: base.latest.size }
      : null
  return [{ code: "too-few-scenarios", found, required, of }]
}
