/**
 * From files that were read to the suite: every scenario expanded and every problem found.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { checkLayer } from "./check-layer.ts"
import { checkMatrixUses } from "./check-matrix-uses.ts"
import { type Declaration, fieldOf } from "./declaration.ts"
import { type Declared, declareScenarios, groupsOf, type LoadedSuite } from "./declare.ts"
import { shareDefinition } from "./definition.ts"
import { type Expansion, expandDeclaration } from "./expand.ts"
import type { Group, Scenario } from "./model.ts"
import { type Expanded, resolveNeeds } from "./needs.ts"
import type { PlanningFacts } from "./planning-value.ts"
import { type Resolved, resolverFor } from "./resolve.ts"
import { assignSlugs } from "./slug.ts"

/** Scenarios and groups of a suite, with everything that is wrong or doubtful. */
export interface BuiltSuite {
  readonly scenarios: readonly Scenario[]
  readonly groups: Readonly<Record<string, Group>>
  readonly diagnostics: readonly Diagnostic[]
}

/** Builds the suite from its files, the main one first. */
export function buildSuite(options: {
  readonly suites: readonly LoadedSuite[]
  readonly facts: PlanningFacts
  /** True when files could not be read, so that what is missing may be there. */
  readonly incomplete: boolean
}): BuiltSuite {
  const { suites, facts } = options
  const declared = suites.map(declareScenarios)
  const diagnostics: Diagnostic[] = declared.flatMap((one) => [
    ...one.diagnostics,
    ...one.layers.flatMap(checkLayer),
  ])
  const expanded = expandAll(declared, facts, diagnostics)
  const expansions = [...expanded.values()].flat()
  const slugs = assignSlugs(expansions.map(({ id }) => id))
  const resolved = resolveAll(expanded, { slugs, facts, diagnostics })
  const { needs, diagnostics: ofNeeds } = resolveNeeds({
    expanded: [...expanded].map(
      ([declaration, list]): Expanded => ({ declaration, ids: list.map(({ id }) => id) }),
    ),
    unusable: [
      ...declared.flatMap(({ unusable }) => unusable),
      // A declaration that expands to nothing was said to be wrong.
      ...[...expanded].flatMap(([{ key }, list]) => (list.length === 0 ? [key] : [])),
    ],
    incomplete: options.incomplete,
  })
  diagnostics.push(...ofNeeds)
  const scenarios = resolved.map(({ declaration, resolved: fields }) => {
    const { id, estimateMs, runner, definition, skip } = fields
    return { id, needs: needs.get(declaration) ?? [], estimateMs, runner, definition, skip }
  })
  diagnostics.push(...repeatedNames(resolved))
  return { scenarios, groups: allGroups(suites), diagnostics }
}

/** Expands every declaration; of scenarios with the same id the first is kept. */
function expandAll(
  declared: readonly Declared[],
  facts: PlanningFacts,
  diagnostics: Diagnostic[],
): ReadonlyMap<Declaration, readonly Expansion[]> {
  const owners = new Map<string, Expansion>()
  const expanded = new Map<Declaration, readonly Expansion[]>()
  for (const declaration of declared.flatMap(({ declarations }) => declarations)) {
    const { expansions, diagnostics: found } = expandDeclaration(declaration, facts)
    diagnostics.push(...found)
    if (expansions.length > 0) diagnostics.push(...checkMatrixUses(declaration, expansions))
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

function repeatedId({ declaration, id, label }: Expansion, first: Expansion): Diagnostic {
  const base = { code: "scenario/duplicate-id", severity: "error" } as const
  if (first.declaration === declaration) {
    const strategy = fieldOf(declaration, "strategy")
    return {
      ...base,
      message: `the combinations (${first.label}) and (${label}) have the same id \`${id}\``,
      location: strategy?.document.locateKey(strategy.path) ?? declaration.location,
      hint: "give the values different names, or name the combinations with `strategy.id`",
    }
  }
  return {
    ...base,
    message: `there are two scenarios \`${id}\``,
    location: declaration.location,
    related: [{ message: "the first is here", location: first.declaration.location }],
    hint:
      declaration.script === null
        ? "rename one of them"
        : "write `id:` into the header of one of them, or rename one",
  }
}

interface Owned {
  readonly declaration: Declaration
  readonly resolved: Resolved
}

function resolveAll(
  expanded: ReadonlyMap<Declaration, readonly Expansion[]>,
  options: {
    readonly slugs: ReadonlyMap<string, string>
    readonly facts: PlanningFacts
    readonly diagnostics: Diagnostic[]
  },
): readonly Owned[] {
  const { slugs, facts, diagnostics } = options
  const resolved: Owned[] = []
  for (const [declaration, expansions] of expanded) {
    const { shared, diagnostics: found } = shareDefinition(declaration)
    diagnostics.push(...found)
    if (shared === null) continue
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    const resolve = resolverFor(declaration, { shared, facts, report })
    for (const expansion of expansions) {
      const slug = slugs.get(expansion.id) ?? ""
      resolved.push({ declaration, resolved: resolve(expansion, slug) })
    }
  }
  return resolved
}

/** Names are for people, who cannot tell two scenarios of one name apart. */
function repeatedNames(resolved: readonly Owned[]): Diagnostic[] {
  const first = new Map<string, Declaration>()
  const said = new Set<string>()
  return resolved.flatMap(({ declaration, resolved: { definition } }): Diagnostic[] => {
    const { name } = definition
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
    return [
      {
        code: "scenario/duplicate-name",
        severity: "warning",
        message: itself
          ? `several expansions have the name \`${name}\``
          : `two scenarios have the name \`${name}\``,
        location,
        ...(itself || field.inherited
          ? { hint: "let the name hold what differs: an expression with matrix or scenario" }
          : {
              related: [
                {
                  message: "the first is here",
                  location: other?.document.locate(other.path) ?? earlier.location,
                },
              ],
            }),
      },
    ]
  })
}

function allGroups(suites: readonly LoadedSuite[]): Readonly<Record<string, Group>> {
  const groups: Record<string, Group> = {}
  for (const suite of suites) {
    const names = groupsOf(suite)
    for (const [name, group] of Object.entries(suite.parsed.text.groups ?? {})) {
      groups[names.get(name) ?? name] = { maxParallel: group?.["max-parallel"] ?? null }
    }
  }
  return groups
}
