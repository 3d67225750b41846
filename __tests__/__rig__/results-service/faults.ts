/**
 * What can go wrong, as data: which request a fault meets, how often, and what it does to it.
 * The named ones are the troubles seen in the field, each under the words people use for it.
 */

/** What a fault does to the request that it meets. */
export type Effect =
  /** Answers instead of the service, with a JSON error. */
  | {
      readonly kind: "status"
      readonly status: number
      readonly msg: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Answers instead of the service with a body that is not JSON. */
  | { readonly kind: "text"; readonly status: number; readonly text: string }
  /** Cuts the connection before anything happened. */
  | { readonly kind: "reset" }
  /** Does what was asked, then answers as if it had not. */
  | { readonly kind: "status-after"; readonly status: number; readonly msg: string }
  /** Does what was asked, then cuts the connection. */
  | { readonly kind: "lose-reply" }
  /** Sends only the first bytes of a body, as if they were all. */
  | { readonly kind: "truncate"; readonly bytes: number }

/** One trouble in store. */
export interface Fault {
  /** Name of a request as the service records it: `CreateArtifact`, `blob:get`, `rest:list`, … */
  readonly on: string
  readonly effect: Effect
  /** How many requests it meets; one when left out. */
  readonly times?: number
  /** Meets only requests about this artifact. */
  readonly artifact?: string
}

/** Every request of that name is refused with that status. */
export function refuse(on: string, status: number, msg = "refused"): Fault {
  return { on, effect: { kind: "status", status, msg } }
}

/** The upload's last call is refused; the name stays taken though nobody can see it. */
export const forbiddenFinalize: Fault = refuse("FinalizeArtifact", 403, "forbidden")

/** The storage of the account is full. */
export const quotaHit: Fault = refuse(
  "CreateArtifact",
  403,
  "insufficient usage to create artifact",
)

/** Too many requests. */
export function rateLimited(on: string): Fault {
  return refuse(on, 429, "slow down")
}

/** Too many requests, for so many seconds. */
export function rateLimitedFor(on: string, seconds: number): Fault {
  const headers = { "retry-after": String(seconds) }
  return { on, effect: { kind: "status", status: 429, msg: "slow down", headers } }
}

/** A proxy answers with a page of its own. */
export function notJson(on: string): Fault {
  return { on, effect: { kind: "text", status: 200, text: "<html>maintenance</html>" } }
}

/** The connection breaks before the service has seen the request. */
export function connectionReset(on: string): Fault {
  return { on, effect: { kind: "reset" } }
}

/** The upload succeeds but the caller never hears of it. */
export const lostFinalizeReply: Fault = { on: "FinalizeArtifact", effect: { kind: "lose-reply" } }

/** The upload succeeds but the service says that it did not. */
export function finalizeDenied(status: number): Fault {
  return { on: "FinalizeArtifact", effect: { kind: "status-after", status, msg: "refused" } }
}

/** Listed, but its download address is not given out: earlier attempts after a re-run. */
export const signedUrlGone: Fault = refuse("GetSignedArtifactURL", 404, "workflow run not found")

/** The first fault in store for a request, counted down. */
export class FaultStore {
  readonly #faults: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 })
  }

  take(on: string, artifact: string | null): Effect | null {
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.on === on &&
        (fault.artifact === undefined || fault.artifact === artifact),
    )
    if (found === undefined) return null
    found.left -= 1
    return found.fault.effect
  }
}
