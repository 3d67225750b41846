/**
 * Schemas as JSON Schema (draft 2020-12), for editors and for programs in other languages.
 */
import type { Json, JsonObject } from "../json/json.ts"
import type { AnySchema } from "./schema.ts"

/** The JSON Schema of a whole file. What has an id stands once, in `$defs`. */
export function toJsonSchema(schema: AnySchema, title: string): JsonObject {
  const defs: Record<string, Json> = {}
  const to = (part: AnySchema): JsonObject => {
    const { id } = part.notes
    if (id === undefined) return inner(part)
    if (!Object.hasOwn(defs, id)) {
      // The place is taken first, so that definitions stand in the order in which they are met.
      defs[id] = {}
      defs[id] = inner(part)
    }
    return { $ref: `#/$defs/${id}` }
  }
  const inner = (part: AnySchema): JsonObject => {
    const { description, examples, json } = part.notes
    return {
      ...(json ?? (part.refersTo === null ? part.toJson(to) : to(part.refersTo))),
      ...(description === undefined ? {} : { description }),
      ...(examples === undefined ? {} : { examples: examples as readonly Json[] }),
    }
  }
  const whole = inner(schema)
  const known = Object.keys(defs).length === 0 ? {} : { $defs: defs }
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...whole, ...known }
}
