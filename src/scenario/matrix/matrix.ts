/**
 * The matrix of a scenario: reading its value, and expanding it as Actions does.
 */
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts"
import type { DiagnosticCode } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import { isList, sameValue, valueText } from "../expressions/matrix-value.ts"
import type { Path } from "../text/document.ts"
import { combine, countProduct, type Dimension, hasProduct, type Steps } from "./product.ts"

/** A matrix whose values are known. */
export interface Matrix {
  readonly dimensions: readonly Dimension[]
  readonly include: readonly JsonObject[]
  readonly exclude: readonly JsonObject[]
}

/** One combination. */
export interface Combination {
  readonly values: JsonObject
  /** Whose values name it: its dimensions in order; all its keys where `include` made it. */
  readonly names: readonly string[]
}

/** What is wrong with a matrix, and where in it. */
export interface MatrixProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly path: Path
  readonly hint?: string | undefined
}

/** What a matrix expands to, in numbers: the product of its sizes, less `excluded`, with `included`. */
export interface MatrixCount {
  readonly sizes: readonly { readonly name: string; readonly size: number }[]
  readonly excluded: number
  readonly included: number
  readonly count: number
}

/** So often the entries of one `include` may be compared with combinations. */
const MAX_INCLUDE_STEPS = 20_000_000

/** Reads a matrix; every problem of it at once. */
export function readMatrix(value: Json): Result<Matrix, readonly MatrixProblem[]> {
  if (!isJsonObject(value)) {
    return err([
      { code: "suite/type", message: "the matrix must be a mapping of dimensions", path: [] },
    ])
  }
  const problems: MatrixProblem[] = []
  const dimensions: { name: string; values: readonly Json[] }[] = []
  for (const [name, values] of Object.entries(value)) {
    if (name === "include" || name === "exclude") continue
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name)) {
      const message = `\`${name}\` cannot be the name of a dimension`
      const hint = "use letters, digits, `_` and `-`, and no digit first"
      problems.push({ code: "suite/value", message, path: [name], hint })
    } else if (!isList(values)) problems.push(notAList(name, values))
    else if (values.length === 0) {
      const message = `the dimension \`${name}\` has no value, so nothing would run`
      problems.push({ code: "matrix/empty", message, path: [name] })
    } else dimensions.push({ name, values })
  }
  const include = readObjects(value["include"] ?? [], "include", problems)
  const exclude = readObjects(value["exclude"] ?? [], "exclude", problems)
  const names = dimensions.map(({ name }) => name)
  for (const [i, one] of exclude.entries()) {
    for (const key of Object.keys(one)) {
      if (Object.hasOwn(value, key)) continue
      problems.push({
        code: "suite/value",
        message: `\`${key}\` is not a dimension of this matrix, so nothing is excluded`,
        path: ["exclude", i, key],
        hint: didYouMean(key, names),
      })
    }
  }
  return problems.length > 0 ? err(problems) : ok({ dimensions, include, exclude })
}

/** Counts what a matrix expands to without expanding it. */
export function countMatrix(matrix: Matrix, steps: Steps): Result<MatrixCount, MatrixProblem> {
  const { dimensions, include, exclude } = matrix
  const sizes = dimensions.map(({ name, values }) => ({ name, size: values.length }))
  const product = dimensions.length === 0 ? 0 : sizes.reduce((all, { size }) => all * size, 1)
  const left = dimensions.length === 0 ? 0 : countProduct(dimensions, exclude, steps)
  const included = include.filter((entry) => !extendsAny(entry, matrix, steps)).length
  if (steps.left < 0) {
    const message = "counting the combinations without `exclude` takes too many comparisons"
    const hint = "write fewer entries, with lists of values, or use only `include`"
    return err({ code: "matrix/too-large", message, path: ["exclude"], hint })
  }
  return ok({ sizes, excluded: product - left, included, count: left + included })
}

/** Whether an entry of `include` is about combinations that are there, and adds none of its own. */
function extendsAny(entry: JsonObject, { dimensions, exclude }: Matrix, steps: Steps): boolean {
  if (dimensions.length === 0) return false
  const meant = dimensions.map(({ name, values }): Dimension => {
    if (!Object.hasOwn(entry, name)) return { name, values }
    steps.left -= values.length
    return { name, values: values.filter((value) => sameValue(value, entry[name] ?? null)) }
  })
  if (steps.left < 0 || meant.some(({ values }) => values.length === 0)) return false
  return hasProduct(meant, exclude, steps)
}

/**
 * Expands a matrix: the product of the dimensions, without `exclude`, with `include`. Nothing here
 * bounds how many combinations there are: count them first.
 */
export function expandMatrix(matrix: Matrix): Result<readonly Combination[], MatrixProblem> {
  const { dimensions, include, exclude } = matrix
  const names = dimensions.map(({ name }) => name)
  const originals = dimensions.length === 0 ? [] : combine(dimensions, exclude)
  if (include.length * originals.length > MAX_INCLUDE_STEPS) {
    const message = `\`include\` has ${include.length} entries for a matrix of ${originals.length} combinations`
    const hint = "entries times combinations may be at most 20,000,000"
    return err({ code: "matrix/too-large", message, path: ["include"], hint })
  }
  const { combinations, added } = addIncludes(originals, include, names)
  if (combinations.length + added.length === 0) {
    const message = "the matrix expands to nothing, so nothing would run"
    return err({ code: "matrix/empty", message, path: [] })
  }
  return ok([
    ...combinations.map((values) => ({ values, names })),
    ...added.map((values) => ({ values, names: namesOf(values, names) })),
  ])
}

/**
 * An entry of `include` extends every combination whose own values it does not contradict; it may
 * replace what an earlier entry added. Without any such combination it is one of its own.
 */
function addIncludes(
  originals: readonly JsonObject[],
  include: readonly JsonObject[],
  names: readonly string[],
): { readonly combinations: readonly JsonObject[]; readonly added: readonly JsonObject[] } {
  if (include.length === 0) return { combinations: originals, added: [] }
  const combinations: JsonObject[] = [...originals]
  const added: JsonObject[] = []
  for (const entry of include) {
    const shared = names.filter((name) => Object.hasOwn(entry, name))
    let used = false
    for (const [i, original] of originals.entries()) {
      if (!shared.every((name) => sameValue(original[name] ?? null, entry[name] ?? null))) continue
      // The combination's own values stay, so that `large` does not replace a whole object.
      combinations[i] = { ...combinations[i], ...entry, ...original }
      used = true
    }
    if (!used) added.push(entry)
  }
  return { combinations, added }
}

function namesOf(values: JsonObject, names: readonly string[]): readonly string[] {
  const known = names.filter((name) => Object.hasOwn(values, name))
  const others = Object.keys(values).filter((name) => !names.includes(name))
  return [...known, ...others]
}

function readObjects(
  value: Json,
  key: "include" | "exclude",
  problems: MatrixProblem[],
): readonly JsonObject[] {
  if (!isList(value)) {
    const message = `\`${key}\` must be a list of mappings`
    problems.push({ code: "suite/type", message, path: [key] })
    return []
  }
  const objects: JsonObject[] = []
  for (const [i, item] of value.entries()) {
    if (isJsonObject(item) && Object.keys(item).length > 0) objects.push(item)
    else {
      const message = `an item of \`${key}\` must be a mapping that is not empty`
      problems.push({ code: "suite/type", message, path: [key, i] })
    }
  }
  return objects
}

function notAList(name: string, value: Json): MatrixProblem {
  if (isJsonObject(value) && Object.hasOwn(value, "command")) {
    return {
      code: "matrix/command",
      message: "a matrix command must be literal text in the suite file",
      path: [name],
      hint: "an expression can give values, but no command that planning runs",
    }
  }
  const message = `the dimension \`${name}\` must be a list of values`
  const hint = isJsonObject(value) ? undefined : `write \`${name}: [${valueText(value)}]\``
  return { code: "suite/type", message, path: [name], hint }
}
