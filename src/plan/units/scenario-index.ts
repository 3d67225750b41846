/**
 * Scenarios by id. Most plans never ask for one, so that the index is made with the first question.
 */
import type { Scenario } from "../../scenario/model.ts"

/** Scenarios that can be looked up by id; a map is one. */
export type ScenarioIndex = Pick<ReadonlyMap<string, Scenario>, "get" | "values">

/** An index of a list of scenarios. */
export function indexScenarios(scenarios: readonly Scenario[]): ScenarioIndex {
  let byId: ReadonlyMap<string, Scenario> | null = null
  return {
    get: (id) => {
      byId ??= new Map(scenarios.map((scenario) => [scenario.id, scenario]))
      return byId.get(id)
    },
    values: () => scenarios.values(),
  }
}

/** The scenarios of a list that a selection holds; the list itself where that is all of it. */
export function selectedOf(
  scenarios: readonly Scenario[],
  selected: ReadonlySet<string>,
): readonly Scenario[] {
  // Ids are unique, and only ids of the list are selected.
  if (selected.size === scenarios.length) return scenarios
  return scenarios.filter(({ id }) => selected.has(id))
}
