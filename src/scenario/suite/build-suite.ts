/**
 * From files that were read to the suite: every scenario expanded and every problem found.
 */
import { dirname, join } from "node:path/posix"
import { type ScenarioId, toSegment } from "../../core/ids.ts"
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { addTo, append } from "../../core/text/append.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import { DEFAULT_SHELL } from "../keys/scenario/command.ts"
import { checkHooks, hooksOf } from "../keys/scenario/hooks.ts"
import { checkLayer } from "../layers/check-layer.ts"
import { type Declaration, type Field, fieldOf } from "../layers/declaration.ts"
import type { Declared, LoadedSuite } from "../layers/declare.ts"
import type { PlanningFacts } from "../layers/planning-value.ts"
import { checkNarrowings } from "../layers/profile.ts"
import { checkMatrixUses } from "../matrix/check-matrix-uses.ts"
import { dimensionsOf } from "../matrix/dimensions.ts"
import { type Expander, type Expansion, expanderFor, labelOf } from "../matrix/expand.ts"
import { checkSuiteLimit } from "../matrix/suite-limit.ts"
import type { Scenario, ShardHooks, Suite, Watched } from "../model.ts"
import { type Expanded, resolveNeeds } from "../order/needs.ts"
import { declaredIn, groupsIn, type Resources, readResources } from "../resources/resources.ts"
import { compilePathPattern } from "../text/path-pattern.ts"
import { slugsOf } from "../text/slug.ts"
import type { Resolved } from "./resolve.ts"
import { holdsAt, type ResolvedExpansion, resolveExpansions, tooManyOverrides } from "./variants.ts"

/** Scenarios and groups of a suite, with everything that is wrong or doubtful. */
export interface BuiltSuite
  extends Pick<Suite, "scenarios" | "groups" | "runners" | "probes" | "fixtures"> {
  readonly hooks: ShardHooks
  /** What the last profile in use, else a workflow file says; null when none does. */
  readonly workers: number | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Builds the suite from its files and what they declare, the main one first. */
export function buildSuite(options: {
  readonly suites: readonly LoadedSuite[]
  readonly declared: readonly Declared[]
  readonly facts: PlanningFacts
  /** So many scenarios it may have. */
  readonly maxScenarios: number
  /** True when files could not be read, so that what is missing may be there. */
  readonly incomplete: boolean
}): BuiltSuite {
  const { suites, declared, facts } = options
  const diagnostics: Diagnostic[] = declared.flatMap((one) => [
    ...one.diagnostics,
    ...one.layers.flatMap(checkLayer),
  ])
  const resources = readResources(suites, { facts, diagnostics })
  const expanders = declared.flatMap(({ declarations }) =>
    declarations.map((declaration) => expanderFor(declaration, facts)),
  )
  const tooMany = checkSuiteLimit(expanders, options.maxScenarios)
  append(diagnostics, tooMany)
  const incomplete = options.incomplete || tooMany.length > 0
  const expanded = expandAll(tooMany.length === 0 ? expanders : [], diagnostics)
  const resolved = resolveAll(expanded, { facts, resources, diagnostics })
  if (!incomplete) append(diagnostics, checkAllNarrowings(declared, expanded))
  const needs = needsOf(declared, { expanded, resolved, incomplete, diagnostics })
  const scenarios = toScenarios(resolved, { needs, suites, diagnostics })
  append(diagnostics, repeatedNames(resolved))
  const ofProfile = declared[0]?.used.findLast((profile) => profile.workers !== null)?.workers
  const usedGroups = new Set(scenarios.flatMap(({ definition }) => definition.groups))
  const usedRunners = new Set(scenarios.map(({ runner }) => runner))
  return {
    scenarios,
    groups: groupsIn(resources.groups, usedGroups),
    ...declaredIn(resources, usedRunners),
    hooks: allHooks(suites, diagnostics),
    workers: ofProfile ?? suites[0]?.parsed.workers ?? null,
    diagnostics,
  }
}

type ExpandedDeclarations = ReadonlyMap<Declaration, readonly Expansion[]>

/** Evaluates what planning evaluates, for every expansion; slugs are unique in the suite. */
function resolveAll(
  expanded: ExpandedDeclarations,
  options: {
    readonly facts: PlanningFacts
    readonly resources: Resources
    readonly diagnostics: Diagnostic[]
  },
): readonly ResolvedExpansion[] {
  const slugs = slugsOf([...expanded.values()].flatMap((list) => list.map(({ id }) => id)))
  const refused = tooManyOverrides(expanded)
  if (refused !== null) options.diagnostics.push(refused)
  const shared = { ...options, overridden: refused === null }
  let from = 0
  return [...expanded].flatMap(([declaration, list]) => {
    const own = slugs.slice(from, from + list.length)
    from += list.length
    return resolveExpansions(declaration, { ...shared, expansions: list, slugs: own })
  })
}

/** Dimensions are counted only where a profile narrows one. */
function checkAllNarrowings(
  declared: readonly Declared[],
  expanded: ExpandedDeclarations,
): readonly Diagnostic[] {
  const profiles = declared.map((one) => one.profiles)
  if (!profiles.flat().some(({ narrowing }) => narrowing.length > 0)) return []
  const dimensions = dimensionsOf(expanded)
  return profiles.flatMap((own) => checkNarrowings(own, dimensions))
}

function needsOf(
  declared: readonly Declared[],
  options: {
    readonly expanded: ExpandedDeclarations
    readonly resolved: readonly ResolvedExpansion[]
    readonly incomplete: boolean
    readonly diagnostics: Diagnostic[]
  },
): ReadonlyMap<Declaration, readonly ScenarioId[]> {
  const { expanded, resolved, incomplete } = options
  // A declaration that expands to nothing was said to be wrong.
  const empty = [...expanded].flatMap(([{ key }, list]) => (list.length === 0 ? [key] : []))
  const outside = [...expanded.values()].flat().filter((expansion) => expansion.outside !== null)
  const { needs, diagnostics } = resolveNeeds({
    expanded: byVariant(expanded, resolved),
    unusable: [...declared.flatMap(({ unusable }) => unusable), ...empty],
    incomplete,
    outside: new Set(outside.map(({ id }) => id)),
  })
  append(options.diagnostics, diagnostics)
  return needs
}

function toScenarios(
  resolved: readonly ResolvedExpansion[],
  options: {
    readonly needs: ReadonlyMap<Declaration, readonly ScenarioId[]>
    readonly suites: readonly LoadedSuite[]
    readonly diagnostics: Diagnostic[]
  },
): readonly Scenario[] {
  const { needs, suites, diagnostics } = options
  const watchedBy = watcher(suites)
  const noNeeds: readonly ScenarioId[] = []
  return resolved.flatMap(({ declaration, expansion, resolved: fields }): Scenario[] => {
    if (fields === null) return []
    const outside = expansion.outside ?? outsideWhere(declaration, { fields, diagnostics })
    const watched = watchedBy(declaration, expansion)
    return [
      {
        ...fields,
        needs: needs.get(declaration) ?? noNeeds,
        ...(outside === null ? {} : { outside }),
        ...(expansion.unexpanded ? { unexpanded: true } : {}),
        ...(watched === null ? {} : { watched }),
      },
    ]
  })
}

/** The declarations as overrides part them, with the ids of each. */
function byVariant(
  expanded: ReadonlyMap<Declaration, readonly Expansion[]>,
  resolved: readonly ResolvedExpansion[],
): readonly Expanded[] {
  const ids = new Map<Declaration, ScenarioId[]>()
  for (const { declaration, expansion } of resolved) {
    addTo(ids, declaration, expansion.id)
  }
  for (const [declaration, list] of expanded) if (list.length === 0) ids.set(declaration, [])
  return [...ids].map(([declaration, list]) => ({ declaration, ids: list }))
}

/** Which profile's condition leaves a scenario out; null when none does. */
function outsideWhere(
  { wheres }: Declaration,
  at: { readonly fields: Resolved; readonly diagnostics: Diagnostic[] },
): string | null {
  for (const where of wheres) {
    if (!holdsAt(where, at.fields, at.diagnostics)) {
      return `profile ${where.profile}: its condition is false`
    }
  }
  return null
}

/** Expands every declaration; of scenarios with the same id the first is kept. */
function expandAll(
  expanders: readonly Expander[],
  diagnostics: Diagnostic[],
): ReadonlyMap<Declaration, readonly Expansion[]> {
  const owners = new Map<string, Expansion>()
  const expanded = new Map<Declaration, readonly Expansion[]>()
  for (const { declaration, expand } of expanders) {
    const { expansions, diagnostics: found } = expand()
    append(diagnostics, found)
    if (expansions.length > 0 && !expansions.some(({ unexpanded }) => unexpanded)) {
      append(diagnostics, checkMatrixUses(declaration, expansions))
    }
    // One for each other declaration is enough: a matrix may repeat thousands of ids.
    const said = new Set<Declaration>()
    const kept = expansions.filter((expansion) => {
      const first = owners.get(expansion.id)
      if (first === undefined) owners.set(expansion.id, expansion)
      else if (!said.has(first.declaration)) {
        said.add(first.declaration)
        diagnostics.push(repeatedId(expansion, first))
      }
      return first === undefined
    })
    expanded.set(declaration, kept)
  }
  return expanded
}

function repeatedId(expansion: Expansion, first: Expansion): Diagnostic {
  const { declaration, id, file } = expansion
  const code = "scenario/duplicate-id"
  if (first.declaration === declaration && first.file !== null && file !== first.file) {
    const other = file?.relative ?? ""
    const differs = toSegment(first.file.relative) !== toSegment(other)
    const message = `the files \`${first.file.path}\` and \`${file?.path}\` have the same id \`${id}\``
    const hint = `give \`for-each\` an \`id\`, such as \`\${{ file.${differs ? "relative" : "hash"} }}\``
    return errorAt(declaration.location, { code, message, hint })
  }
  const strategy = fieldOf(declaration, "strategy")
  if (first.declaration === declaration && strategy !== undefined) {
    const message = `the combinations (${labelOf(first)}) and (${labelOf(expansion)}) have the same id \`${id}\``
    const hint = "give the values different names, or name the combinations with `strategy.id`"
    return errorAt(strategy.document.locateKey(strategy.path), { code, message, hint })
  }
  const message = `there are two scenarios \`${id}\``
  const related = [{ message: "the first is here", location: first.declaration.location }]
  const rename = "rename one of them"
  const hint =
    declaration.script === null ? rename : "add `id:` to the header of one of them, or rename one"
  return errorAt(declaration.location, { code, message, related, hint })
}

/** Names are for people, who cannot tell two scenarios of one name apart. */
function repeatedNames(resolved: readonly ResolvedExpansion[]): Diagnostic[] {
  // Without a name of their own all have their ids.
  const named = new Map<Declaration, boolean>()
  for (const { declaration } of resolved) {
    if (!named.has(declaration)) named.set(declaration, fieldOf(declaration, "name") !== undefined)
  }
  if (![...named.values()].includes(true)) return []
  const first = new Map<string, Declaration>()
  const said = new Set<string>()
  return resolved.flatMap(({ declaration, resolved: fields }): Diagnostic[] => {
    if (fields === null) return []
    const { name } = fields.definition
    const earlier = first.get(name)
    if (earlier === undefined) {
      first.set(name, declaration)
      return []
    }
    const field = fieldOf(declaration, "name")
    if (said.has(name) || field === undefined) return []
    said.add(name)
    const other = fieldOf(earlier, "name")
    const itself = earlier === declaration
    const location = field.document.locate(field.path)
    const who = itself ? "several expansions have" : "two scenarios have"
    const message = `${who} the name \`${name}\``
    const hint = "put what differs into the name: an expression with matrix or scenario"
    const place = other?.document.locate(other.path) ?? earlier.location
    const why =
      itself || field.inherited
        ? { hint }
        : { related: [{ message: "the first is here", location: place }] }
    return [warningAt(location, { code: "scenario/duplicate-name", message, ...why })]
  })
}

/** Of several suites, what is set up first is torn down last. */
function allHooks(suites: readonly LoadedSuite[], diagnostics: Diagnostic[]): ShardHooks {
  const each = suites.map((suite) => shardHooksOf(suite, diagnostics))
  return {
    before: each.flatMap(({ before }) => before),
    after: each.toReversed().flatMap(({ after }) => after),
  }
}

/** What hooks of a shard may read: there is no scenario and no attempt. */
const SHARD_HOOK_CONTEXTS: readonly string[] = [
  ...["github", "vars", "env", "runner", "run", "shard"],
]

/** Hooks of a suite, which run once in each shard. */
function shardHooksOf(
  suite: LoadedSuite,
  diagnostics: Diagnostic[],
): { readonly before: readonly HookSpec[]; readonly after: readonly HookSpec[] } {
  const { document, text } = suite.parsed
  const folder = dirname(suite.path)
  const shell = text.defaults?.shell ?? DEFAULT_SHELL
  const [before = [], after = []] = (["before", "after"] as const).map((key) => {
    const value = text[key]
    if (value === undefined) return []
    const field = { value, document, path: [key] }
    diagnostics.push(...checkHooks(field, SHARD_HOOK_CONTEXTS))
    return hooksOf(field, { shell, workingDirectory: folder, folder, diagnostics })
  })
  return { before, after }
}

// `paths`: which files can affect a scenario, so that a change elsewhere can leave it out.

/** Makes the function that says what can affect an expansion; null where its author did not say. */
function watcher(
  suites: readonly LoadedSuite[],
): (declaration: Declaration, expansion: Expansion) => Watched | null {
  const main = suites[0]?.path
  const files = new Map(suites.map(({ path }) => [dirname(path), path]))
  let last: Declaration | null = null
  let field: Field<"paths"> | undefined
  return (declaration, { file }) => {
    // Expansions of one declaration come one after another.
    if (declaration !== last) field = fieldOf(declaration, "paths")
    last = declaration
    if (field === undefined) return null
    const list = typeof field.value === "string" ? [field.value] : field.value
    const suite = files.get(declaration.folder)
    const defining = [main, suite, declaration.file, file?.path]
    return {
      patterns: list.map((pattern) => below(declaration.folder, pattern.trim())),
      files: [...new Set(defining.filter((path) => path !== undefined))],
    }
  }
}

function below(folder: string, pattern: string): string {
  const not = pattern.startsWith("!") ? "!" : ""
  return not + join(folder, pattern.slice(not.length))
}

/** Whether changed files can affect a scenario, given what it watches. */
export function isAffected(watched: Watched, changed: readonly string[]): boolean {
  if (changed.some((path) => watched.files.includes(path))) return true
  const inside = watched.patterns.filter((one) => !one.startsWith("!")).map(compilePathPattern)
  const outside = watched.patterns
    .filter((one) => one.startsWith("!"))
    .map((one) => compilePathPattern(one.slice(1)))
  return changed.some(
    (path) => inside.some((matches) => matches(path)) && !outside.some((matches) => matches(path)),
  )
}
