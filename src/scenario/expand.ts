/**
 * From one declared scenario to those that run: the matrix expanded, each with its id.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { isScenarioId, type ScenarioId, toSegment } from "../core/ids.ts"
import type { Json, JsonObject } from "../core/json.ts"
import { syntaxDiagnostic } from "./check-layer.ts"
import { MATRIX_CONTEXTS } from "./contexts.ts"
import { type Declaration, type Field, fieldOf } from "./declaration.ts"
import { fileContext } from "./file-context.ts"
import { type Combination, expandMatrix, type MatrixProblem, readMatrix } from "./matrix.ts"
import { valueText } from "./matrix-value.ts"
import { type PlanningFacts, prepareValue } from "./planning-value.ts"
import { hasExpression } from "./template.ts"

/** One scenario of the expanded suite, before its fields are known. */
export interface Expansion {
  readonly declaration: Declaration
  readonly id: ScenarioId
  readonly matrix: JsonObject | null
  /** What the combination adds to a name: `rep2, small`; empty without a matrix. */
  readonly label: string
}

/** Expands one declaration. */
export function expandDeclaration(
  declaration: Declaration,
  facts: PlanningFacts,
): { readonly expansions: readonly Expansion[]; readonly diagnostics: readonly Diagnostic[] } {
  const key = declaration.key
  const strategy = fieldOf(declaration, "strategy")
  if (strategy === undefined) {
    const expansions = isScenarioId(key) ? [{ declaration, id: key, matrix: null, label: "" }] : []
    return { expansions, diagnostics: [] }
  }
  const diagnostics: Diagnostic[] = []
  const combinations = combinationsOf(strategy, { declaration, facts, diagnostics })
  const nameOf = namer(strategy, { declaration, facts, diagnostics })
  const expansions: Expansion[] = []
  for (const combination of combinations) {
    const id = nameOf(combination)
    if (id === undefined) break
    const label = combination.named.map(valueText).join(", ")
    expansions.push({ declaration, id, matrix: combination.values, label })
  }
  return { expansions, diagnostics }
}

interface Context {
  readonly declaration: Declaration
  readonly facts: PlanningFacts
  readonly diagnostics: Diagnostic[]
}

function combinationsOf(
  strategy: Field<"strategy">,
  { declaration, facts, diagnostics }: Context,
): readonly Combination[] {
  const value = typeof strategy.value === "string" ? strategy.value : strategy.value.matrix
  const path = typeof strategy.value === "string" ? strategy.path : [...strategy.path, "matrix"]
  const { document } = strategy
  const prepared = prepareValue(value, { path })
  // A context that is not known here was reported where the text was read.
  if (prepared.contexts.some((name) => !MATRIX_CONTEXTS.includes(name))) return []
  const evaluated = prepared.evaluate(contextsFor(declaration, facts))
  if (!evaluated.ok) {
    const { problem, path: at } = evaluated.error
    diagnostics.push(syntaxDiagnostic(problem, { document, path: at }))
    return []
  }
  const report = (problem: MatrixProblem) =>
    diagnostics.push({
      code: problem.code,
      severity: "error",
      message: problem.message,
      location: document.locate([...path, ...problem.path]),
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    })
  const source = typeof strategy.value === "string" ? matrixIn(evaluated.value) : evaluated.value
  // A text that does not parse as a template was reported where it was read.
  if (typeof source === "string" && hasExpression(source)) return []
  const matrix = readMatrix(source)
  if (!matrix.ok) {
    for (const problem of matrix.error) report(problem)
    return []
  }
  const combinations = expandMatrix(matrix.value)
  if (combinations.ok) return combinations.value
  report(combinations.error)
  return []
}

/** A strategy that is one expression gives the whole mapping. */
function matrixIn(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return (value as JsonObject)["matrix"] ?? null
}

/** The id of each combination: behind the key its values, or what `strategy.id` gives. */
function namer(
  strategy: Field<"strategy">,
  { declaration, facts, diagnostics }: Context,
): (combination: Combination) => ScenarioId | undefined {
  const { key, scope } = declaration
  const template = typeof strategy.value === "string" ? undefined : strategy.value.id
  if (template === undefined) {
    return ({ named }) => brand([key, ...named.map((one) => toSegment(valueText(one)))].join(":"))
  }
  const path = [...strategy.path, "id"]
  const value = prepareValue(template, { path, asText: true })
  const base = contextsFor(declaration, facts)
  const available = [...MATRIX_CONTEXTS, "matrix"]
  if (value.contexts.some((name) => !available.includes(name))) return () => undefined
  return (combination) => {
    const text = value.evaluate({ ...base, matrix: combination.values })
    if (!text.ok) {
      const { problem, path: at } = text.error
      diagnostics.push(syntaxDiagnostic(problem, { document: strategy.document, path: at }))
      return undefined
    }
    const tail = String(text.value).split(":").map(toSegment).join(":")
    const local = key.slice(scope.length)
    // Whoever repeats the key in the template does not get it twice.
    return brand(tail === local || tail.startsWith(`${local}:`) ? scope + tail : `${key}:${tail}`)
  }
}

function brand(id: string): ScenarioId | undefined {
  return isScenarioId(id) ? id : undefined
}

function contextsFor(declaration: Declaration, facts: PlanningFacts): Record<string, Json> {
  return { github: facts.github, vars: facts.vars, file: fileContext(declaration.file) }
}
