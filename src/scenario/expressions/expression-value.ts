/**
 * The value of an expression, as JSON, text or truth.
 * Owns the library's evaluator; contexts are plain JSON.
 */
import * as data from "@actions/expressions/data/index"
import { Evaluator } from "@actions/expressions/evaluator"
import type { FunctionDefinition } from "@actions/expressions/funcs/info"
import { truthy } from "@actions/expressions/result"
import { type Json, parseJson, renderJson } from "../../core/json/json.ts"
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import { contextData, fromJson, toJson } from "./expression-data.ts"
import { type Expression, type ExpressionProblem, lowerFirst } from "./expression-syntax.ts"

/** How things stand, for the functions that ask for it. */
export interface StatusFacts {
  readonly success: boolean
  readonly failure: boolean
  readonly cancelled: boolean
}

/** What an evaluation may read. */
export interface EvaluationInput {
  readonly contexts: Readonly<Record<string, Json>>
  /** Without it, status functions are a problem. */
  readonly status?: StatusFacts
}

/** The value of an expression as JSON. */
export function evaluateToJson(
  expression: Expression,
  input: EvaluationInput,
): Result<Json, ExpressionProblem> {
  const value = evaluate(expression, input)
  return value.ok ? ok(toJson(value.value)) : value
}

/** The value of an expression as text, in the form that Actions gives it. */
export function evaluateToText(
  expression: Expression,
  input: EvaluationInput,
): Result<string, ExpressionProblem> {
  const value = evaluate(expression, input)
  return value.ok ? ok(value.value.coerceString()) : value
}

/** Whether the value of an expression counts as true in Actions. */
export function evaluateToBoolean(
  expression: Expression,
  input: EvaluationInput,
): Result<boolean, ExpressionProblem> {
  const value = evaluate(expression, input)
  return value.ok ? ok(truthy(value.value)) : value
}

function evaluate(
  expression: Expression,
  input: EvaluationInput,
): Result<data.ExpressionData, ExpressionProblem> {
  try {
    const evaluator = new Evaluator(
      expression.tree,
      contextData(input.contexts),
      functionsFor(input.status),
    )
    return ok(evaluator.evaluate())
  } catch (error) {
    // The library throws plain errors for values that a function cannot take.
    return err({
      code: "expression/evaluation",
      message: `\`${expression.text}\` has no value: ${lowerFirst(messageOf(error))}`,
      range: expression.range,
    })
  }
}

function functionsFor(status: StatusFacts | undefined): Map<string, FunctionDefinition> {
  const truth = (name: string, value: boolean | undefined): [string, FunctionDefinition] => [
    name,
    {
      name,
      minArgs: 0,
      maxArgs: 0,
      call: () => {
        if (value === undefined) throw new Error(`${name}() is known only while running`)
        return new data.BooleanData(value)
      },
    },
  ]
  return new Map([
    truth("success", status?.success),
    truth("failure", status?.failure),
    truth("cancelled", status?.cancelled),
    truth("always", status === undefined ? undefined : true),
    // The library's own version builds dictionaries that answer for inherited names.
    ["fromjson", { name: "fromJSON", minArgs: 1, maxArgs: 1, call: readJson }],
    // The library's own version loses how numbers were written.
    ["tojson", { name: "toJSON", minArgs: 1, maxArgs: 1, call: writeJson }],
  ])
}

function writeJson(...args: data.ExpressionData[]): data.ExpressionData {
  const [value] = args
  return new data.StringData(renderJson(value === undefined ? null : toJson(value), "  "))
}

function readJson(...args: data.ExpressionData[]): data.ExpressionData {
  const text = args[0]?.coerceString() ?? ""
  try {
    return fromJson(parseJson(text))
  } catch {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
    throw new Error(`fromJSON was given ${text === "" ? "an empty text" : `\`${shown}\``}`)
  }
}
