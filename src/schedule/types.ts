/**
 * What goes into the scheduler and what comes out of it. Times are milliseconds of one monotonic
 * clock; workers are 1-based.
 */
import type { CancelReason, Cause, SkipReason, Verdict } from "../core/verdict.ts"
import type { RetrySpec } from "../formats/plan.ts"

/** One scenario as the scheduler sees it; its place in the list is its priority. */
export interface Item {
  readonly id: string
  /** Ids in the same list that must be finished first. */
  readonly needs: readonly string[]
  readonly groups: readonly string[]
  readonly retry: RetrySpec
  /** True when its condition asks to be evaluated although something it needs did not pass. */
  readonly runsAfterFailure: boolean
  /** True when its failure does not count for fail-fast. */
  readonly tolerated?: boolean
}

export interface ScheduleOptions {
  readonly items: readonly Item[]
  readonly workers: number
  readonly groups: Readonly<Record<string, { readonly maxParallel: number | null }>>
  readonly seed: number
  /** Number of failed scenarios after which nothing more starts; null is never. */
  readonly failFast: number | null
}

/** How an attempt ended, as far as decisions depend on it. */
export type AttemptEnd =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly cause: Cause }
  | { readonly outcome: "skipped"; readonly reason: SkipReason; readonly message: string }
  | { readonly outcome: "cancelled" }

export type Input =
  | { readonly type: "begin"; readonly at: number }
  | {
      readonly type: "attempt-ended"
      readonly at: number
      readonly id: string
      readonly end: AttemptEnd
    }
  /** The time a `wake` asked for has come. */
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "cancel"; readonly at: number; readonly reason: CancelReason }

export type Command =
  /** Start this attempt on this worker. */
  | {
      readonly type: "start"
      readonly id: string
      readonly number: number
      readonly worker: number
      /** 1-based slot in each group of the scenario. */
      readonly groupSlots: Readonly<Record<string, number>>
    }
  | {
      readonly type: "retry"
      readonly id: string
      readonly number: number
      readonly delayMs: number
    }
  | {
      readonly type: "finish"
      readonly id: string
      readonly verdict: Extract<Verdict, "passed" | "failed" | "flaky">
      readonly cause: Cause | null
    }
  | {
      readonly type: "skip"
      readonly id: string
      readonly reason: SkipReason
      readonly message: string
    }
  | {
      readonly type: "cancelled"
      readonly id: string
      readonly reason: CancelReason
      readonly message: string
    }
  /** Send a `tick` at this time, at the latest; a later `wake` replaces it. */
  | { readonly type: "wake"; readonly at: number }
  /** End every attempt that runs; each is still answered by `attempt-ended`. */
  | { readonly type: "stop-attempts"; readonly reason: CancelReason }
  | {
      readonly type: "worker-ended"
      readonly worker: number
      readonly scenarios: number
      readonly busyMs: number
      readonly idleMs: number
      readonly starvedMs: number
      readonly because: "queue-empty" | CancelReason
    }
  /** Every item has its verdict; nothing follows. */
  | { readonly type: "done" }
