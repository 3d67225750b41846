/**
 * Values with their places, and numbers as they were written: `1.10` and not `1.1`.
 */
import { type Json, numberAsWritten } from "../../core/json/json.ts"
import type { LocatedDocument, Path } from "./document.ts"

/** A value of a file with its place. */
export interface Placed<T> {
  readonly value: T
  readonly document: LocatedDocument
  readonly path: Path
}

/** A scalar as text: a number stays as it was written, `1.10` and not `1.1`. */
export function writtenText(
  document: LocatedDocument,
  path: Path,
  value: string | number | boolean | null,
): string {
  if (value === null) return ""
  return typeof value === "number" ? (document.written(path) ?? String(value)) : String(value)
}

/** A value of any shape with its numbers as they were written. */
export function writtenValue(document: LocatedDocument, path: Path, value: unknown): Json {
  if (Array.isArray(value))
    return value.map((item, i) => writtenValue(document, [...path, i], item))
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, writtenValue(document, [...path, key], one)]),
    )
  }
  if (typeof value === "number") return numberAsWritten(value, document.written(path))
  return (value ?? null) as Json
}
