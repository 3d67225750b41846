/**
 * A request with every text evaluated.
 */
import { defined } from "../../core/defined.ts"
import { type Json, type Leaf, mapLeaves, WrittenNumber } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { HttpExpectSpec, HttpSpec } from "../../formats/run-specs.ts"
import {
  evaluateTemplate,
  hasExpression,
  parseTemplate,
} from "../../scenario/expressions/template.ts"
import { urlProblem } from "../../scenario/keys/scenario/http.ts"
import { mapTexts, renderWith } from "../request/render-text.ts"

type Contexts = () => Readonly<Record<string, Json>>

/** Evaluates a request. The error is a sentence for the log. */
export function prepareHttp(spec: HttpSpec, contexts: Contexts): Result<HttpSpec, string> {
  const { expect, ...plain } = spec
  const texts = mapTexts(plain, "http", renderWith(contexts))
  if (!texts.ok) return texts
  const problem = urlProblem(texts.value.url)
  if (problem !== null) return err(`http.url: ${problem}`)
  const expected = prepareHttpExpect(expect, "http.expect", contexts)
  return expected.ok ? ok({ ...texts.value, expect: expected.value }) : expected
}

/** What an answer must be, with every text evaluated. */
export function prepareHttpExpect(
  { json, ...expect }: HttpExpectSpec,
  place: string,
  contexts: Contexts,
): Result<HttpExpectSpec, string> {
  const texts = mapTexts(expect, place, renderWith(contexts))
  if (!texts.ok) return texts
  const value = json === undefined ? ok(undefined) : evaluateJson(json, contexts)
  return value.ok ? ok({ ...texts.value, ...defined({ json: value.value }) }) : value
}

/** Texts inside JSON; one that is an expression and nothing else gives its value, not its text. */
export function evaluateJson(value: Json, contexts: Contexts): Result<Json, string> {
  return mapTexts(value, "", (text) => {
    if (!hasExpression(text)) return ok(text)
    const template = parseTemplate(text)
    if (!template.ok) return err(template.error.message)
    const result = evaluateTemplate(template.value, { contexts: contexts() })
    return result.ok ? ok(mapLeaves(result.value, typed)) : err(result.error.message)
  })
}

/** A value for a program, not for people, is a number. */
function typed(leaf: Leaf): Leaf {
  return leaf instanceof WrittenNumber ? leaf.value : leaf
}
