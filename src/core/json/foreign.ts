/**
 * Reading values of foreign JSON, such as the event of a job: what is missing or of another type is empty.
 */
import { isJsonObject, type JsonObject } from "./json.ts"

/** The object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** The text, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : ""
}
