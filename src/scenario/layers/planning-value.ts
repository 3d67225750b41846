/**
 * Values that may hold expressions and are evaluated while planning: parsed once, evaluated for
 * every expansion.
 */
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import { contextsOf, type ExpressionProblem } from "../expressions/expression.ts"
import {
  evaluateTemplate,
  hasExpression,
  parseTemplate,
  renderTemplate,
} from "../expressions/template.ts"

import type { Path } from "../text/document.ts"

/** What the commands gave, by `commandKey`; an error is a fragment that says why there is nothing. */
export type CommandValues = ReadonlyMap<string, Result<CommandOutcome, string>>

/** The values of a command that ended well. */
export interface CommandOutcome {
  readonly values: readonly Json[]
  /** The end of a sentence about what it should not have done; null where there is nothing to say. */
  readonly misdeed: string | null
}

/** What evaluation while planning may read. */
export interface PlanningFacts {
  readonly github: JsonObject
  readonly vars: JsonObject
  /** What the commands of matrices gave; without it such a matrix stays unexpanded. */
  readonly commandValues?: CommandValues | undefined
}

/** Contexts while planning. */
export type PlanningContexts = Readonly<Record<string, Json>>

/** A problem, and which of the texts in the value has it. */
export interface ValueProblem {
  readonly problem: ExpressionProblem
  readonly path: Path
}

/** A value that waits for its contexts. */
export interface PlanningValue {
  /** True when nothing in it depends on the contexts. */
  readonly constant: boolean
  /** Names of the contexts it reads. */
  readonly contexts: readonly string[]
  evaluate(contexts: PlanningContexts): Result<Json, ValueProblem>
}

/**
 * Prepares a value. A text that does not parse stays as it is: it was reported where it was read.
 * With `asText`, a text that is one expression gives text too, not JSON.
 */
export function prepareValue(
  value: unknown,
  options: { readonly path: Path; readonly asText?: boolean },
): PlanningValue {
  const { path, asText = false } = options
  if (typeof value === "string" && hasExpression(value)) {
    const template = parseTemplate(value)
    if (!template.ok) return constantValue(value)
    const evaluate = asText ? renderTemplate : evaluateTemplate
    return {
      constant: false,
      contexts: [...contextsOf(template.value)],
      evaluate: (contexts) => {
        const result: Result<Json, ExpressionProblem> = evaluate(template.value, { contexts })
        return result.ok ? result : { ok: false, error: { problem: result.error, path } }
      },
    }
  }
  if (Array.isArray(value)) {
    const items = value.map((item, i) => prepareValue(item, { path: [...path, i], asText }))
    return combine(items, value as readonly Json[], (values) => values)
  }
  if (isJsonObject(value)) {
    const keys = Object.keys(value)
    const members = Object.entries(value).map(([key, member]) =>
      prepareValue(member, { path: [...path, key], asText }),
    )
    return combine(members, value, (values) =>
      Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null])),
    )
  }
  return constantValue((value ?? null) as Json)
}

function constantValue(value: Json): PlanningValue {
  return { constant: true, contexts: [], evaluate: () => ok(value) }
}

function combine(
  parts: readonly PlanningValue[],
  whole: Json,
  build: (values: readonly Json[]) => Json,
): PlanningValue {
  if (parts.every((part) => part.constant)) return constantValue(whole)
  return {
    constant: false,
    contexts: parts.flatMap((part) => part.contexts),
    evaluate: (contexts) => {
      const values: Json[] = []
      for (const part of parts) {
        const value = part.evaluate(contexts)
        if (!value.ok) return value
        values.push(value.value)
      }
      return ok(build(values))
    },
  }
}
