/**
 * Paths into JSON (`$.items[0]["first name"]`), and the comparison of a value with an expectation.
 */
import { isJsonObject, type Json } from "./json.ts"

/** Steps of a path that starts with `$`; null if the text is not a path. */
export function parseJsonPath(text: string): readonly (string | number)[] | null {
  if (!text.startsWith("$")) return null
  const steps: (string | number)[] = []
  let rest = text.slice(1)
  while (rest !== "") {
    const step = /^\.([A-Za-z_][\w-]*)|^\[(\d{1,9})\]|^\["((?:[^"\\]|\\.)*)"\]/u.exec(rest)
    if (step === null) return null
    const [whole, name, index, quoted] = step
    if (name !== undefined) steps.push(name)
    else if (index !== undefined) steps.push(Number(index))
    else steps.push((quoted ?? "").replace(/\\(.)/gu, "$1"))
    rest = rest.slice(whole.length)
  }
  return steps
}

/** The value at the steps, or undefined. */
export function jsonAt(value: Json, steps: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value
  for (const step of steps) {
    if (typeof step === "number") at = isList(at) ? at[step] : undefined
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }
  return at
}

/** One place where a value is not as expected. */
export interface JsonMismatch {
  readonly path: string
  readonly expected: Json
  /** Undefined if there is nothing. */
  readonly found: Json | undefined
}

/**
 * The places where a value differs from the expectation. A mapping may have more members;
 * everything else must be equal. In the outermost mapping, members that start with `$` are paths.
 */
export function jsonMismatches(expected: Json, found: Json): readonly JsonMismatch[] {
  if (!isJsonObject(expected)) return differences(expected, found, "$")
  return Object.entries(expected).flatMap(([key, value]) => {
    const steps = parseJsonPath(key)
    if (steps !== null) return differences(value, jsonAt(found, steps), key)
    return differences(value, memberOf(found, key), `$${stepText(key)}`)
  })
}

function differences(expected: Json, found: Json | undefined, path: string): JsonMismatch[] {
  if (isJsonObject(expected) && isJsonObject(found)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, memberOf(found, key), path + stepText(key)),
    )
  }
  if (isList(expected) && isList(found) && expected.length === found.length) {
    return expected.flatMap((value, i) => differences(value, found[i], `${path}[${i}]`))
  }
  return expected === found ? [] : [{ path, expected, found }]
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function stepText(key: string): string {
  return /^[A-Za-z_][\w-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
