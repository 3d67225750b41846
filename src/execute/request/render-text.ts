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

/** Evaluates a list of texts; the first error ends it. */
export function renderAll(
  texts: readonly string[],
  options: { readonly render: Render; readonly place: string },
): Result<string[], string> {
  const values: string[] = []
  for (const text of texts) {
    const value = options.render(text, options.place)
    if (!value.ok) return value
    values.push(value.value)
  }
  return ok(values)
}
