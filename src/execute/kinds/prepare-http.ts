/**
 * A request with every text evaluated.
 */
import { type Json, type Leaf, mapLeaves, WrittenNumber } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { HttpExpectSpec, HttpSpec } from "../../formats/run-specs.ts"
import {
  evaluateTemplate,
  hasExpression,
  parseTemplate,
} from "../../scenario/expressions/template.ts"
import { urlProblem } from "../../scenario/keys/http.ts"
import { prepareTest } from "../request/expectations.ts"
import { type Render, renderWith } from "../request/render-text.ts"

/** Evaluates a request. The error is a sentence for the log. */
export function prepareHttp(
  spec: HttpSpec,
  contexts: () => Readonly<Record<string, Json>>,
): Result<HttpSpec, string> {
  const render = renderWith(contexts)
  const url = render(spec.url, "http.url")
  if (!url.ok) return url
  const problem = urlProblem(url.value)
  if (problem !== null) return err(`http.url: ${problem}`)
  const headers: Record<string, string> = {}
  for (const [name, text] of Object.entries(spec.headers)) {
    const value = render(text, `http.headers.${name}`)
    if (!value.ok) return value
    headers[name] = value.value
  }
  const body = spec.body === null ? ok(null) : render(spec.body, "http.body")
  if (!body.ok) return body
  const expect = prepareHttpExpect(spec.expect, { render, contexts })
  if (!expect.ok) return expect
  return ok({ ...spec, url: url.value, headers, body: body.value, expect: expect.value })
}

/** What an answer must be, with every text evaluated. */
export function prepareHttpExpect(
  spec: HttpExpectSpec,
  by: { readonly render: Render; readonly contexts: () => Readonly<Record<string, Json>> },
): Result<HttpExpectSpec, string> {
  const { render, contexts } = by
  const headers: Record<string, HttpExpectSpec["headers"][string]> = {}
  for (const [name, test] of Object.entries(spec.headers)) {
    const place = `http.expect.headers.${name}`
    const value =
      typeof test === "string" ? render(test, place) : prepareTest(test, { render, place })
    if (!value.ok) return value
    if (value.value !== null) headers[name] = value.value
  }
  const body = prepareTest(spec.body, { render, place: "http.expect.body" })
  if (!body.ok) return body
  const json = spec.json === undefined ? undefined : evaluateJson(spec.json, contexts)
  if (json !== undefined && !json.ok) return json
  const { json: _, ...rest } = spec
  return ok({
    ...rest,
    headers,
    body: body.value,
    ...(json === undefined ? {} : { json: json.value }),
  })
}

/** What is told to a program, and not shown, is a number. */
function typed(leaf: Leaf): Leaf {
  return leaf instanceof WrittenNumber ? leaf.value : leaf
}

/** Texts inside JSON; one that is an expression and nothing else gives its value, not its text. */
export function evaluateJson(
  value: Json,
  contexts: () => Readonly<Record<string, Json>>,
): Result<Json, string> {
  if (typeof value === "string") {
    if (!hasExpression(value)) return ok(value)
    const template = parseTemplate(value)
    if (!template.ok) return err(template.error.message)
    const result = evaluateTemplate(template.value, { contexts: contexts() })
    return result.ok ? ok(mapLeaves(result.value, typed)) : err(result.error.message)
  }
  if (typeof value !== "object" || value === null) return ok(value)
  const members: [string, Json][] = []
  for (const [key, member] of Object.entries(value)) {
    const result = evaluateJson(member as Json, contexts)
    if (!result.ok) return result
    members.push([key, result.value])
  }
  return ok(
    Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members),
  )
}
