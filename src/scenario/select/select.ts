/**
 * Which scenarios a run is about.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Scenario } from "../model.ts"
import { type Criterion, criteriaOf, type SelectionRequest } from "./selection-criteria.ts"

/** A selected scenario whose need is left out. */
export interface MissingNeed {
  readonly id: string
  readonly need: string
}

/** What a selection comes to. */
export interface Selection {
  readonly selected: ReadonlySet<string>
  /** For each selected scenario, why it is. */
  readonly why: ReadonlyMap<string, string>
  /** For each other scenario, why it is not. */
  readonly whyNot: ReadonlyMap<string, string>
  /** Needs of selected scenarios that `exclude` or `withNeeds: false` keeps out. */
  readonly missing: readonly MissingNeed[]
  /** Patterns, tags and values that match no scenario at all: likely mistyped. */
  readonly unmatched: readonly string[]
  /** Conditions that have no value for a scenario. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Selects scenarios; those selected bring their needs, and theirs. */
export function selectScenarios(
  scenarios: readonly Scenario[],
  request: SelectionRequest,
): Selection {
  const diagnostics: Diagnostic[] = []
  const criteria = criteriaOf(request, { scenarios, diagnostics })
  const matched = new Set<string>()
  const excluded = new Set<string>()
  const why = new Map<string, string>()
  const whyNot = new Map<string, string>()
  for (const scenario of scenarios) {
    const { reasons, out, excludes } = judge(scenario, criteria, matched)
    if (excludes) excluded.add(scenario.id)
    if (out === null) why.set(scenario.id, reasons.length === 0 ? "all" : reasons.join(", "))
    else whyNot.set(scenario.id, out)
  }
  const missing = addNeeds(scenarios, {
    why,
    excluded,
    withNeeds: request.withNeeds ?? true,
  })
  for (const id of why.keys()) whyNot.delete(id)
  const asked = criteria.flatMap((criterion) => criterion.asked)
  const unmatched = [...new Set(asked.filter((one) => !matched.has(one)))]
  return { selected: new Set(why.keys()), why, whyNot, missing, unmatched, diagnostics }
}

/** No profile leaves it out, and it brings no other. */

/** Asks every criterion, so that what matches anything is known; the first that refuses is told. */
function judge(
  scenario: Scenario,
  criteria: readonly Criterion[],
  matched: Set<string>,
): {
  readonly reasons: readonly string[]
  readonly out: string | null
  readonly excludes: boolean
} {
  const reasons: string[] = []
  let out = scenario.outside ?? null
  let excludes = false
  for (const criterion of criteria) {
    const { met, reason, out: refused } = criterion.judge(scenario)
    for (const one of met) matched.add(one)
    if (refused === null) {
      if (reason !== null) reasons.push(reason)
      continue
    }
    excludes ||= criterion.excludes
    out = criterion.excludes ? refused : (out ?? refused)
  }
  return { reasons, out, excludes }
}

function addNeeds(
  scenarios: readonly Scenario[],
  state: {
    readonly why: Map<string, string>
    readonly excluded: ReadonlySet<string>
    readonly withNeeds: boolean
  },
): readonly MissingNeed[] {
  if (scenarios.every(({ needs }) => needs.length === 0)) return []
  const byId = new Map<string, Scenario>(scenarios.map((scenario) => [scenario.id, scenario]))
  const missing: MissingNeed[] = []
  // Expansions share their list of needs; a list with nothing missing is looked at once.
  const seen = new Set<readonly string[]>()
  const queue = [...state.why.keys()]
  for (let i = 0; i < queue.length; i++) {
    const id = queue[i] ?? ""
    const needs = byId.get(id)?.needs ?? []
    if (seen.has(needs)) continue
    let complete = true
    for (const need of needs) {
      if (state.why.has(need)) continue
      if (!state.withNeeds || state.excluded.has(need)) {
        complete = false
        missing.push({ id, need })
        continue
      }
      state.why.set(need, `needed by ${id}`)
      queue.push(need)
    }
    if (complete) seen.add(needs)
  }
  return missing
}
