import { err, messageOf, ok, type Result } from "../problems/result.ts"
/**
 * JSON as a type, numbers in their written form, and the canonical text. The digest of a plan is
 * computed from the canonical text, so its rules never change within a major version.
 */

/** Any JSON value, and numbers with a written form of their own. */
export type Json = string | number | boolean | null | WrittenNumber | readonly Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/**
 * A number whose written form differs from the form that JavaScript gives it: `3.10`, `0755`, or
 * more digits than a number has. It exists between reading a text and making a plan. As text, also
 * in JSON, it has the written form.
 */
export class WrittenNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get value(): number {
    return Number(this.text)
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

/** A number; with its text if its written form differs. */
export function numberAsWritten(value: number, text: string | undefined): number | WrittenNumber {
  return text === undefined || text === String(value) ? value : new WrittenNumber(text)
}

/** True for an object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== "object" || value === null) return false
  return !Array.isArray(value) && !(value instanceof WrittenNumber)
}

/** A value that is neither a list nor an object. */
export type Leaf = string | number | boolean | null | WrittenNumber

/** The value with each of its leaves replaced; `path` leads to a leaf. */
export function mapLeaves(
  value: Json,
  replace: (leaf: Leaf, path: readonly string[]) => Json,
  path: readonly string[] = [],
): Json {
  const inside = (member: Json, step: string) => mapLeaves(member, replace, [...path, step])
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inside(one, key)]))
  }
  return isList(value) ? value.map((one, i) => inside(one, String(i))) : replace(value, path)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/**
 * Like `JSON.stringify`, with numbers in their written form; written numbers that JSON does not
 * allow become texts.
 */
export function renderJson(value: Json, indent = ""): string {
  return JSON.stringify(mapLeaves(value, rawNumber), undefined, indent)
}

function rawNumber(leaf: Leaf): Leaf {
  if (!(leaf instanceof WrittenNumber)) return leaf
  const isJson = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(leaf.text)
  // `JSON.stringify` returns a text here; its type does not say so.
  return isJson ? (RAW_JSON.rawJSON(leaf.text) as unknown as Leaf) : leaf
}

const RAW_JSON = JSON as typeof JSON & { rawJSON(text: string): unknown }

/**
 * Like `JSON.parse`, with numbers in their written form; refuses what `parseForeignJson` refuses.
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text, (_, one, context?: { readonly source?: string }) =>
    typeof one === "number" ? numberAsWritten(one, context?.source) : one,
  )
  refuseDeep(value, MAX_JSON_DEPTH)
  return value
}

/**
 * Maximum nesting of a foreign text. `JSON.parse` accepts any depth, but `JSON.stringify`, schemas
 * and other recursive code overflow the stack at a few thousand levels.
 */
export const MAX_JSON_DEPTH = 500

/** `JSON.parse` for untrusted texts, which may also be nested too deeply. */
export function parseForeignJson(text: string): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(text)
    // Each level takes two brackets; most lines of a journal are far too short for so many.
    if (text.length > 2 * MAX_JSON_DEPTH) refuseDeep(value, MAX_JSON_DEPTH)
    return ok(value)
  } catch (error) {
    return err(messageOf(error))
  }
}

function refuseDeep(value: unknown, left: number): void {
  if (value === null || typeof value !== "object") return
  if (left === 0) throw new SyntaxError(`it is nested deeper than ${MAX_JSON_DEPTH} levels`)
  if (Array.isArray(value)) {
    for (const item of value) refuseDeep(item, left - 1)
    return
  }
  for (const key in value) refuseDeep((value as Readonly<Record<string, unknown>>)[key], left - 1)
}

/** Text with keys sorted by code unit and no white space; members that are `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null)
  if (value instanceof WrittenNumber) return JSON.stringify(value)
  let text = ""
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === "" ? "" : ","}${canonicalJson(item)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member === undefined) continue
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}
