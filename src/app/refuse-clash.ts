/**
 * Scenarios that need each other run on one machine, so they cannot name two runner classes.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { DEFAULT_RUNNER, findClassClash } from "../plan/classes.ts"
import { componentsOf } from "../plan/components.ts"
import type { Suite } from "../scenario/model.ts"

/** The first two selected scenarios that are joined by needs and name different classes. */
export function refuseClash(
  suite: Pick<Suite, "scenarios">,
  selected: ReadonlySet<string>,
): readonly Diagnostic[] {
  if (suite.scenarios.every(({ runner }) => runner === DEFAULT_RUNNER)) return []
  const chosen = suite.scenarios.filter(({ id }) => selected.has(id))
  const units = chosen.map(({ id, needs }) => ({
    id,
    needs: needs.filter((need) => selected.has(need)),
    estimateMs: 0,
  }))
  const scenarios = new Map(chosen.map((scenario) => [scenario.id as string, scenario]))
  const clash = findClassClash(componentsOf(units), scenarios)
  if (clash === null) return []
  const { first, second } = clash
  const { runnerAt: location } = second
  if (location === undefined) throw new Error(`${second.id} names its class nowhere`)
  const other = first.runnerAt
  const related = other === undefined || other === location ? [] : [other]
  return [
    {
      code: "scenario/runner-clash",
      severity: "error",
      message: `\`${second.id}\` (runner \`${second.runner}\`) and \`${first.id}\` (runner \`${first.runner}\`) are joined by needs, but a shard runs on one class`,
      location,
      ...(related.length === 0
        ? {}
        : { related: related.map((place) => ({ message: "the other is here", location: place })) }),
      hint: "give both the same `runner`, or part them",
    },
  ]
}
