/**
 * Readers of the keys that are evaluated while planning: each is prepared once for a declaration and
 * asked for every expansion.
 */

import { isJsonObject, type Json, renderJson } from "../../core/json/json.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { syntaxDiagnostic } from "../expressions/check-text.ts"
import { PLANNING_CONTEXTS } from "../expressions/contexts.ts"
import { hasExpression } from "../expressions/template.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { type Declaration, type Field, fieldOf, type TextListKey, textsOf } from "./declaration.ts"
import { type PlanningContexts, type PlanningValue, prepareValue } from "./planning-value.ts"

/** Where problems go. */
export type Report = (diagnostic: Diagnostic) => void

/** A text that was read for one expansion, with its place. */
export interface LocatedText {
  readonly text: string
  readonly document: LocatedDocument
  readonly path: Path
  /** True when it stands in the file as it is, and no expression gave it. */
  readonly written: boolean
}

/** The value; undefined when it has none, which is reported. */
export function evaluateAt(
  value: PlanningValue,
  contexts: PlanningContexts,
  at: { readonly document: LocatedDocument; readonly report: Report },
): Json | undefined {
  const result = value.evaluate(contexts)
  if (result.ok) return result.value
  const { problem, path } = result.error
  at.report(syntaxDiagnostic(problem, { document: at.document, path }))
  return undefined
}

/** True when all that the value reads is known while planning; what is not was reported. */
export function isPlannable({ contexts }: PlanningValue): boolean {
  return contexts.every((name) => PLANNING_CONTEXTS.includes(name))
}

/** Reads a text; undefined when it is empty or has no value. */
export function textReader(
  field: Field<"runner">,
  report: Report,
): (contexts: PlanningContexts) => string | undefined {
  const { document, path } = field
  const value = prepareValue(field.value, { path, asText: true })
  if (!isPlannable(value)) return () => undefined
  return (contexts) => {
    const text = evaluateAt(value, contexts, { document, report })
    return text === undefined || text === "" ? undefined : String(text)
  }
}

/** Reads a list of texts; each text of it may give a list, and an empty one is no item. */
export function listReader(
  declaration: Declaration,
  key: TextListKey,
  report: Report,
): (contexts: PlanningContexts) => readonly LocatedText[] {
  return fieldListReader(fieldOf(declaration, key), report)
}

/** As `listReader`, of a field that was found. */
export function fieldListReader(
  field: Field<TextListKey> | undefined,
  report: Report,
): (contexts: PlanningContexts) => readonly LocatedText[] {
  if (field === undefined) return () => []
  const all = textsOf(field).map(({ text, document, path }) => ({
    document,
    path,
    written: !hasExpression(text),
    value: prepareValue(text, { path }),
  }))
  const items = all.filter(({ value }) => isPlannable(value))
  const read = (contexts: PlanningContexts): readonly LocatedText[] =>
    items.flatMap(({ value, document, path, written }) => {
      const result = evaluateAt(value, contexts, { document, report })
      return textsIn(result ?? null).map((text) => ({ text, document, path, written }))
    })
  if (!items.every(({ value }) => value.constant)) return read
  const constant = read({})
  return () => constant
}

function textsIn(value: Json): readonly string[] {
  if (value === null || value === "") return []
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn)
  return [isJsonObject(value) ? renderJson(value) : String(value)]
}
