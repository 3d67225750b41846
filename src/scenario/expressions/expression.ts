/**
 * Conditions, and what conditions and templates use.
 * That is known before anything is evaluated, so that a plan can be checked and can decide.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import {
  type ContextUse,
  type Expression,
  type ExpressionProblem,
  parseExpression,
  STATUS_FUNCTIONS,
} from "./expression-syntax.ts"
import { type EvaluationInput, evaluateToBoolean } from "./expression-value.ts"
import { hasExpression, onlyExpression, parseTemplate, type Template } from "./template.ts"

export type { ContextUse, ExpressionProblem } from "./expression-syntax.ts"
export type { EvaluationInput, StatusFacts } from "./expression-value.ts"

/** A condition without its `${{ }}`. */
export interface Condition {
  readonly text: string
  readonly expression: Expression
}

/**
 * Parses a condition, with or without `${{ }}` around the whole of it. A text that is only partly
 * an expression is refused: Actions would take it for a text, which is always true.
 */
export function parseCondition(text: string): Result<Condition, ExpressionProblem> {
  if (!hasExpression(text)) {
    const expression = parseExpression(text)
    return expression.ok
      ? ok({ text: expression.value.text, expression: expression.value })
      : expression
  }
  const template = parseTemplate(text)
  if (!template.ok) return template
  const only = onlyExpression(template.value)
  if (only === undefined) {
    return err({
      code: "expression/syntax",
      message: "only a part of the condition is an expression, so it would always be true",
      range: { start: 0, end: text.length },
      hint: "write the whole condition in one expression, or leave the braces out",
    })
  }
  return ok({ text: only.text, expression: only })
}

/** Whether a condition holds, by the truth rules of Actions. */
export function evaluateCondition(
  condition: Condition,
  input: EvaluationInput,
): Result<boolean, ExpressionProblem> {
  return evaluateToBoolean(condition.expression, input)
}

/** True when a condition itself asks how things stand, so that no `success()` is implied. */
export function usesStatusFunction(condition: Condition): boolean {
  return condition.expression.functions.some((name) => STATUS_FUNCTIONS.includes(name))
}

/** Every use of a context, in the order of the text. */
export function usesOf(subject: Template | Condition): readonly ContextUse[] {
  if ("expression" in subject) return subject.expression.uses
  return subject.parts.flatMap((part) => (typeof part === "string" ? [] : part.uses))
}

/** Names of the contexts used, in lower case. */
export function contextsOf(subject: Template | Condition): ReadonlySet<string> {
  return new Set(usesOf(subject).map((use) => use.context))
}

/** Names of the functions called, in lower case. */
export function functionsOf(subject: Template | Condition): ReadonlySet<string> {
  if ("expression" in subject) return new Set(subject.expression.functions)
  return new Set(subject.parts.flatMap((part) => (typeof part === "string" ? [] : part.functions)))
}
