/**
 * One attempt that is a request by HTTP, made by the engine itself and said in the same facts as a
 * command's.
 */
import { type Json, parseForeignJson } from "../../core/json/json.ts"
import { jsonMismatches } from "../../core/json/json-path.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { cutText } from "../../core/text/cut-text.ts"
import type { Cause } from "../../core/verdict.ts"
import type { HttpExpectSpec, HttpSpec } from "../../formats/run-specs.ts"
import type { HttpResponse } from "../../ports/http.ts"
import type { Patterns } from "../../ports/patterns.ts"
import { appendText, excerptOf, readEnd } from "../output/log-tail.ts"
import { onCut, pause, timedOutText } from "../processes/pause.ts"
import { type AttemptFacts, NOTHING_RAN } from "../request/attempt-facts.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import {
  judgeDuration,
  judgeText,
  quote,
  SEARCH_BYTES,
  untilStopped,
} from "../request/expectations.ts"

/** Pause before a refused connection is tried again. */
const REFUSED_PAUSE_MS = 500

/** Characters of a body that the log takes. */
const LOGGED_CHARACTERS = 65_536

/** A request to be made as an attempt. */
export interface HttpAttempt {
  /** With every text evaluated. */
  readonly spec: HttpSpec
  readonly log: string
  readonly timeoutMs: number
  readonly stop: AbortSignal
}

/** What a request reaches. */
export type HttpPorts = Pick<AttemptPorts, "clock" | "files" | "http" | "patterns">

/** Sends the request and judges the answer; never throws for what the other side does. */
export async function runHttpAttempt(
  attempt: HttpAttempt,
  ports: HttpPorts,
): Promise<AttemptFacts> {
  const { spec, log } = attempt
  const { clock, files } = ports
  const from = files.sizeBytes(log) ?? 0
  const begunAt = clock.running()
  const write = (text: string) => appendText(files, log, text)
  write(`> ${spec.method} ${spec.url}\n${requestHeaders(spec)}`)
  const asked = await ask(attempt, ports)
  const durationMs = clock.running() - begunAt
  if (asked.kind === "answer") write(responseText(asked.response))
  else if (asked.kind === "problem") write(`! ${asked.message}\n`)
  const base = { ...NOTHING_RAN, durationMs }
  const failed = (cause: Cause, message: string): AttemptFacts => {
    write(`! ${message}\n`)
    const tail = excerptOf(readEnd(files, { path: log, from }))
    const outputBytes = files.sizeBytes(log) ?? 0
    return { ...base, outcome: "failed", cause, message, tail, outputBytes }
  }
  const cancelled = (): AttemptFacts => ({
    ...base,
    outcome: "cancelled",
    outputBytes: files.sizeBytes(log) ?? 0,
  })
  switch (asked.kind) {
    case "stop":
      return cancelled()
    case "timeout":
      return failed("timeout", timedOutText(attempt))
    case "problem":
      return failed(
        "expectation",
        `expected an answer from ${hostOf(spec.url)}, but ${asked.message}`,
      )
    case "answer": {
      const searching = untilStopped(ports.patterns, attempt.stop)
      const { response, tookMs: durationMs } = asked
      const { patterns } = searching
      const unmet = await judgeResponse(spec.expect, { response, durationMs, patterns })
      if (searching.stopped()) return cancelled()
      if (unmet.length > 0) return failed("expectation", unmet.join("; "))
      return { ...base, outcome: "passed", outputBytes: files.sizeBytes(log) ?? 0 }
    }
  }
}

type Asked =
  | { readonly kind: "answer"; readonly response: HttpResponse; readonly tookMs: number }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "timeout" | "stop" }

/** Asks until there is an answer, or something else than that nobody listens yet. */
async function ask(attempt: HttpAttempt, ports: HttpPorts): Promise<Asked> {
  const { spec, timeoutMs, stop } = attempt
  const { clock, http } = ports
  const begunAt = clock.running()
  const abort = new AbortController()
  let cut: "timeout" | "stop" = "stop"
  const takeBack = onCut({ timeoutMs, stop, clock }, (why) => {
    cut = why
    abort.abort()
  })
  try {
    for (;;) {
      const sentAt = clock.running()
      const { url, method, headers, body, follow } = spec
      const answer = await http.send({
        ...{ url, method, headers, body, follow, maxBodyBytes: SEARCH_BYTES },
        signal: abort.signal,
      })
      if (answer.ok) {
        return { kind: "answer", response: answer.value, tookMs: clock.running() - sentAt }
      }
      if (abort.signal.aborted) return { kind: cut }
      const { code, message } = answer.error
      const waited = clock.running() - begunAt
      if (code !== "refused") return { kind: "problem", message }
      if (waited + REFUSED_PAUSE_MS > spec.retryRefusedMs) {
        const tried = waited < 1_000 ? "" : ` for ${formatDuration(waited)}`
        return { kind: "problem", message: `${message}${tried}` }
      }
      await pause(REFUSED_PAUSE_MS, { clock, hurry: abort.signal })
      if (abort.signal.aborted) return { kind: cut }
    }
  } finally {
    takeBack()
  }
}

/** One sentence for each thing that is not as expected of an answer. */
export async function judgeResponse(
  expect: HttpExpectSpec,
  answer: {
    readonly response: HttpResponse
    readonly durationMs: number
    readonly patterns: Patterns
  },
): Promise<string[]> {
  const { response, durationMs, patterns } = answer
  const said: string[] = []
  if (!expect.status.some((wanted) => isStatus(response.status, wanted))) {
    const wanted =
      expect.status.length === 1 ? expect.status[0] : `one of ${expect.status.join(", ")}`
    const text = response.statusText === "" ? "" : ` ${response.statusText}`
    said.push(`expected status ${wanted}, but got ${response.status}${text}`)
  }
  for (const [name, test] of Object.entries(expect.headers)) {
    said.push(...(await judgeHeader({ name, test, response, patterns })))
  }
  const known = { text: response.body, whole: response.whole }
  if (expect.body !== null) {
    said.push(...(await judgeText(expect.body, { name: "the body", known, patterns })))
  }
  if (expect.json !== undefined) said.push(...judgeJson(expect.json, response))
  said.push(...judgeDuration(expect.withinMs, durationMs))
  return said
}

function isStatus(status: number, wanted: string): boolean {
  return wanted.endsWith("xx")
    ? wanted.startsWith(String(status)[0] ?? "")
    : String(status) === wanted
}

async function judgeHeader(header: {
  readonly name: string
  readonly test: HttpExpectSpec["headers"][string]
  readonly response: HttpResponse
  readonly patterns: Patterns
}): Promise<string[]> {
  const { name, test, response, patterns } = header
  const values = response.headers.filter(([found]) => found === name).map(([, value]) => value)
  if (values.length === 0) return [`expected the header ${name}, but it is missing`]
  const text = values.join(", ")
  if (typeof test === "string") {
    if (text === test) return []
    return [`expected the header ${name} to be ${quote(test)}, but it is ${quote(text)}`]
  }
  return judgeText(test, { name: `the header ${name}`, known: { text, whole: true }, patterns })
}

function judgeJson(expected: Json, response: HttpResponse): string[] {
  const body = parseForeignJson(response.body)
  if (!body.ok) {
    const found = response.body === "" ? "it is empty" : `it is ${quote(response.body)}`
    return [`expected a body in JSON, but ${found}`]
  }
  return jsonMismatches(expected, body.value as Json).map(({ path, expected: wanted, found }) => {
    const is = found === undefined ? "it is missing" : `it is ${quoteJson(found)}`
    return `expected ${path} of the body to be ${quoteJson(wanted)}, but ${is}`
  })
}

function quoteJson(value: Json): string {
  return typeof value === "string" ? quote(value) : cutText(JSON.stringify(value), 120, "…")
}

/** Values of headers may be secrets; the log has their names. */
function requestHeaders({ headers }: HttpSpec): string {
  return Object.keys(headers)
    .map((name) => `> ${name}: …\n`)
    .join("")
}

function responseText({ status, statusText, headers, url, body, whole }: HttpResponse): string {
  const lines = headers.map(([name, value]) => `< ${name}: ${value}\n`).join("")
  const shown = body.slice(0, LOGGED_CHARACTERS).toWellFormed()
  const left = whole && shown.length === body.length ? "" : "\n! the body continues"
  const text = shown === "" ? "" : `\n${shown}${left}\n`
  return `< ${status} ${statusText} from ${url}\n${lines}${text}`
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
