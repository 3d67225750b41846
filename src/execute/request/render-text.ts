/**
 * Texts that a plan left unevaluated, evaluated when an attempt starts.
 */
import type { Json } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import {
  hasExpression,
  parseTemplate,
  renderTemplate,
} from "../../scenario/expressions/template.ts"

/** Evaluates a text; `place` says in an error where it stands. */
export type Render = (text: string, place: string) => Result<string, string>

/** Makes a function that evaluates texts; the contexts are asked for at each text that needs them. */
export function renderWith(contexts: () => Readonly<Record<string, Json>>): Render {
  return (text, place) => {
    if (!hasExpression(text)) return ok(text)
    const template = parseTemplate(text)
    if (!template.ok) return err(`${place}: ${template.error.message}`)
    const value = renderTemplate(template.value, { contexts: contexts() })
    return value.ok ? value : err(`${place}: ${value.error.message}`)
  }
}

/** Keys of a plan that are written otherwise in a suite. */
const SUITE_KEYS: Readonly<Record<string, string>> = { notContains: "not-contains" }

/** Replaces every text inside of a value; the first error ends it. `place` is that of the value. */
export function mapTexts<T>(
  value: T,
  place: string,
  each: (text: string, place: string) => Result<unknown, string>,
): Result<T, string> {
  if (typeof value === "string") return each(value, place) as Result<T, string>
  if (typeof value !== "object" || value === null) return ok(value)
  const members: [string, unknown][] = []
  for (const [key, member] of Object.entries(value)) {
    const inner = Array.isArray(value) ? place : `${place}.${SUITE_KEYS[key] ?? key}`
    const result = mapTexts(member, inner, each)
    if (!result.ok) return result
    members.push([key, result.value])
  }
  const all = Array.isArray(value) ? members.map(([, one]) => one) : Object.fromEntries(members)
  return ok(all as T)
}
