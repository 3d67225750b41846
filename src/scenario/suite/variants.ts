/**
 * Overrides: which of them hold for which expansion, so that expansions under the same overrides
 * are resolved together.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { append } from "../../core/text/append.ts"
import { problemAt, whereHolds } from "../expressions/where.ts"
import type { Declaration, LocatedWhere } from "../layers/declaration.ts"
import type { PlanningFacts } from "../layers/planning-value.ts"
import type { Expansion } from "../matrix/expand.ts"
import type { Resources } from "../resources/resources.ts"
import { shareDefinition } from "./definition.ts"
import { type Resolved, resolverFor } from "./resolve.ts"

/** An expansion with its fields, and the declaration with the overrides that hold for it. */
export interface ResolvedExpansion {
  readonly declaration: Declaration
  readonly expansion: Expansion
  /** Null when there is nothing to run, which was reported. */
  readonly resolved: Resolved | null
}

interface Variant {
  readonly declaration: Declaration
  readonly resolve: ((expansion: Expansion, slug: string) => Resolved) | null
}

/** Resolves the expansions of a declaration, each under its overrides. */
export function resolveExpansions(
  declaration: Declaration,
  options: {
    readonly expansions: readonly Expansion[]
    /** In the order of the expansions. */
    readonly slugs: readonly string[]
    readonly facts: PlanningFacts
    readonly resources: Resources
    /** False where there are too many overrides to look at. */
    readonly overridden: boolean
    readonly diagnostics: Diagnostic[]
  },
): readonly ResolvedExpansion[] {
  const { expansions, slugs, facts, resources, diagnostics } = options
  const variants = new Map<string, Variant>()
  const variantOf = (holding: readonly boolean[]): Variant => {
    const key = holding.map(Number).join("")
    const known = variants.get(key)
    if (known !== undefined) return known
    const held = declaration.candidates.filter((_, i) => holding[i] === true)
    const variant =
      held.length === 0
        ? declaration
        : { ...declaration, overrides: held.map(({ layer }) => layer) }
    const { shared, diagnostics: found } = shareDefinition(variant)
    append(diagnostics, found)
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    const resolve =
      shared === null ? null : resolverFor(variant, { shared, facts, resources, report })
    const made = { declaration: variant, resolve }
    variants.set(key, made)
    return made
  }
  const plain = variantOf([])
  const { candidates } = declaration
  return expansions.map((expansion, i) => {
    const slug = slugs[i] ?? ""
    const base = plain.resolve?.(expansion, slug) ?? null
    if (!options.overridden || candidates.length === 0 || base === null) {
      return { declaration: plain.declaration, expansion, resolved: base }
    }
    const holding = holdingFor(base, { declaration, diagnostics })
    if (!holding.includes(true)) {
      return { declaration: plain.declaration, expansion, resolved: base }
    }
    const variant = variantOf(holding)
    const resolved = variant.resolve?.(expansion, slug) ?? null
    return { declaration: variant.declaration, expansion, resolved }
  })
}

/** Conditions of overrides that are evaluated for one suite: each of 500 for 10,000 scenarios. */
const MAX_CONDITIONS = 5_000_000

/** Says when the overrides of the declarations would have to be looked at too often. */
export function tooManyOverrides(
  expanded: ReadonlyMap<Declaration, readonly Expansion[]>,
): Diagnostic | null {
  let conditions = 0
  for (const [{ candidates }, { length }] of expanded) {
    conditions += candidates.length * length
    const [first] = candidates
    if (conditions <= MAX_CONDITIONS || first === undefined) continue
    const message = "overrides times scenarios are more than 5,000,000 conditions"
    const location = first.layer.document.locateKey(["overrides"])
    const hint =
      "join overrides with the same keys by `||`, or use `defaults` and the scenarios' own keys"
    return errorAt(location, { code: "scenario/too-many-overrides", message, hint })
  }
  return null
}

/** Conditions read the scenario as it is without any override. */
function holdingFor(
  scenario: Resolved,
  at: { readonly declaration: Declaration; readonly diagnostics: Diagnostic[] },
): readonly boolean[] {
  return at.declaration.candidates.map(({ where }) => holdsAt(where, scenario, at.diagnostics))
}

/** Whether a condition of a file holds; that it has no value for a scenario is said once. */
export function holdsAt(
  where: LocatedWhere,
  scenario: Resolved,
  diagnostics: Diagnostic[],
): boolean {
  const holds = whereHolds(where.condition, scenario)
  if (holds.ok) return holds.value
  const problem = problemAt(holds.error, where.locate)
  const { file, range } = problem.location
  const said = diagnostics.some(
    ({ code, location }) =>
      code === problem.code && location.file === file && location.range.start === range.start,
  )
  if (!said) diagnostics.push(problem)
  return false
}
