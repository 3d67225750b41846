/**
 * The matrix of a scenario: reading its value, and expanding it as Actions does.
 */
import type { DiagnosticCode } from "../core/diagnostic.ts"
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts"
import { nearest } from "../core/nearest.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Path } from "./document.ts"
import { isList, sameValue, valueText } from "./matrix-value.ts"

/** A matrix whose values are known. */
export interface Matrix {
  readonly dimensions: readonly { readonly name: string; readonly values: readonly Json[] }[]
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
  readonly hint?: string
}

/** So many scenarios may come from one matrix. */
export const MAX_COMBINATIONS = 100_000
/** So many combinations are looked at before `exclude` takes some out. */
const MAX_PRODUCT = 4_000_000

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
      const meant = nearest(key, names)
      problems.push({
        code: "suite/value",
        message: `\`${key}\` is not a dimension of this matrix, so nothing is excluded`,
        path: ["exclude", i, key],
        ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
      })
    }
  }
  return problems.length > 0 ? err(problems) : ok({ dimensions, include, exclude })
}

/** Expands a matrix: the product of the dimensions, without `exclude`, with `include`. */
export function expandMatrix(matrix: Matrix): Result<readonly Combination[], MatrixProblem> {
  const { dimensions, include, exclude } = matrix
  const product = dimensions.reduce((count, { values }) => count * values.length, 1)
  const tooLarge = (message: string) =>
    err<MatrixProblem>({
      code: "matrix/too-large",
      message,
      path: [],
      hint: `the limit is ${MAX_COMBINATIONS} scenarios from one matrix`,
    })
  if (product > MAX_PRODUCT) return tooLarge(`the dimensions multiply to ${product} combinations`)
  const names = dimensions.map(({ name }) => name)
  const excluded = exclude.map(toMatcher)
  const originals: JsonObject[] = []
  for (const values of combine(dimensions)) {
    if (excluded.some((matches) => matches(values))) continue
    originals.push(values)
    if (originals.length > MAX_COMBINATIONS) break
  }
  const { combinations, added } = addIncludes(originals, include, names)
  const count = combinations.length + added.length
  if (count > MAX_COMBINATIONS) {
    const least = originals.length > MAX_COMBINATIONS ? "more than 100000" : String(count)
    return tooLarge(`the matrix expands to ${least} scenarios`)
  }
  if (count === 0) {
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
  if (include.length === 0) return { combinations: names.length === 0 ? [] : originals, added: [] }
  const base = names.length === 0 ? [] : originals
  const combinations: JsonObject[] = [...base]
  const added: JsonObject[] = []
  for (const entry of include) {
    const shared = names.filter((name) => Object.hasOwn(entry, name))
    let used = false
    for (const [i, original] of base.entries()) {
      if (!shared.every((name) => sameValue(original[name] ?? null, entry[name] ?? null))) continue
      // The combination's own values stay, so that `large` does not replace a whole object.
      combinations[i] = { ...combinations[i], ...entry, ...original }
      used = true
    }
    if (!used) added.push(entry)
  }
  return { combinations, added }
}

function* combine(
  dimensions: readonly { readonly name: string; readonly values: readonly Json[] }[],
): Generator<JsonObject> {
  const places = dimensions.map(() => 0)
  for (;;) {
    const values: Record<string, Json> = {}
    for (let i = 0; i < dimensions.length; i++) {
      const { name, values: all } = dimensions[i] as (typeof dimensions)[number]
      values[name] = all[places[i] as number] ?? null
    }
    yield values
    let at = dimensions.length - 1
    while (at >= 0) {
      const next = (places[at] ?? 0) + 1
      if (next < (dimensions[at]?.values.length ?? 0)) {
        places[at] = next
        break
      }
      places[at] = 0
      at--
    }
    if (at < 0) return
  }
}

/** An entry of `exclude` matches when all its keys do; a list means any of its values. */
function toMatcher(entry: JsonObject): (values: JsonObject) => boolean {
  const keys = Object.entries(entry).map(([name, wanted]) => {
    const options = isList(wanted) ? wanted : [wanted]
    return { name, options, wanted }
  })
  return (values) =>
    keys.every(({ name, options, wanted }) => {
      const value = values[name] ?? null
      return options.some((option) => sameValue(value, option)) || sameValue(value, wanted)
    })
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
      message: "a command for values must be written out in the suite file",
      path: [name],
      hint: "an expression may give values, never something that planning runs",
    }
  }
  const message = `the dimension \`${name}\` must be a list of values`
  const hint = isJsonObject(value) ? undefined : `write \`${name}: [${valueText(value)}]\``
  return {
    code: "suite/type",
    message,
    path: [name],
    ...(hint === undefined ? {} : { hint }),
  }
}
