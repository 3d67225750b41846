/**
 * From one declared scenario to those that run: the matrix counted, then expanded, each with its id.
 */
import { isScenarioId, type ScenarioId, toSegment } from "../../core/ids.ts"
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { append } from "../../core/text/append.ts"
import { syntaxDiagnostic } from "../expressions/check-text.ts"
import { MATRIX_CONTEXTS } from "../expressions/contexts.ts"
import { valueText } from "../expressions/matrix-value.ts"
import { hasExpression } from "../expressions/template.ts"
import type { EachFile } from "../files/for-each.ts"
import { type Declaration, type Field, fieldOf } from "../layers/declaration.ts"
import { type CommandValues, type PlanningFacts, prepareValue } from "../layers/planning-value.ts"
import { narrowedOut } from "../layers/profile.ts"
import type { LocatedDocument } from "../text/document.ts"
import { writtenValue } from "../text/written.ts"
import { fileContextOf } from "./file-context.ts"
import {
  type Combination,
  countMatrix,
  expandMatrix,
  type Matrix,
  type MatrixCount,
  type MatrixProblem,
  readMatrix,
} from "./matrix.ts"
import { type CommandDimension, commandDimensions, commandKey } from "./matrix-command.ts"
import type { Steps } from "./product.ts"

/** One scenario of the expanded suite, before its fields are known. */
export interface Expansion {
  readonly declaration: Declaration
  readonly id: ScenarioId
  readonly matrix: JsonObject | null
  /** Whose values of the matrix name it. */
  readonly names: readonly string[]
  /** The file that it is for; null without `for-each`. */
  readonly file: EachFile | null
  /** Why a profile leaves it out; null when none does. */
  readonly outside: string | null
  /** True when it stands for all of a matrix whose values only a command knows. */
  readonly unexpanded: boolean
}

/** What an expansion adds to a name: `rep2, small`; empty without a matrix. */
export function labelOf({ matrix, names, file }: Expansion): string {
  const label = names.map((name) => valueText(matrix?.[name] ?? null)).join(", ")
  return [file?.relative ?? "", label].filter((part) => part !== "").join(", ")
}

/** One file of a declaration, or the declaration itself. */
interface Target {
  readonly key: string
  readonly file: EachFile | null
}

interface Context {
  readonly declaration: Declaration
  readonly facts: PlanningFacts
  readonly diagnostics: Diagnostic[]
}

/** A declaration that can be counted before it is expanded. */
export interface Expander {
  readonly declaration: Declaration
  readonly count: (steps: Steps) => Counted & Found
  readonly expand: () => { readonly expansions: readonly Expansion[] } & Found
}

/** How many scenarios a declaration expands to. */
export interface Counted {
  readonly count: number
  /** How many files it is for; null without `for-each`. */
  readonly files: number | null
  /** The matrix of each of them; null without one, or where each file has a matrix of its own. */
  readonly matrix: MatrixCount | null
}

interface Found {
  readonly diagnostics: readonly Diagnostic[]
}

/** Prepares a declaration to be counted, then expanded. */
export function expanderFor(declaration: Declaration, facts: PlanningFacts): Expander {
  const context = { declaration, facts, diagnostics: [] }
  const strategy = fieldOf(declaration, "strategy")
  const matrices = strategy === undefined ? null : matrixReader(strategy, context)
  return {
    declaration,
    count: (steps) => {
      const diagnostics: Diagnostic[] = []
      return { ...countFor({ ...context, diagnostics }, matrices, steps), diagnostics }
    },
    expand: () => {
      const diagnostics: Diagnostic[] = []
      const own = { ...context, diagnostics }
      const expand =
        strategy === undefined || matrices === null
          ? plainly
          : alongMatrix(matrices, { strategy, context: own })
      return { expansions: expansionsOf(own, expand), diagnostics }
    },
  }
}

function expansionsOf(
  context: Context,
  expand: (target: Target) => readonly Expanded[],
): readonly Expansion[] {
  const { declaration } = context
  const { narrowing } = declaration
  const expansions: Expansion[] = []
  for (const target of targetsOf(context)) {
    const { file } = target
    for (const { id, matrix, names, unexpanded } of expand(target)) {
      if (!isScenarioId(id)) continue
      const outside = narrowing.length === 0 ? null : narrowedOut(narrowing, matrix)
      expansions.push({ declaration, id, matrix, names, file, outside, unexpanded })
    }
  }
  return expansions
}

function countFor(context: Context, matrices: MatrixReader | null, steps: Steps): Counted {
  const { declaration, diagnostics } = context
  const { key, eachFiles } = declaration
  const files = eachFiles?.length ?? null
  if (matrices === null) return { count: files ?? 1, files, matrix: null }
  const countOne = (file: EachFile | null): MatrixCount | null => {
    const matrix = matrices.read({ key, file }, diagnostics)
    if (matrix === null || matrix === "unexpanded") return null
    const counted = countMatrix(matrix, steps)
    if (counted.ok) return counted.value
    diagnostics.push(matrices.problem(counted.error))
    return null
  }
  if (matrices.constant || eachFiles === null) {
    const matrix = countOne(null)
    return { count: (files ?? 1) * (matrix?.count ?? 1), files, matrix }
  }
  let count = 0
  for (const file of eachFiles) count += countOne(file)?.count ?? 1
  return { count, files, matrix: null }
}

/** The declaration, or each of its files with what it adds to the id. */
function targetsOf({ declaration, facts, diagnostics }: Context): readonly Target[] {
  const { key, eachFiles } = declaration
  if (eachFiles === null) return [{ key, file: null }]
  const each = fieldOf(declaration, "for-each")
  if (each?.value.id === undefined) {
    return eachFiles.map((file) => ({ key: `${key}:${file.segment}`, file }))
  }
  const path = [...each.path, "id"]
  const { document } = each
  const value = prepareValue(each.value.id, { path, asText: true })
  if (value.contexts.some((name) => !MATRIX_CONTEXTS.includes(name))) return []
  const targets: Target[] = []
  for (const file of eachFiles) {
    const id = value.evaluate(contextsFor(declaration, { facts, target: { key, file } }))
    if (!id.ok) {
      diagnostics.push(syntaxDiagnostic(id.error.problem, { document, path: id.error.path }))
      return []
    }
    targets.push({ key: behind(String(id.value), { key, scope: declaration.scope }), file })
  }
  return targets
}

/** A key with what a text adds to it; whoever repeats the key in the text does not get it twice. */
function behind(text: string, of: { readonly key: string; readonly scope: string }): string {
  const tail = text.split(":").map(toSegment).join(":")
  const local = of.key.slice(of.scope.length)
  return tail === local || tail.startsWith(`${local}:`) ? of.scope + tail : `${of.key}:${tail}`
}

/** What a target expands to. */
interface Expanded {
  readonly id: string
  readonly matrix: JsonObject | null
  readonly names: readonly string[]
  readonly unexpanded: boolean
}

const NO_NAMES: readonly string[] = []

function plainly({ key }: Target): readonly Expanded[] {
  return [{ id: key, matrix: null, names: NO_NAMES, unexpanded: false }]
}

function alongMatrix(
  matrices: MatrixReader,
  { strategy, context }: { readonly strategy: Field<"strategy">; readonly context: Context },
): (target: Target) => readonly Expanded[] {
  const nameOf = namer(strategy, context)
  const combine = (target: Target): readonly Combination[] | "unexpanded" => {
    const matrix = matrices.read(target, context.diagnostics)
    if (matrix === null) return []
    if (matrix === "unexpanded") return matrix
    const combinations = expandMatrix(matrix)
    if (combinations.ok) return combinations.value
    context.diagnostics.push(matrices.problem(combinations.error))
    return []
  }
  let known: readonly Combination[] | "unexpanded" | undefined
  return (target) => {
    const combinations = known ?? combine(target)
    if (matrices.constant) known = combinations
    if (combinations === "unexpanded") {
      return [{ id: target.key, matrix: null, names: NO_NAMES, unexpanded: true }]
    }
    const expanded: Expanded[] = []
    for (const combination of combinations) {
      const id = nameOf(combination, target)
      if (id === undefined) break
      const { values, names } = combination
      expanded.push({ id, matrix: values, names, unexpanded: false })
    }
    return expanded
  }
}

/** The matrices of a declaration. */
interface MatrixReader {
  /** True when all its files have the same. */
  readonly constant: boolean
  /** Null for one that has problems; "unexpanded" where only a command that is not run knows it. */
  readonly read: (target: Target, diagnostics: Diagnostic[]) => Matrix | "unexpanded" | null
  readonly problem: (problem: MatrixProblem) => Diagnostic
}

function matrixReader(
  strategy: Field<"strategy">,
  { declaration, facts }: Pick<Context, "declaration" | "facts">,
): MatrixReader {
  const value = typeof strategy.value === "string" ? strategy.value : strategy.value.matrix
  const path = typeof strategy.value === "string" ? strategy.path : [...strategy.path, "matrix"]
  const { document } = strategy
  const problem = ({ path: at, ...said }: MatrixProblem): Diagnostic =>
    errorAt(document.locate([...path, ...at]), said)
  const always = (read: MatrixReader["read"]): MatrixReader => ({ constant: true, read, problem })
  const prepared = prepareValue(writtenValue(document, path, value), { path })
  // A context that is unknown was reported where the text was read.
  if (prepared.contexts.some((name) => !MATRIX_CONTEXTS.includes(name))) return always(() => null)
  const commands = commandDimensions(strategy, declaration.folder)
  if (commands.some(({ command }) => !command.ok)) {
    return always((_, diagnostics) => {
      for (const { command } of commands) if (!command.ok) append(diagnostics, command.error)
      return null
    })
  }
  const { commandValues } = facts
  if (commands.length > 0 && commandValues === undefined) return always(() => "unexpanded")
  const read: MatrixReader["read"] = (target, diagnostics) => {
    const values = valuesOf(commands, { document, commandValues, diagnostics })
    if (values === null) return null
    const evaluated = prepared.evaluate(contextsFor(declaration, { facts, target }))
    if (!evaluated.ok) {
      const { problem: of, path: at } = evaluated.error
      diagnostics.push(syntaxDiagnostic(of, { document, path: at }))
      return null
    }
    const source = typeof strategy.value === "string" ? matrixIn(evaluated.value) : evaluated.value
    // A text that does not parse as a template was reported where it was read.
    if (typeof source === "string" && hasExpression(source)) return null
    const matrix = readMatrix(commands.length === 0 ? source : { ...(source as object), ...values })
    if (matrix.ok) return matrix.value
    append(diagnostics, matrix.error.map(problem))
    return null
  }
  return { constant: prepared.constant, read, problem }
}

/** What the commands of a matrix gave, by dimension; null when one gave nothing. */
function valuesOf(
  commands: readonly CommandDimension[],
  at: {
    readonly document: LocatedDocument
    readonly commandValues: CommandValues | undefined
    readonly diagnostics: Diagnostic[]
  },
): JsonObject | null {
  const values: Record<string, Json> = {}
  let complete = true
  for (const { dimension, command, path } of commands) {
    const found = command.ok ? at.commandValues?.get(commandKey(command.value)) : undefined
    if (found?.ok) {
      values[dimension] = found.value.values
      const { misdeed } = found.value
      if (misdeed === null) continue
      const message = `the command for \`${dimension}\` ${misdeed}`
      at.diagnostics.push(
        warningAt(at.document.locate([...path, "command"]), { code: "matrix/command", message }),
      )
      continue
    }
    complete = false
    const message = `the command for \`${dimension}\` gave no values: ${found?.error ?? "it was not run"}`
    at.diagnostics.push(
      errorAt(at.document.locate([...path, "command"]), { code: "matrix/command", message }),
    )
  }
  return complete ? values : null
}

/** A strategy that is one expression gives the whole mapping. */
function matrixIn(value: Json): Json {
  return isJsonObject(value) ? (value["matrix"] ?? null) : value
}

/** The id of each combination: behind the key its values, or what `strategy.id` gives. */
function namer(
  strategy: Field<"strategy">,
  { declaration, facts, diagnostics }: Context,
): (combination: Combination, target: Target) => string | undefined {
  const { scope } = declaration
  const template = typeof strategy.value === "string" ? undefined : strategy.value.id
  if (template === undefined) {
    const segmentOf = (value: Json) => `:${toSegment(valueText(value))}`
    return ({ values, names }, { key }) =>
      key + names.map((name) => segmentOf(values[name] ?? null)).join("")
  }
  const path = [...strategy.path, "id"]
  const value = prepareValue(template, { path, asText: true })
  const available = [...MATRIX_CONTEXTS, "matrix"]
  if (value.contexts.some((name) => !available.includes(name))) return () => undefined
  return (combination, target) => {
    const { key } = target
    const base = contextsFor(declaration, { facts, target })
    const text = value.evaluate({ ...base, matrix: combination.values })
    if (!text.ok) {
      const { problem, path: at } = text.error
      diagnostics.push(syntaxDiagnostic(problem, { document: strategy.document, path: at }))
      return undefined
    }
    return behind(String(text.value), { key, scope })
  }
}

function contextsFor(
  declaration: Declaration,
  of: { readonly facts: PlanningFacts; readonly target: Target },
): Record<string, Json> {
  const { github, vars } = of.facts
  return { github, vars, file: fileContextOf(declaration.file, of.target.file) }
}
