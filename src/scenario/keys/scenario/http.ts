/**
 * `http`: a request instead of a command, checked as far as a file can be.
 */
import { isJsonObject, type Json } from "../../../core/json/json.ts"
import { parseJsonPath } from "../../../core/json/json-path.ts"
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import * as s from "../../../core/schema/make.ts"
import type { HttpExpectSpec, HttpSpec } from "../../../formats/run-specs.ts"
import { hasExpression } from "../../expressions/template.ts"
import { type Placed, writtenText } from "../../text/written.ts"
import { duration, key, millisecondsOf, Text } from "../parts.ts"
import { type TestPlace, TextTest, textTestOf } from "./expect.ts"

const StatusCode = s.union(
  s.whole().min(100).max(599),
  s
    .text()
    .regex(/^[1-5](?:xx|\d\d)$/u, "write a code such as 204, or a class such as `2xx`")
    .note({ examples: ["2xx"] }),
)

/** What an answer must be. */
export const HttpExpect = s
  .strictObject(
    {
      status: s
        .union(StatusCode, s.list(StatusCode).filled())
        .describe("Codes or classes that pass; default 2xx", 200, ["2xx", 304]),
      headers: s
        .record(s.union(Text, TextTest))
        .describe("By name; a text is the whole value", { "Content-Type": "application/json" }),
      body: s
        .union(s.text(), TextTest)
        .describe("A text that it must contain, or a test", "ok", { matches: "^v\\d" }),
      json: s
        .anything()
        .describe("What it must contain; keys such as `$.items[0].id` are paths", { status: "ok" }),
      within: duration({ positive: true }).describe("Longest duration"),
    },
    {
      called: "`expect` of a request",
      words: {
        "exit-code": "an answer has a `status`",
        code: "the key is `status`",
        contains: "name the stream or part: `body: { contains: … }`",
      },
    },
  )
  .partial()
  .note({ id: "httpExpect", examples: [{ status: 200, json: { status: "ok" } }] })

/** A request with all that can be said of it. */
const HttpRequest = s
  .strictObject(
    {
      url: s.text().filled().describe("http or https", "https://staging.example.com/health"),
      method: s
        .text()
        .regex(/^[A-Za-z]+$/u, "a method has only letters")
        .describe("Default GET", "POST")
        .optional(),
      headers: s
        .record(Text)
        .describe("Sent with the request", { Authorization: "Bearer ${{ env.TOKEN }}" })
        .optional(),
      body: s.text().describe("Sent with the request", '{"deep": true}').optional(),
      expect: HttpExpect.describe("What the answer must be").optional(),
      follow: s.flag().describe("Whether redirects are followed; default true").optional(),
      "retry-refused": duration({ positive: false })
        .describe("How long a refused connection is tried again; default 30s")
        .optional(),
    },
    {
      called: "`http`",
      words: {
        timeout: "`timeout` is a key of the scenario",
        status: "write it under `expect`",
        json: "write it under `expect`, or a text as `body`",
        data: "the key is `body`",
        redirect: "the key is `follow`",
      },
    },
  )
  .note({
    id: "httpRequest",
    examples: [{ url: "https://example.com/health", expect: { status: 200 } }],
  })

const Http = s
  .union(s.text(), HttpRequest)
  .describe("A request instead of a command; a text is the URL", "https://staging.example.com/")

export const HTTP_KEYS = {
  http: key({
    schema: Http,
    evaluated: "attempt",
    merge: "replace",
    fixed: "only the scenario itself can set what runs",
  }),
} as const

type HttpField = Placed<s.Infer<typeof Http>>
type HttpText = s.Infer<typeof HttpRequest>

/** How long a refused connection is tried again where nothing is said: services take a while. */
const RETRY_REFUSED_MS = 30_000

/** Builds the request. */
export function httpOf(field: HttpField, diagnostics: Diagnostic[]): HttpSpec {
  const { document, path } = field
  const short = typeof field.value === "string"
  const text: HttpText = typeof field.value === "string" ? { url: field.value } : field.value
  const at = (key: string) => (short ? path : [...path, key])
  const problem = urlProblem(text.url)
  if (problem !== null) {
    const hint = "write the whole URL, such as `https://example.com/health`"
    diagnostics.push(
      errorAt(document.locate(at("url")), { code: "suite/value", message: problem, hint }),
    )
  }
  const retry = text["retry-refused"]
  const headers = Object.entries(text.headers ?? {}).map(([name, value]): [string, string] => {
    if (!HEADER_NAME.test(name)) {
      const message = `\`${name}\` cannot be the name of a header`
      const location = document.locateKey([...path, "headers", name])
      diagnostics.push(errorAt(location, { code: "suite/value", message }))
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
    expect: httpExpectOf(text.expect ?? {}, { document, path: [...path, "expect"], diagnostics }),
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
      const message = `\`${key}\` is not a path into JSON`
      const hint = 'write it such as `$.items[0].id` or `$["two words"]`'
      diagnostics.push(
        errorAt(document.locateKey([...path, "json", key]), { code: "suite/value", message, hint }),
      )
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
