/**
 * Numbers of a definition that are kept as the text they were written as: in a plan and in results
 * they are texts, for expressions they are numbers.
 */
import { type Json, type JsonObject, mapLeaves, WrittenNumber } from "../../core/json/json.ts"
import type { Definition } from "../../formats/plan.ts"

/** The parts of a definition that hold values of files. */
export type FileValues = Pick<Definition, "matrix" | "meta" | "numbers">

/** Values as a definition has them: written numbers are texts, and where they are is told. */
export function asTexts(values: Pick<FileValues, "matrix" | "meta">): FileValues {
  if (!holdsWritten(values.matrix) && !holdsWritten(values.meta)) return values
  const numbers: string[][] = []
  const texts = mapLeaves(values, (leaf, path) => {
    if (!(leaf instanceof WrittenNumber)) return leaf
    numbers.push([...path])
    return leaf.text
  }) as FileValues
  return { ...texts, numbers }
}

/** Most matrices have none, and there may be many. */
function holdsWritten(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false
  return value instanceof WrittenNumber || Object.values(value).some(holdsWritten)
}

/** Values of a definition as expressions read them. */
export function asNumbers({ matrix, meta, numbers }: FileValues): {
  readonly matrix: JsonObject | null
  readonly meta: JsonObject
} {
  if (numbers === undefined) return { matrix, meta }
  const known = new Set(numbers.map((path) => JSON.stringify(path)))
  return mapLeaves({ matrix, meta }, (leaf, path) =>
    known.has(JSON.stringify(path)) ? new WrittenNumber(String(leaf)) : leaf,
  ) as { readonly matrix: JsonObject | null; readonly meta: JsonObject }
}
