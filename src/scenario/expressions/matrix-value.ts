/**
 * Values of a matrix: their text in ids, and whether a filter means them.
 */
import { canonicalJson, isJsonObject, type Json, WrittenNumber } from "../../core/json/json.ts"

/** The text of a value in ids and names: of a mapping its `name`, else its parts. */
export function valueText(value: Json): string {
  if (isList(value)) return value.map(valueText).join("-")
  if (isJsonObject(value)) {
    const name = value["name"]
    if (typeof name === "string" || typeof name === "number") return String(name)
    if (name instanceof WrittenNumber) return name.text
    return Object.values(value).map(valueText).join("-")
  }
  return String(value)
}

/**
 * Whether a value of a dimension is what a filter names. Scalars are compared as text, so that `16`
 * and `"16"` are the same; an object is met by its `name`, and by some of its members.
 */
export function sameValue(value: Json, wanted: Json): boolean {
  if (isJsonObject(value)) {
    const name = value["name"]
    if (!isJsonObject(wanted))
      return !isList(wanted) && name !== undefined && sameValue(name, wanted)
    return Object.entries(wanted).every(
      ([key, member]) => Object.hasOwn(value, key) && sameValue(value[key] ?? null, member),
    )
  }
  if (isList(value) || isList(wanted) || isJsonObject(wanted)) {
    return canonicalJson(value) === canonicalJson(wanted)
  }
  return String(value) === String(wanted)
}

/** True for a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
