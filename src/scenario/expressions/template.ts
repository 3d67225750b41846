/**
 * Texts with `${{ }}` in them: cutting them at their expressions, and rendering.
 */
import type { Json } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { type Expression, type ExpressionProblem, parseExpression } from "./expression-syntax.ts"
import { type EvaluationInput, evaluateToJson, evaluateToText } from "./expression-value.ts"

/** A text cut at its expressions. */
export interface Template {
  readonly text: string
  readonly parts: readonly (string | Expression)[]
}

const OPEN = "${{"
const CLOSE = "}}"

/** True when the text holds an expression at all; cheaper than parsing. */
export function hasExpression(text: string): boolean {
  return text.includes(OPEN)
}

/** Cuts a text at its expressions; offsets of problems are offsets in the text. */
export function parseTemplate(text: string): Result<Template, ExpressionProblem> {
  const { template, problems } = readTemplate(text)
  const [first] = problems
  return first === undefined ? ok(template) : err(first)
}

/** Cuts a text at its expressions, going on behind those that do not parse. */
export function readTemplate(text: string): {
  readonly template: Template
  readonly problems: readonly ExpressionProblem[]
} {
  const parts: (string | Expression)[] = []
  const problems: ExpressionProblem[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf(OPEN, at)
    if (open < 0) break
    if (open > at) parts.push(text.slice(at, open))
    const close = closeOf(text, open + OPEN.length)
    if (close < 0) {
      problems.push({
        code: "expression/syntax",
        message: `\`${OPEN}\` is not closed with \`${CLOSE}\``,
        range: { start: open, end: open + OPEN.length },
      })
      at = text.length
      break
    }
    const inner = text.slice(open + OPEN.length, close)
    const expression = parseExpression(inner, open + OPEN.length)
    if (expression.ok) parts.push(expression.value)
    else problems.push(expression.error)
    at = close + CLOSE.length
  }
  if (at < text.length) parts.push(text.slice(at))
  return { template: { text, parts }, problems }
}

/** The text with every expression replaced by the text of its value. */
export function renderTemplate(
  template: Template,
  input: EvaluationInput,
): Result<string, ExpressionProblem> {
  let text = ""
  for (const part of template.parts) {
    if (typeof part === "string") {
      text += part
      continue
    }
    const value = evaluateToText(part, input)
    if (!value.ok) return value
    text += value.value
  }
  return ok(text)
}

/** The value of a template: JSON when it is one expression and nothing else, text otherwise. */
export function evaluateTemplate(
  template: Template,
  input: EvaluationInput,
): Result<Json, ExpressionProblem> {
  const only = onlyExpression(template)
  return only === undefined ? renderTemplate(template, input) : evaluateToJson(only, input)
}

/**
 * The expression that is the whole of a template, if it is one.
 * A line end behind the only expression, as block texts have it, does not make it a text.
 */
export function onlyExpression(template: Template): Expression | undefined {
  const meaningful = template.parts.filter((part) => typeof part !== "string" || part.trim() !== "")
  const [only] = meaningful
  return meaningful.length === 1 && typeof only === "object" ? only : undefined
}

/** The first `}}` outside a text in single quotes. */
function closeOf(text: string, from: number): number {
  let quoted = false
  for (let i = from; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted
    else if (!quoted && text.startsWith(CLOSE, i)) return i
  }
  return -1
}
