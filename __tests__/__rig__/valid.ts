/**
 * A value that a test takes for valid.
 */
import type { Schema } from "../../src/core/schema/make.ts"
import { firstProblem } from "../../src/core/schema/schema.ts"

/** The value as its schema gives it. */
export function valid<T>(schema: Schema<T>, value: unknown): T {
  const checked = schema.check(value)
  if (!checked.ok) throw new Error(firstProblem(checked.error))
  return checked.value
}
