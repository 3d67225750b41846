/**
 * The single questions of a selection: what a scenario must be to be met by each of them.
 */
import type { Json } from "../../core/json/json.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { addTo } from "../../core/text/append.ts"
import { isList, sameValue, valueText } from "../expressions/matrix-value.ts"
import { compilePattern } from "../expressions/pattern.ts"
import { type PastRuns, problemAt, whereHolds } from "../expressions/where.ts"
import type { LocatedWhere } from "../layers/declaration.ts"
import type { Scenario } from "../model.ts"
import { isAffected } from "../suite/build-suite.ts"

/** `key=value` of a flag. */
export interface Pair {
  readonly key: string
  readonly value: string
}

/** What a user asked for. Empty lists ask for nothing in particular. */
export interface SelectionRequest {
  /** Patterns over ids; one of them must match. */
  readonly filter?: readonly string[]
  /** Patterns over ids; none of them may match. */
  readonly exclude?: readonly string[]
  /** One of them must be a tag of the scenario. */
  readonly tags?: readonly string[]
  /** One of them must be a feature of the scenario. */
  readonly features?: readonly string[]
  /** Of each key, one of the values must be that of the scenario's metadata. */
  readonly meta?: readonly Pair[]
  /** Of each dimension, one of the values must be that of the scenario's matrix. */
  readonly matrix?: readonly Pair[]
  /** How the latest run ended: one of these verdicts, or `new` where there was none. */
  readonly last?: readonly string[]
  /** What earlier runs tell, by id. */
  readonly history?: ReadonlyMap<string, PastRuns>
  /** Conditions that must hold. */
  readonly where?: readonly LocatedWhere[]
  /** Files that changed; scenarios with `paths` that none of them affects are left out. */
  readonly changed?: readonly string[] | null
  /** Whether a selected scenario brings what it needs; true when left out. */
  readonly withNeeds?: boolean
}

/** What one question says of a scenario. */
export interface Judgement {
  /** What was asked for and met, as the user wrote it. */
  readonly met: readonly string[]
  /** Why it is selected; null when the question says nothing about it. */
  readonly reason: string | null
  /** Why it is left out; null when it is not. */
  readonly out: string | null
}

/** One question of a selection. */
export interface Criterion {
  /** What must be met by some scenario, else it is likely mistyped. */
  readonly asked: readonly string[]
  /** True when needs cannot bring back what it leaves out. */
  readonly excludes: boolean
  judge(scenario: Scenario): Judgement
}

/** The questions of a request. */
export function criteriaOf(
  request: SelectionRequest,
  of: { readonly scenarios: readonly Scenario[]; readonly diagnostics: Diagnostic[] },
): readonly Criterion[] {
  const { filter = [], exclude = [], tags = [], features = [], meta = [], matrix = [] } = request
  const { last = [], history = new Map<string, PastRuns>() } = request
  const affected = request.changed === undefined ? null : request.changed
  return [
    ...(filter.length > 0 ? [filters(filter)] : []),
    ...(exclude.length > 0 ? [excludes(exclude)] : []),
    ...(tags.length > 0 ? [labels("tag", tags)] : []),
    ...(features.length > 0 ? [labels("feature", features)] : []),
    ...byKey(meta).map((pairs) => values("meta", pairs)),
    ...byKey(matrix).map((pairs) => values("matrix", pairs)),
    ...(last.length > 0 ? [endings(last, history)] : []),
    ...(request.where ?? []).map((where) => {
      return condition(where, { history, diagnostics: of.diagnostics })
    }),
    ...(affected === null ? [] : [changes(of.scenarios, affected)]),
  ]
}

function excludes(patterns: readonly string[]): Criterion {
  const compiled = patterns.map((pattern) => ({ pattern, matches: compilePattern(pattern) }))
  return {
    asked: patterns,
    excludes: true,
    judge: ({ id }) => {
      const met = compiled.filter(({ matches }) => matches(id)).map(({ pattern }) => pattern)
      return { met, reason: null, out: met.length > 0 ? `exclude ${met[0]}` : null }
    },
  }
}

function filters(patterns: readonly string[]): Criterion {
  const compiled = patterns.map((pattern) => ({ pattern, matches: compilePattern(pattern) }))
  return {
    asked: patterns,
    excludes: false,
    judge: ({ id }) => {
      const met = compiled.filter(({ matches }) => matches(id)).map(({ pattern }) => pattern)
      return told(met, { reason: `filter ${met[0]}`, out: "no filter matches" })
    },
  }
}

function labels(kind: "tag" | "feature", wanted: readonly string[]): Criterion {
  return {
    asked: wanted,
    excludes: false,
    judge: ({ definition }) => {
      const has = kind === "tag" ? definition.tags : definition.features
      const met = wanted.filter((label) => has.includes(label))
      const out = wanted.length === 1 ? `no ${kind} ${wanted[0]}` : `none of the ${kind}s`
      return told(met, { reason: `${kind} ${met[0]}`, out })
    },
  }
}

function values(kind: "meta" | "matrix", pairs: readonly Pair[]): Criterion {
  const key = pairs[0]?.key ?? ""
  const texts = pairs.map((pair) => `${key}=${pair.value}`)
  return {
    asked: texts,
    excludes: false,
    judge: ({ definition }) => {
      const has: Json = definition[kind]?.[key] ?? null
      const met = pairs.filter(({ value }) => meets(has, value))
      const shown = has === null ? "has no value" : `is ${valueText(has)}`
      return told(
        met.map(({ value }) => `${key}=${value}`),
        { reason: `${kind} ${key}=${met[0]?.value}`, out: `${kind} ${key} ${shown}` },
      )
    },
  }
}

/** A list holds the value; an object is met by its name. */
function meets(value: Json, wanted: string): boolean {
  if (value === null) return false
  if (isList(value)) return value.some((item) => meets(item, wanted))
  return sameValue(value, wanted) || valueText(value) === wanted
}

/**
 * How the latest run ended; what never ran, or whose ending nobody knows, is new. `failed` asks for all
 * that is left to be done: also what was cancelled, lost, or skipped because another one failed.
 */
function endings(wanted: readonly string[], history: ReadonlyMap<string, PastRuns>): Criterion {
  return {
    asked: [],
    excludes: false,
    judge: ({ id }) => {
      const past = history.get(id)
      const verdict = past?.lastVerdict ?? "new"
      const open = past?.settled === false
      const met = wanted.filter((one) => one === verdict || (one === "failed" && open))
      const out = verdict === "new" ? "no run is known" : `its latest run ${pastTense(verdict)}`
      return told(met, { reason: `last ${verdict}`, out })
    },
  }
}

function pastTense(verdict: string): string {
  return verdict === "passed" || verdict === "failed" ? verdict : `was ${verdict}`
}

function condition(
  { condition: where, locate }: LocatedWhere,
  from: { readonly history: ReadonlyMap<string, PastRuns>; readonly diagnostics: Diagnostic[] },
): Criterion {
  const { history, diagnostics } = from
  return {
    asked: [],
    excludes: false,
    judge: (scenario) => {
      const holds = whereHolds(where, { ...scenario, past: history.get(scenario.id) })
      if (!holds.ok) {
        if (diagnostics.length === 0) diagnostics.push(problemAt(holds.error, locate))
        return { met: [], reason: null, out: "where has no value" }
      }
      return told(holds.value ? ["where"] : [], { reason: "where", out: "where is false" })
    },
  }
}

/** A scenario is affected by its own paths, and by what affects a scenario that it needs. */
function changes(scenarios: readonly Scenario[], changed: readonly string[]): Criterion {
  const known = new Map<string, boolean>()
  const touched = new Set<string>()
  for (const { id, watched } of scenarios) {
    if (watched === undefined) continue
    const key = JSON.stringify(watched)
    const affected = known.get(key) ?? isAffected(watched, changed)
    known.set(key, affected)
    if (affected) touched.add(id)
  }
  const spread = spreadOver(scenarios, touched)
  return {
    asked: [],
    excludes: false,
    judge: ({ id, watched }) => {
      if (watched === undefined) return { met: [], reason: null, out: null }
      if (touched.has(id)) return { met: [], reason: "changed", out: null }
      if (spread.has(id)) return { met: [], reason: "needs a changed scenario", out: null }
      return { met: [], reason: null, out: "none of its paths changed" }
    },
  }
}

function spreadOver(
  scenarios: readonly Scenario[],
  touched: ReadonlySet<string>,
): ReadonlySet<string> {
  const dependents = new Map<string, string[]>()
  for (const { id, needs } of scenarios) {
    for (const need of needs) {
      addTo(dependents, need, id)
    }
  }
  const reached = new Set(touched)
  const queue = [...touched]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const dependent of dependents.get(id) ?? []) {
      if (reached.has(dependent)) continue
      reached.add(dependent)
      queue.push(dependent)
    }
  }
  return reached
}

function told(
  met: readonly string[],
  texts: { readonly reason: string; readonly out: string },
): Judgement {
  return met.length > 0
    ? { met, reason: texts.reason, out: null }
    : { met, reason: null, out: texts.out }
}

function byKey(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  return [...Map.groupBy(pairs, ({ key }) => key).values()]
}
