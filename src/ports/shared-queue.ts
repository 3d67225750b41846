import type { Result } from "../core/problems/result.ts"
import type { QueueUrl } from "../core/text/queue-url.ts"
import type { Verdict } from "../core/verdict.ts"

/** A scenario that one worker has taken from the queue. */
export interface Claim {
  readonly id: string
  /** The fencing token: grows with each claim of the scenario, from 1. */
  readonly token: number
}

/** How a scenario ended in the queue. */
export interface QueueEnd {
  /** `lost` where worker after worker was lost while it ran. */
  readonly verdict: Verdict
  readonly outputs: Readonly<Record<string, string>>
  /** The claim whose result counts; null where none does. */
  readonly token: number | null
}

/** What a worker learns when it joins. */
export interface Seat {
  /** Among all that ever joined, from 1. */
  readonly worker: number
  /** The name of the run, and what tells it from others of this name. */
  readonly run: string
}

/**
 * The scenarios of one plan, shared by workers anywhere. A claim is a lease: it ends unless it is renewed.
 * An error is a clause for people: the queue cannot be reached, or holds what no worker has written.
 */
export interface SharedQueue {
  /** Milliseconds that a claim lasts without being renewed. */
  readonly leaseMs: number
  join(): Promise<Result<Seat, string>>
  /** From now on these may be claimed; those that could be before are left as they are. */
  offer(ids: readonly string[]): Promise<Result<void, string>>
  /** The next scenario; null where none can be claimed at the moment. */
  claim(): Promise<Result<Claim | null, string>>
  /** False where the claim is over. */
  renew(claim: Claim): Promise<Result<boolean, string>>
  /** Ends a scenario for all workers; false where the claim was over by then, so that the result counts for nothing. */
  settle(claim: Claim, end: Omit<QueueEnd, "token">): Promise<Result<boolean, string>>
  /** Lets another worker take it at once. */
  giveBack(claim: Claim): Promise<Result<void, string>>
  /** The ends of those that have ended. */
  ends(ids: readonly string[]): Promise<Result<ReadonlyMap<string, QueueEnd>, string>>
  /** How many have ended. */
  countEnded(): Promise<Result<number, string>>
  close(): Promise<void>
}

/** Opens the queue of a run. Nothing is asked of it before `join`. */
export interface SharedQueues {
  open(
    address: QueueUrl,
    plan: { readonly digest: string; readonly ids: readonly string[] },
  ): Promise<Result<SharedQueue, QueueRefusal>>
}

/** Why there is no queue, and what helps. */
export interface QueueRefusal {
  readonly message: string
  readonly hint: string
}
