/**
 * Which scenarios a run is about.
 */
import type { Scenario } from "./model.ts"
import { compilePattern } from "./pattern.ts"

/** What a user asked for. Empty lists ask for nothing in particular. */
export interface SelectionRequest {
  /** Patterns over ids; one of them must match. */
  readonly filter?: readonly string[]
  /** Patterns over ids; none of them may match. */
  readonly exclude?: readonly string[]
  /** One of them must be a tag of the scenario. */
  readonly tags?: readonly string[]
  /** Whether a selected scenario brings what it needs; true when left out. */
  readonly withNeeds?: boolean
}

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
  /** Needs of selected scenarios that `exclude` or `withNeeds: false` keeps out. */
  readonly missing: readonly MissingNeed[]
  /** Patterns and tags that match no scenario at all: likely mistyped. */
  readonly unmatched: readonly string[]
}

/** Selects scenarios; those selected bring their needs, and theirs. */
export function selectScenarios(
  scenarios: readonly Scenario[],
  request: SelectionRequest,
): Selection {
  const filters = (request.filter ?? []).map(toNamedMatcher)
  const excludes = (request.exclude ?? []).map(toNamedMatcher)
  const tags = request.tags ?? []
  const matched = new Set<string>()
  const excluded = new Set<string>()
  const why = new Map<string, string>()
  for (const { id, definition } of scenarios) {
    const hits = filters.filter(({ matches }) => matches(id))
    const outs = excludes.filter(({ matches }) => matches(id))
    const labels = tags.filter((tag) => definition.tags.includes(tag))
    for (const { pattern } of [...hits, ...outs]) matched.add(pattern)
    for (const tag of labels) matched.add(tag)
    if (outs.length > 0) {
      excluded.add(id)
      continue
    }
    if (filters.length > 0 && hits.length === 0) continue
    if (tags.length > 0 && labels.length === 0) continue
    why.set(id, reasonOf(hits[0]?.pattern, labels[0]))
  }
  const missing = addNeeds(scenarios, {
    why,
    excluded,
    withNeeds: request.withNeeds ?? true,
  })
  const asked = [...filters, ...excludes].map(({ pattern }) => pattern)
  const unmatched = [...asked, ...tags].filter((one) => !matched.has(one))
  return { selected: new Set(why.keys()), why, missing, unmatched: [...new Set(unmatched)] }
}

function reasonOf(pattern: string | undefined, tag: string | undefined): string {
  const parts = [
    ...(pattern === undefined ? [] : [`filter ${pattern}`]),
    ...(tag === undefined ? [] : [`tag ${tag}`]),
  ]
  return parts.length === 0 ? "all" : parts.join(", ")
}

function addNeeds(
  scenarios: readonly Scenario[],
  state: {
    readonly why: Map<string, string>
    readonly excluded: ReadonlySet<string>
    readonly withNeeds: boolean
  },
): readonly MissingNeed[] {
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

function toNamedMatcher(pattern: string): {
  readonly pattern: string
  readonly matches: (id: string) => boolean
} {
  return { pattern, matches: compilePattern(pattern) }
}
