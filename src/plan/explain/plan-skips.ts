/**
 * What is known to be skipped before anything runs, and what that takes with it.
 */
import type { PlannedSkip } from "../../formats/plan.ts"
import type { Scenario } from "../../scenario/model.ts"
import { runsAfterFailure } from "../units/items.ts"

/**
 * Splits scenarios into those to run and those skipped when planning; needs of the latter follow.
 * `missing` tells of scenarios why they fit nowhere.
 */
export function splitSkipped(
  scenarios: readonly Scenario[],
  missing: ReadonlyMap<string, string> = new Map(),
): {
  readonly run: readonly Scenario[]
  readonly skipped: readonly PlannedSkip[]
} {
  const skips = new Map<string, PlannedSkip>()
  const dependents = new Map<string, Scenario[]>()
  for (const scenario of scenarios) {
    for (const need of scenario.needs) {
      const list = dependents.get(need)
      if (list === undefined) dependents.set(need, [scenario])
      else list.push(scenario)
    }
  }
  const skip = (scenario: Scenario, reason: PlannedSkip["reason"], message: string) => {
    const { name, file, line, groups } = scenario.definition
    const ofGroups = groups.length === 0 ? {} : { groups }
    skips.set(scenario.id, { id: scenario.id, name, file, line, ...ofGroups, reason, message })
  }
  const open: Scenario[] = []
  for (const scenario of scenarios) {
    const lacks = missing.get(scenario.id)
    if (scenario.skip !== null) skip(scenario, scenario.skip.reason, scenario.skip.message)
    else if (lacks !== undefined) skip(scenario, "missing-capability", lacks)
    else continue
    open.push(scenario)
  }
  for (let scenario = open.pop(); scenario !== undefined; scenario = open.pop()) {
    for (const dependent of dependents.get(scenario.id) ?? []) {
      if (skips.has(dependent.id) || runsAfterFailure(dependent.definition.if)) continue
      skip(dependent, "dependency-failed", `needs ${scenario.id}, which is skipped`)
      open.push(dependent)
    }
  }
  if (skips.size === 0) return { run: scenarios, skipped: [] }
  return {
    run: scenarios.filter(({ id }) => !skips.has(id)),
    skipped: scenarios.flatMap(({ id }) => skips.get(id) ?? []),
  }
}
