/**
 * The small grammar of requirements: `name`, or `name op value`, where the value is a quantity, a
 * version or a text.
 */

import { err, ok, type Result } from "../core/problems/result.ts"
import { parseQuantity } from "../core/quantities/quantity.ts"
import type { Requirement } from "../formats/capability.ts"
import { readName, type TextProblem } from "./name.ts"

/** How a requirement compares. */
export type Operator = NonNullable<Requirement["test"]>["op"]

const OPERATORS: readonly Operator[] = [">=", "<=", "==", "!=", ">", "<"]

/** Operators of other languages. */
const MISTAKEN: Readonly<Record<string, Operator>> = {
  "===": "==",
  "!==": "!=",
  "=>": ">=",
  "=<": "<=",
  "<>": "!=",
  "=": "==",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
}

/** Parses one requirement; a problem has the offset of what is wrong. */
export function parseRequirement(text: string): Result<Requirement, TextProblem> {
  const start = text.length - text.trimStart().length
  const name = readName(text, start)
  if (!name.ok) return name
  const { parts, end } = name.value
  const trimmed = text.trim()
  const at = skipSpace(text, end)
  if (at === text.length) return ok({ text: trimmed, name: [...parts], test: null })
  const operator = readOperator(text, at)
  if (!operator.ok) return operator
  const { op, after } = operator.value
  const from = skipSpace(text, after)
  const value = readValue(text.slice(from).trimEnd(), { op, offset: from })
  if (!value.ok) return value
  return ok({ text: trimmed, name: [...parts], test: { op, value: value.value } })
}

function readOperator(
  text: string,
  at: number,
): Result<{ readonly op: Operator; readonly after: number }, TextProblem> {
  const [sign = ""] = /^[<>=!≥≤≠]+/u.exec(text.slice(at)) ?? []
  const op = OPERATORS.find((operator) => operator === sign)
  if (op !== undefined) return ok({ op, after: at + sign.length })
  const meant = MISTAKEN[sign]
  const hint = meant === undefined ? `compare with one of ${OPERATORS.join(" ")}` : `write ${meant}`
  const found = sign === "" ? (text.slice(at).split(/\s/u)[0] ?? "") : sign
  return err({ offset: at, message: `${JSON.stringify(found)} is not a comparison`, hint })
}

/**
 * A text that can only be a quantity becomes a number. `22.10` can be a version, in which the zero
 * matters, so it stays text: the capability that it is compared with decides.
 */
function readValue(
  text: string,
  { op, offset }: { readonly op: Operator; readonly offset: number },
): Result<number | string, TextProblem> {
  if (text === "") {
    const hint = `write what to compare with, such as ${op} 8Gi, or the name alone`
    return err({ offset, message: "there is nothing after the comparison", hint })
  }
  const quoted = /^(?:"([^"]*)"|'([^']*)')$/u.exec(text)
  if (quoted !== null) return ok(quoted[1] ?? quoted[2] ?? "")
  if (/^["']/u.test(text)) {
    return err({ offset, message: "the quote is not closed", hint: "end the text with a quote" })
  }
  if (/^v?\d+(\.\d+)+([-+.][\w.+-]*)?$/u.test(text)) return ok(text)
  if (/^[+-]?[.\d]/u.test(text)) {
    const quantity = parseQuantity(text)
    if (quantity.ok) return quantity
    const { reason, message, hint } = quantity.error
    const orText = reason === "malformed" ? ", or put a text in quotes" : ""
    return err({ offset, message, hint: `${hint}${orText}` })
  }
  if (/^[\w.+/:@-]+$/u.test(text)) return ok(text)
  const hint = "put a text with other characters in quotes"
  return err({
    offset,
    message: `${JSON.stringify(text)} is not a quantity, version or word`,
    hint,
  })
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/u.test(text.charAt(at))) at++
  return at
}
