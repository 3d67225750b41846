/**
 * JSON as a type, and its canonical text.
 * The digest of a plan is taken over this text, so its rules never change within a major version.
 */

/** Any value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Text with keys sorted by code unit and no white space; members that are `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  return new CanonicalWriter().text(value)
}

/** A place in values of one shape: what stood there last, and how its members are written. */
interface Place {
  /** Keys of the object that stood there last, as they came. */
  keys: readonly string[]
  /** The same, sorted. */
  members: readonly Member[]
  last: unknown
  text: string
}

interface Member {
  readonly key: string
  /** The key as it is written, with its colon. */
  readonly name: string
  readonly place: Place
}

/** Stands for nothing yet: no value is the same. */
const NOTHING = {}

function newPlace(): Place {
  return { keys: [], members: [], last: NOTHING, text: "" }
}

/**
 * Writes canonical texts of values that are much alike. What one member held last is often what it
 * holds next, the very same object: its text is then taken as it was. Values must not change meanwhile.
 */
export class CanonicalWriter {
  readonly #root = newPlace()

  /** The canonical text of a value. */
  text(value: unknown): string {
    return textAt(this.#root, value)
  }
}

function textAt(place: Place, value: unknown): string {
  if (place.last === value) return place.text
  const text = newText(place, value)
  place.last = value
  place.text = text
  return text
}

function newText(place: Place, value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null)
  return Array.isArray(value) ? arrayText(value) : objectText(place, value)
}

function arrayText(value: readonly unknown[]): string {
  if (value.length === 0) return "[]"
  // Elements of one array stand in one place.
  const place = newPlace()
  let text = ""
  for (const element of value) text += `${text === "" ? "" : ","}${textAt(place, element)}`
  return `[${text}]`
}

function objectText(place: Place, value: object): string {
  const keys = Object.keys(value)
  if (!sameKeys(place.keys, keys)) {
    place.keys = keys
    place.members = [...keys].sort().map((key) => {
      return { key, name: `${JSON.stringify(key)}:`, place: newPlace() }
    })
  }
  let text = ""
  for (const member of place.members) {
    const of = (value as Readonly<Record<string, unknown>>)[member.key]
    if (of === undefined) continue
    text += (text === "" ? "" : ",") + member.name + textAt(member.place, of)
  }
  return `{${text}}`
}

function sameKeys(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length || some.length === 0) return false
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}
