/**
 * Taking secrets out of values that a schema describes. Every text is cleaned, but for those that the
 * schema marks: `s.name()` stays, `s.keptPath()` is renamed, `s.secretless()` is taken away as a whole.
 * What a schema does not know is cleaned.
 */
import { Dictionary, Either, List, Mapping, Variants } from "./collections.ts"
import { Choice } from "./scalars.ts"
import type { AnySchema } from "./schema.ts"

/** How texts are cleaned. */
export interface Cleaner {
  readonly redact: (text: string) => string
  /** Where a kept file lies whose name was cleaned; `redact` where nothing renames files. */
  readonly renamed?: (path: string) => string
}

/** The value with every text cleaned that its schema does not mark. */
export function cleanTexts<T>(schema: AnySchema, value: T, cleaner: Cleaner): T {
  return cleaned(schema, value, cleaner) as T
}

function cleaned(schema: AnySchema | null, value: unknown, by: Cleaner): unknown {
  const part = kindOf(schema, value)
  const clean = part?.notes.clean
  if (part instanceof Choice || clean === "keep") {
    // Only single texts are names: a value of another kind is not what the schema describes.
    return typeof value === "object" ? cleaned(null, value, by) : value
  }
  if (typeof value === "string")
    return clean === "path" ? (by.renamed ?? by.redact)(value) : by.redact(value)
  if (typeof value !== "object" || value === null) return value
  if (clean === "whole" && hasSecrets(value, by)) return null
  if (Array.isArray(value)) {
    const item = part instanceof List ? part.item : null
    return value.map((one) => cleaned(item, one, by))
  }
  const memberOf = (key: string): AnySchema | null => {
    if (part instanceof Dictionary) return part.member
    return part instanceof Mapping && Object.hasOwn(part.shape, key) ? part.shape[key] : null
  }
  const members = value instanceof Map ? [...value] : Object.entries(value)
  const clear = members.map(([key, one]) => [key, cleaned(memberOf(String(key)), one, by)] as const)
  return value instanceof Map ? new Map(clear) : Object.fromEntries(clear)
}

/** The schema that describes just this value. */
function kindOf(schema: AnySchema | null, value: unknown): AnySchema | null {
  if (schema !== null && "inner" in schema) return kindOf(schema.inner as AnySchema, value)
  if (schema instanceof Either) {
    return kindOf(schema.options.find((option) => option.fits(value)) ?? null, value)
  }
  if (schema instanceof Variants) {
    const kind = (value as Readonly<Record<string, unknown>> | null)?.[schema.tag]
    return schema.options.get(String(kind)) ?? null
  }
  return schema
}

function hasSecrets(value: object, { redact }: Cleaner): boolean {
  return Object.entries(value)
    .flat()
    .some((text) => redact(String(text)) !== text)
}
