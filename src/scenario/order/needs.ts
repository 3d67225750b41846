/**
 * What scenarios need of each other: names and patterns resolved to ids, circles found.
 */
import type { ScenarioId } from "../../core/ids.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { addTo, append } from "../../core/text/append.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Location } from "../../core/text/source.ts"
import { compilePattern, isPattern } from "../expressions/pattern.ts"
import { hasExpression } from "../expressions/template.ts"
import { type Declaration, fieldOf, textsOf } from "../layers/declaration.ts"
import { writtenText } from "../text/written.ts"
import { findCycles } from "./cycle.ts"

/** A declaration with the ids it expanded to. */
export interface Expanded {
  readonly declaration: Declaration
  readonly ids: readonly ScenarioId[]
}

/** What all expansions of each declaration need. */
export interface ResolvedNeeds {
  readonly needs: ReadonlyMap<Declaration, readonly ScenarioId[]>
  readonly diagnostics: readonly Diagnostic[]
}

/** One entry of `needs`, resolved. */
interface Edge {
  readonly location: Location
  readonly ids: readonly ScenarioId[]
}

interface Index {
  readonly outside: ReadonlySet<ScenarioId>
  readonly places: ReadonlyMap<ScenarioId, number>
  readonly owners: ReadonlyMap<ScenarioId, number>
  readonly byKey: ReadonlyMap<string, readonly ScenarioId[]>
  /** Keys of declarations by the name they have, for those who need a name. */
  readonly named: ReadonlyMap<string, string>
  readonly cache: Map<string, readonly ScenarioId[]>
  /** Ids by each of the names above them; made when it is asked for. */
  below: ReadonlyMap<string, readonly ScenarioId[]> | null
  /** Ids that needs came to so far. */
  count: number
  /** Ids that patterns were held against so far. */
  compared: number
  /** Needs so far that nothing is found for. */
  unknown: number
}

/** Ids that the needs of a suite may come to: each of 200 scenarios needs 10,000. */
const MAX_NEEDS = 2_000_000
/** Ids that patterns of needs may be held against: each of 2,000 patterns against 10,000. */
const MAX_COMPARED = 20_000_000
/** So many unknown needs get a suggestion; each looks at all names. */
const MAX_SUGGESTIONS = 100

/** Resolves the needs of all declarations. */
export function resolveNeeds(options: {
  readonly expanded: readonly Expanded[]
  /** Ids that were declared but cannot be used: needing them is no mistake. */
  readonly unusable: readonly string[]
  /** True when files could not be read, so that what is missing may be there. */
  readonly incomplete: boolean
  /** Ids that profiles leave out: a name or pattern means the others, where there are any. */
  readonly outside: ReadonlySet<ScenarioId>
}): ResolvedNeeds {
  const { expanded } = options
  if (expanded.every(({ declaration }) => fieldOf(declaration, "needs") === undefined)) {
    return { needs: new Map(), diagnostics: [] }
  }
  const index = indexOf(expanded, options.outside)
  const diagnostics: Diagnostic[] = []
  // Overrides part a declaration into several; none of them is what another one needs.
  const own = new Map([...index.byKey].map(([key, ids]) => [key, new Set(ids)]))
  const edges = expanded.map(({ declaration }) =>
    edgesOf(declaration, {
      ...options,
      index,
      own: own.get(declaration.key) ?? new Set(),
      diagnostics,
    }),
  )
  const cycles = cyclesOf(index, edges)
  append(diagnostics, cycles)
  // Nobody asks what scenarios of an unusable suite need.
  if (cycles.length > 0) return { needs: new Map(), diagnostics }
  const place = (id: ScenarioId) => index.places.get(id) ?? 0
  const needs = new Map<Declaration, readonly ScenarioId[]>()
  for (const [i, list] of edges.entries()) {
    const declaration = expanded[i]?.declaration
    const [only] = list
    if (declaration === undefined || only === undefined) continue
    const ids = list.length === 1 ? only.ids : [...new Set(list.flatMap((edge) => edge.ids))]
    needs.set(
      declaration,
      [...ids].sort((a, b) => place(a) - place(b)),
    )
  }
  return { needs, diagnostics }
}

function indexOf(expanded: readonly Expanded[], outside: ReadonlySet<ScenarioId>): Index {
  const places = new Map<ScenarioId, number>()
  const owners = new Map<ScenarioId, number>()
  const byKey = new Map<string, readonly ScenarioId[]>()
  const named = new Map<string, string>()
  for (const [owner, { declaration, ids }] of expanded.entries()) {
    byKey.set(declaration.key, [...(byKey.get(declaration.key) ?? []), ...ids])
    const name = fieldOf(declaration, "name")
    if (name !== undefined)
      named.set(foldedName(writtenText(name.document, name.path, name.value)), declaration.key)
    for (const id of ids) {
      places.set(id, places.size)
      owners.set(id, owner)
    }
  }
  return {
    places,
    owners,
    byKey,
    named,
    outside,
    cache: new Map(),
    below: null,
    count: 0,
    compared: 0,
    unknown: 0,
  }
}

function edgesOf(
  declaration: Declaration,
  context: {
    readonly index: Index
    readonly own: ReadonlySet<ScenarioId>
    readonly unusable: readonly string[]
    readonly incomplete: boolean
    readonly diagnostics: Diagnostic[]
  },
): readonly Edge[] {
  const { index, own, unusable, incomplete, diagnostics } = context
  return textsOf(fieldOf(declaration, "needs")).flatMap(({ text, document, path, inherited }) => {
    // An expression is refused where texts are checked.
    if (hasExpression(text)) return []
    const location = document.locate(path)
    // The suite's own scenarios come first, then those of all suites.
    const names = declaration.scope === "" ? [text] : [declaration.scope + text, text]
    const compared = index.compared
    const all = names.map((name) => lookUp(index, name)).find((ids) => ids.length > 0) ?? []
    if (index.compared > MAX_COMPARED) {
      if (compared <= MAX_COMPARED) diagnostics.push(tooManyPatterns(location))
      return []
    }
    const named = all.length > 0 && !isPattern(text) && isNamed(index, names, own)
    const before = index.count
    index.count += all.length
    if (index.count > MAX_NEEDS) {
      if (before <= MAX_NEEDS) diagnostics.push(tooManyNeeds(location))
      return []
    }
    const others = named && !inherited ? all : all.filter((id) => !own.has(id))
    if (others.length > 0) return { location, ids: others }
    if (all.length > 0 && inherited) return []
    const known = names.some((name) => unusable.some(compilePattern(name)))
    if (known || (incomplete && all.length === 0)) return []
    const onlyItself = all.length > 0
    diagnostics.push(unknownNeed(text, { location, index, onlyItself, by: declaration.key }))
    return []
  })
}

function lookUp(index: Index, name: string): readonly ScenarioId[] {
  const known = index.cache.get(name)
  if (known !== undefined) return known
  const id = name as ScenarioId
  let found: readonly ScenarioId[]
  if (index.places.has(id)) found = [id]
  else {
    const all = index.byKey.get(name) ?? matching(index, name)
    const inside = index.outside.size === 0 ? all : all.filter((id) => !index.outside.has(id))
    found = inside.length > 0 ? inside : all
  }
  index.cache.set(name, found)
  return found
}

function matching(index: Index, name: string): readonly ScenarioId[] {
  if (isPattern(name)) {
    index.compared += index.places.size
    if (index.compared > MAX_COMPARED) return []
    return [...index.places.keys()].filter(compilePattern(name))
  }
  index.below ??= belowNames(index.places.keys())
  return index.below.get(name) ?? []
}

/** Ids by all that they begin with, up to a colon. */
function belowNames(ids: Iterable<ScenarioId>): ReadonlyMap<string, readonly ScenarioId[]> {
  const below = new Map<string, ScenarioId[]>()
  for (const id of ids) {
    for (let end = id.indexOf(":"); end >= 0; end = id.indexOf(":", end + 1)) {
      const name = id.slice(0, end)
      addTo(below, name, id)
    }
  }
  return below
}

/** True when a name, not a pattern, means the declaration itself or one of its expansions. */
function isNamed(index: Index, names: readonly string[], own: ReadonlySet<ScenarioId>): boolean {
  return names.some((name) => {
    const ids = index.places.has(name as ScenarioId) ? [name] : (index.byKey.get(name) ?? [])
    return ids.some((id) => own.has(id as ScenarioId))
  })
}

function unknownNeed(
  text: string,
  at: {
    readonly location: Location
    readonly index: Index
    readonly onlyItself: boolean
    readonly by: string
  },
): Diagnostic {
  const report = (message: string, hint?: string) =>
    errorAt(at.location, { code: "scenario/unknown-need", message, hint })
  if (at.onlyItself) return report(`\`${text}\` matches only the scenario itself`)
  const message = isPattern(text)
    ? `\`${at.by}\` needs \`${text}\`, which matches no scenario`
    : `\`${at.by}\` needs \`${text}\`, which does not exist`
  const byName = at.index.named.get(foldedName(text))
  return byName === undefined
    ? report(message, suggestion(text, at.index))
    : report(message, `that is a name, but \`needs\` takes ids: write \`${byName}\``)
}

/** Names are written by people, who do not look at case. */
function foldedName(name: string): string {
  return name.trim().toLowerCase()
}

function suggestion(text: string, index: Index): string | undefined {
  if (++index.unknown > MAX_SUGGESTIONS) return undefined
  return (
    didYouMean(text, index.byKey.keys()) ??
    (index.places.size <= 10_000 ? didYouMean(text, index.places.keys()) : undefined)
  )
}

function tooManyNeeds(location: Location): Diagnostic {
  const message = "the needs of all scenarios up to here expand to more than 2,000,000 ids"
  const hint = "let them need one scenario that needs the others, or use `before`"
  return errorAt(location, { code: "scenario/too-many-needs", message, hint })
}

function tooManyPatterns(location: Location): Diagnostic {
  const message = "the patterns of needs up to here are compared with more than 20,000,000 ids"
  const hint = "name scenarios, or let many need one scenario that needs the others"
  return errorAt(location, { code: "scenario/too-many-needs", message, hint })
}

/** All expansions of a declaration need the same, so that declarations are the nodes. */
function cyclesOf(index: Index, edges: readonly (readonly Edge[])[]): Diagnostic[] {
  const targets = new Map<readonly ScenarioId[], readonly number[]>()
  const targetsOf = (ids: readonly ScenarioId[]) => {
    let owners = targets.get(ids)
    if (owners === undefined) {
      owners = [...new Set(ids.map((id) => index.owners.get(id) ?? -1))]
      targets.set(ids, owners)
    }
    return owners
  }
  const graph = edges.map(([only, ...others]) =>
    only === undefined
      ? []
      : others.length === 0
        ? targetsOf(only.ids)
        : [only, ...others].flatMap((edge) => targetsOf(edge.ids)),
  )
  return findCycles(graph).map((cycle) => {
    const steps = cycle.map((node, i) => {
      const next = cycle[(i + 1) % cycle.length] ?? node
      const edge = edges[node]?.find(({ ids }) => targetsOf(ids).includes(next))
      const id = edge?.ids.find((candidate) => index.owners.get(candidate) === next)
      return { edge, id }
    })
    const last = steps.at(-1)?.id
    const ids = [last, ...steps.map(({ id }) => id)]
    const [first, ...others] = steps.flatMap(({ edge }) => (edge === undefined ? [] : [edge]))
    const message = `scenarios need each other in a circle: ${ids.join(" -> ")}`
    const location = first?.location ?? edges.flat()[0]?.location ?? noLocation()
    const related =
      others.length === 0
        ? undefined
        : others.map(({ location }, i) => ({
            message: `\`${ids[i + 1]}\` needs \`${ids[i + 2]}\``,
            location,
          }))
    return errorAt(location, { code: "scenario/cycle", message, related })
  })
}

function noLocation(): never {
  throw new Error("a circle without an edge")
}
