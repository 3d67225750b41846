/**
 * A request by HTTP as part of a definition, checked as far as a file can be.
 */

import { isJsonObject, type Json } from "../../core/json/json.ts"
import { parseJsonPath } from "../../core/json/json-path.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import type { HttpExpectSpec, HttpSpec } from "../../formats/run-specs.ts"
import { hasExpression } from "../expressions/template.ts"
import { type Field, writtenText } from "../layers/declaration.ts"
import { type TestPlace, textTestOf } from "./expect.ts"
import type { HttpText } from "./run-schema.ts"

/** How long a refused connection is tried again where nothing is said: services take a while. */
const RETRY_REFUSED_MS = 30_000

/** Builds the request. */
export function httpOf(field: Field<"http">, diagnostics: Diagnostic[]): HttpSpec {
  const { document, path } = field
  const short = typeof field.value === "string"
  const text: HttpText = typeof field.value === "string" ? { url: field.value } : field.value
  const at = (key: string) => (short ? path : [...path, key])
  const problem = urlProblem(text.url)
  if (problem !== null) {
    diagnostics.push({
      code: "suite/value",
      severity: "error",
      message: problem,
      location: document.locate(at("url")),
      hint: "write it whole, such as `https://example.com/health`",
    })
  }
  const retry = text["retry-refused"]
  const headers = Object.entries(text.headers ?? {}).map(([name, value]): [string, string] => {
    if (!HEADER_NAME.test(name)) {
      diagnostics.push({
        code: "suite/value",
        severity: "error",
        message: `\`${name}\` cannot be the name of a header`,
        location: document.locateKey([...path, "headers", name]),
      })
    }
    return [name.toLowerCase(), writtenText(document, [...path, "headers", name], value)]
  })
  return {
    kind: "http",
    url: text.url,
    method: (text.method ?? "GET").toUpperCase(),
    headers: Object.fromEntries(headers),
    body: text.body ?? null,
    follow: text.follow ?? true,
    retryRefusedMs: retry === undefined ? RETRY_REFUSED_MS : (millisecondsOf(retry) ?? 0),
    expect: httpExpectOf(text.expect ?? {}, {
      document: field.document,
      path: [...field.path, "expect"],
      diagnostics,
    }),
  }
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/u

/** What an answer must be. */
export function httpExpectOf(
  text: NonNullable<HttpText["expect"]>,
  { document, path, diagnostics }: TestPlace,
): HttpExpectSpec {
  const status = text.status === undefined ? ["2xx"] : [text.status].flat().map(String)
  const headers = Object.entries(text.headers ?? {}).flatMap(([name, value]) => {
    const place = { document, path: [...path, "headers", name], diagnostics }
    const test =
      typeof value === "object"
        ? textTestOf(value, place)
        : writtenText(document, place.path, value)
    return test === null ? [] : [[name.toLowerCase(), test] as const]
  })
  const body =
    typeof text.body === "string"
      ? { contains: [text.body], matches: [], notContains: [] }
      : textTestOf(text.body, { document, path: [...path, "body"], diagnostics })
  const json = text.json as Json | undefined
  if (isJsonObject(json)) {
    for (const key of Object.keys(json)) {
      if (!key.startsWith("$") || parseJsonPath(key) !== null) continue
      diagnostics.push({
        code: "suite/value",
        severity: "error",
        message: `\`${key}\` is not a path into JSON`,
        location: document.locateKey([...path, "json", key]),
        hint: 'write it such as `$.items[0].id` or `$["two words"]`',
      })
    }
  }
  return {
    status,
    headers: Object.fromEntries(headers),
    body,
    ...(json === undefined ? {} : { json }),
    withinMs: text.within === undefined ? null : (millisecondsOf(text.within) ?? null),
  }
}

/** Why a URL cannot be asked; null when it can, or when nobody knows before the attempt. */
export function urlProblem(url: string): string | null {
  if (hasExpression(url)) return null
  if (!URL.canParse(url)) return `\`${url}\` is not a URL`
  const { protocol } = new URL(url)
  return ["http:", "https:"].includes(protocol) ? null : `\`${protocol}\` is not http or https`
}

function millisecondsOf(value: string | number): number | undefined {
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value : undefined
}
