import type { Result } from "../core/problems/result.ts"

/** A request; its body is text. */
export interface HttpRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Whether redirects are followed. */
  readonly follow: boolean
  /** Number of bytes of the answer's body to read. */
  readonly maxBodyBytes: number
  readonly signal: AbortSignal
}

/** The answer after all redirects. */
export interface HttpResponse {
  readonly status: number
  readonly statusText: string
  /** Names in lower case, in the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly url: string
  /** Decoded leniently. */
  readonly body: string
  /** False if the body is longer. */
  readonly whole: boolean
}

/** Why there is no answer. */
export interface HttpProblem {
  /** `refused`: no program listens (yet). `aborted`: by the signal. */
  readonly code: "refused" | "aborted" | "failed"
  readonly message: string
}

/** Requests by HTTP. Loopback addresses never go through a proxy. */
export interface Http {
  send(request: HttpRequest): Promise<Result<HttpResponse, HttpProblem>>
}
