/**
 * A loopback stand-in for what jobs talk to: artifact and cache service, blob storage, a little
 * REST. Keeps the real one's rules and limits, records every request, breaks on demand.
 */
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { ArtifactShelf } from "./artifact-shelf.ts"
import { BlobStore, type Reply } from "./blobs.ts"
import { CacheShelf } from "./cache-shelf.ts"
import { type Effect, type Fault, FaultStore } from "./faults.ts"
import { type JobIdentity, runtimeToken } from "./identity.ts"
import { matchRest, RestApi } from "./rest.ts"
import { handleTwirp, json } from "./twirp.ts"

/** One request as it was answered. */
export interface RecordedRequest {
  readonly name: string
  readonly method: string
  readonly path: string
  /** Name of the artifact or key of the cache that it was about, when its body says so. */
  readonly about: string | null
  /** 0 when the connection was cut. */
  readonly status: number
}

/** A running service. */
export interface ResultsService {
  readonly url: string
  readonly requests: readonly RecordedRequest[]
  readonly artifacts: ArtifactShelf
  readonly caches: CacheShelf
  readonly rest: RestApi
  /** Puts a trouble in store. */
  inject(fault: Fault): void
  /** What the runner would put into the environment of that job. */
  environmentOf(job: JobIdentity): Readonly<Record<string, string>>
  stop(): Promise<void>
}

const PREFIX = "/twirp/github.actions.results.api.v1."

/** Starts the service on a free port of the loopback interface. */
export async function startResultsService(options?: {
  readonly onRequest?: (request: RecordedRequest) => void
}): Promise<ResultsService> {
  const blobs = new BlobStore()
  const artifacts = new ArtifactShelf(blobs)
  const caches = new CacheShelf(blobs)
  const rest = new RestApi(artifacts, blobs)
  const faults = new FaultStore()
  const requests: RecordedRequest[] = []

  const record = (request: RecordedRequest): void => {
    requests.push(request)
    options?.onRequest?.(request)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const method = request.method ?? "GET"
    const parsed = new URL(request.url ?? "/", base)
    const body = parseBody(request, raw)
    const name = nameOf(method, parsed)
    const about = aboutOf(body)
    const effect = faults.take(name, about)
    const handle = (): Reply => {
      const call = { method, url: parsed, body, authorization: request.headers.authorization, base }
      if (parsed.pathname.startsWith("/blob/")) {
        return blobs.handle({ method, url: parsed, headers: request.headers, body: raw })
      }
      if (parsed.pathname.startsWith(PREFIX)) {
        return handleTwirp({ blobs, artifacts, caches }, { ...call, method: name })
      }
      return rest.handle(call) ?? json(404, { message: "Not Found" })
    }
    const reply = applyEffect(effect, handle)
    record({ name, method, path: parsed.pathname, about, status: reply?.status ?? 0 })
    if (reply === null) {
      request.socket.resetAndDestroy()
      return
    }
    const length = String(Buffer.byteLength(reply.body ?? ""))
    response.writeHead(reply.status, { "content-length": length, ...reply.headers })
    response.end(method === "HEAD" ? undefined : reply.body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(599)
      response.end(String(error))
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: base,
    requests,
    artifacts,
    caches,
    rest,
    inject: (fault) => faults.add(fault),
    environmentOf: (job) => ({
      ACTIONS_RESULTS_URL: `${base}/`,
      ACTIONS_RUNTIME_URL: `${base}/`,
      ACTIONS_RUNTIME_TOKEN: runtimeToken(job),
      ACTIONS_CACHE_SERVICE_V2: "true",
      GITHUB_API_URL: base,
      GITHUB_RUN_ID: String(job.run),
      GITHUB_RUN_ATTEMPT: String(job.attempt),
      // Both clients refuse to work for a host that they do not know.
      GITHUB_SERVER_URL: "https://github.com",
      // The storage client of the artifact package does not leave loopback out by itself.
      NO_PROXY: "127.0.0.1",
    }),
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, "close")
    },
  }
}

function parseBody(request: IncomingMessage, raw: Buffer): Readonly<Record<string, unknown>> {
  if (!(request.headers["content-type"] ?? "").includes("json") || raw.length === 0) return {}
  const value: unknown = JSON.parse(raw.toString("utf8"))
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {}
}

function nameOf(method: string, url: URL): string {
  if (url.pathname.startsWith(PREFIX)) return url.pathname.split("/").at(-1) ?? ""
  if (url.pathname.startsWith("/blob/")) {
    const part = url.searchParams.get("comp")
    return `blob:${part ?? method.toLowerCase()}`
  }
  return matchRest(method, url.pathname)?.name ?? "unknown"
}

function aboutOf(body: Readonly<Record<string, unknown>>): string | null {
  const value = body["name"] ?? body["key"]
  return typeof value === "string" ? value : null
}

function faultOf({ status, msg, headers }: Extract<Effect, { kind: "status" }>): Reply {
  const reply = json(status, { code: "fault", msg, message: msg })
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

/** The answer under a fault; null cuts the connection. */
function applyEffect(effect: Effect | null, handle: () => Reply): Reply | null {
  switch (effect?.kind) {
    case undefined:
      return handle()
    case "status":
      return faultOf(effect)
    case "text":
      return {
        status: effect.status,
        headers: { "content-type": "text/html" },
        body: effect.text,
      }
    case "status-after":
      handle()
      return json(effect.status, { code: "fault", msg: effect.msg, message: effect.msg })
    case "reset":
      return null
    case "lose-reply":
      handle()
      return null
    case "truncate": {
      const reply = handle()
      return { ...reply, body: Buffer.from(reply.body ?? "").subarray(0, effect.bytes) }
    }
  }
}
