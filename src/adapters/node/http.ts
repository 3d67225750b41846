/**
 * HTTP by Node's own client. Other hosts than this one are reached as Node is configured (with
 * NODE_USE_ENV_PROXY through a proxy); this one is always reached directly.
 */
import { Agent, type IncomingMessage, request as plainRequest } from "node:http"
import { Agent as SecureAgent, request as secureRequest } from "node:https"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Http, HttpProblem, HttpRequest, HttpResponse } from "../../ports/http.ts"
import { codeOf } from "./files/file-problem.ts"

type Answer = Result<HttpResponse, HttpProblem>

/** As many as browsers follow. */
const MAX_REDIRECTS = 20

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** Headers that are meant for the first host alone. */
const SECRET_HEADERS: readonly string[] = ["authorization", "cookie", "proxy-authorization"]

/** The real client. */
export const nodeHttp: Http = {
  send: async (request) => {
    let current = request
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await sendOnce(current)
      if (!answer.ok || !request.follow) return answer
      const next = redirected(current, answer.value)
      if (next === null) return answer
      current = next
    }
    return err({ code: "failed", message: `more than ${MAX_REDIRECTS} redirects` })
  },
}

/** The request that an answer sends on to; null when it is the last. */
function redirected(request: HttpRequest, { status, headers }: HttpResponse): HttpRequest | null {
  const location = headers.find(([name]) => name === "location")?.[1]
  if (location === undefined || !REDIRECTS.includes(status)) return null
  if (!URL.canParse(location, request.url)) return null
  const url = new URL(location, request.url)
  const away = url.origin !== new URL(request.url).origin
  const kept = Object.entries(request.headers).filter(
    ([name]) => !away || !SECRET_HEADERS.includes(name.toLowerCase()),
  )
  const asGet = status === 303 || (status < 303 && request.method === "POST")
  const method = asGet && request.method !== "HEAD" ? "GET" : request.method
  return {
    ...request,
    url: url.href,
    method,
    headers: Object.fromEntries(kept),
    body: asGet ? null : request.body,
  }
}

function sendOnce(request: HttpRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => {
      resolve(err(toProblem(error, request.signal)))
    }
    try {
      const url = new URL(request.url)
      const secure = url.protocol === "https:"
      const call = (secure ? secureRequest : plainRequest)(url, {
        method: request.method,
        headers: {
          accept: "*/*",
          "accept-encoding": "identity",
          "user-agent": "parallel-smoke",
          // Node gives a length by itself only to methods that usually have a body.
          ...(request.body !== null && { "content-length": Buffer.byteLength(request.body) }),
          ...lowerCase(request.headers),
        },
        signal: request.signal,
        ...(isLoopback(url.hostname) && { agent: secure ? new SecureAgent() : new Agent() }),
      })
      call.once("error", failed)
      call.once("response", (message) => {
        read(message, request).then(resolve, failed)
      })
      call.end(request.body ?? undefined)
    } catch (error) {
      failed(error)
    }
  })
}

async function read(message: IncomingMessage, request: HttpRequest): Promise<Answer> {
  const pieces: Buffer[] = []
  let room = request.maxBodyBytes
  let whole = true
  for await (const piece of message as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, room))
    if (piece.length > room) {
      whole = false
      break
    }
    room -= piece.length
  }
  const raw = message.rawHeaders
  const headers = raw.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ""]] : [],
  )
  return ok({
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? "",
    headers,
    url: request.url,
    body: Buffer.concat(pieces).toString("utf8"),
    whole,
  })
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, "").toLowerCase()
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\./u.test(host)
  )
}

function toProblem(error: unknown, signal: AbortSignal): HttpProblem {
  if (signal.aborted) return { code: "aborted", message: "aborted" }
  if (!(error instanceof Error)) throw error
  const code = codeOf(error)
  if (code === "ECONNREFUSED") return { code: "refused", message: "connection refused" }
  return { code: "failed", message: error.message || code }
}
