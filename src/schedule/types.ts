/**
 * What goes into the scheduler and what comes out of it. Times are milliseconds of one monotonic
 * clock; workers are 1-based.
 */
import type { CancelReason, Cause, RateState, SkipReason, Verdict } from "../core/verdict.ts"
import type { PlannedGroup, RetrySpec, ShareName } from "../formats/plan.ts"
import type { SoakRule, SoakTally } from "../statistics/soak-verdict.ts"
import type {
  FixtureCommand,
  FixtureInput,
  FixturePlan,
  Lease,
  LeaseRef,
} from "./fixtures/types.ts"

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
  /** Taken while it runs, in base units by name of the resource; absent takes just a worker. */
  readonly demand?: Readonly<Record<string, number>>
  /** Nothing else runs beside it. */
  readonly exclusive?: boolean
  /** Failed attempts of an engine before this one, which the numbers of attempts go on from. */
  readonly attemptsBefore?: number
  /** Iterations of an engine before this one; absent is none. */
  readonly iterationsBefore?: IterationsBefore
  /** Its iterations in earlier runs, which count for its verdict too; absent is none. */
  readonly campaignBefore?: SoakTally
  /** The item that this one runs beside, as another iteration of it; absent for all others. */
  readonly standsFor?: string
  /** Expected duration in milliseconds; absent where nobody knows. */
  readonly estimateMs?: number
  /** True where that only follows from other scenarios: no reason to leave it out. */
  readonly isGuess?: boolean
  /** Fixtures of which it leases an instance each while it runs; absent is none. */
  readonly fixtures?: readonly LeaseRef[]
  /** Memory that it needed at its most in earlier runs; absent where nobody knows, or nobody cares. */
  readonly peakMemoryBytes?: number
}

/** What an earlier engine knows of the iterations of an item. */
export interface IterationsBefore {
  /** The highest number of one that has ended, and those below it that have not. */
  readonly highest: number
  readonly gaps: readonly number[]
  /** The highest number of an attempt. */
  readonly attempts: number
  /** Iterations with a verdict of their own, how many failed or were flaky, and why the first failed. */
  readonly whole: number
  readonly failures: number
  readonly flaky: number
  readonly cause: Cause | null
  /** Numbers that an earlier run has used: `repeat` counts those above; absent is none. */
  readonly used?: number
  /** Whether the first passed, which decides about what needs the item. */
  readonly firstPassed: boolean
}

/** How items repeat. */
export interface IterationOptions {
  /** So many iterations of each item; absent is without limit. */
  readonly repeat?: number | undefined
  /** Nothing more starts after the first iteration that fails. */
  readonly untilFailure?: boolean | undefined
  /** Milliseconds from the beginning after which everything ends; absent is without limit. */
  readonly soakMs?: number | undefined
  /** Ids of items that a soak runs more often than others. */
  readonly suspects?: readonly string[] | undefined
  /** The failure rate that is allowed; absent: any failure fails. */
  readonly rule?: SoakRule | undefined
  /** There where iterations of earlier runs count too. */
  readonly campaign?: { readonly runs: number } | undefined
}

/** How an iteration ended: one with failed attempts that passed in the end is `flaky`. */
export type IterationVerdict = "passed" | "failed" | "flaky" | "cancelled"

/** How much memory scenarios may be expected to take at their most. */
export interface MemoryRoom {
  /** All of them together. */
  readonly mostBytes: number
  /** Those that do not run yet: what is really free now. */
  readonly freeBytes: number
}

/** Everything that scheduling one shard depends on. */
export interface ScheduleOptions {
  readonly items: readonly Item[]
  readonly workers: number
  readonly groups: Readonly<Record<string, PlannedGroup>>
  /** What there is of each resource that items demand; one that is not named is not limited. */
  readonly resources?: Readonly<Record<string, number>>
  readonly seed: number
  /** Number of failed scenarios after which nothing more starts; null is never. */
  readonly failFast: number | null
  /** How many retries there are for all items together; absent or null is without limit. */
  readonly retryBudget?: number | null
  /** Fixtures that items lease, by name. */
  readonly fixtures?: Readonly<Record<string, FixturePlan>>
  /** Time over which workers are let in one after another at the beginning; absent is at once. */
  readonly rampMs?: number
  /**
   * `queue`, where it is absent: a free worker takes the next of the list. `static`: each worker
   * has a part of its own. `hybrid`: its own part first, then it helps others.
   */
  readonly share?: ShareName
  /** Items run again and again; absent: each runs once. */
  readonly iterations?: IterationOptions
  /** Others run items of the same list: each waits until it is claimed for this shard, and nothing else. */
  readonly claimed?: boolean
}

/** What has happened to claims of items that several shards share. */
export type ClaimInput =
  /** The item is this shard's now. */
  | {
      readonly type: "claimed"
      readonly at: number
      readonly id: string
      /** Something it needs, which did not pass where it ran; absent where all did. */
      readonly failedNeed?: string
    }
  /** The claim is over before the item has its verdict: whatever it comes to, it comes to nothing. */
  | { readonly type: "claim-lost"; readonly at: number; readonly id: string }
  /** All others have their end elsewhere. */
  | { readonly type: "claims-over"; readonly at: number }

/** How an attempt ended, as far as decisions depend on it. */
export type AttemptEnd =
  | { readonly outcome: "passed" }
  | {
      readonly outcome: "failed"
      readonly cause: Cause
      readonly exitCode?: number
      /** Whether what it wrote asks for another attempt; absent where its cause decides. */
      readonly again?: boolean
      /** What other failures have in common with it; absent where it is compared with none. */
      readonly alike?: string
    }
  | { readonly outcome: "skipped"; readonly reason: SkipReason; readonly message: string }
  | { readonly outcome: "cancelled" }
  /** Put back for want of memory: it runs again, and this costs it no attempt. */
  | { readonly outcome: "evicted" }

/** Why a worker is idle, in telemetry. */
export const IDLE_REASONS = [
  /** Everything has its verdict or runs. */
  "nothing-left",
  /** What is left needs something that still runs. */
  "needs",
  /** What is left waits for its next attempt. */
  "retry-delay",
  /** A group is full, or its batch is. */
  "group",
  /** A group pauses between its members. */
  "pause",
  /** A member of a conflicting group runs. */
  "conflict",
  /** Something exclusive runs, or waits for the others to end. */
  "exclusive",
  /** No instance of a fixture can be leased yet. */
  "fixture",
  /** There is not enough of a resource. */
  "resource",
  /** What is left belongs to workers that are busy. */
  "share",
  /** Room is kept for a scenario that has been held back for long. */
  "reserved",
  /** Fewer workers are allowed than there are. */
  "limited",
  /** The start is ramped. */
  "ramp",
  /** Nothing more starts. */
  "stopping",
] as const
/** Why a worker has nothing to do. */
export type IdleReason = (typeof IDLE_REASONS)[number]

/** A reason, with the name of the group or resource that is waited for: `group:slow`. */
export type IdleCause =
  | IdleReason
  | `${"group" | "pause" | "conflict" | "resource" | "fixture"}:${string}`

/** What has happened. */
export type Input =
  | { readonly type: "begin"; readonly at: number }
  | {
      readonly type: "attempt-ended"
      readonly at: number
      readonly id: string
      /** Its number; needed where an item runs beside itself. */
      readonly number?: number
      readonly end: AttemptEnd
      /** Fixtures whose instances it left as they were: they need no reset. */
      readonly clean?: readonly string[]
    }
  /** The time a `wake` asked for has come. */
  | { readonly type: "tick"; readonly at: number }
  | {
      readonly type: "cancel"
      readonly at: number
      readonly reason: CancelReason
      /** Nothing new starts, but what runs may end by itself. */
      readonly drain?: boolean
    }
  /** From now on so many workers are used, at least one; those that run go on. */
  | { readonly type: "limit-workers"; readonly at: number; readonly workers: number }
  /** So much there is of a resource from now on; who demands more than that is skipped. */
  | {
      readonly type: "resize"
      readonly at: number
      readonly resource: string
      readonly quantity: number
    }
  /**
   * So much memory there is now. What is expected to need more waits, but never while nothing runs:
   * what earlier runs needed is advice.
   */
  | { readonly type: "limit-memory"; readonly at: number; readonly room: MemoryRoom }
  /** Put the latest started attempt back, unless it is the only one. */
  | { readonly type: "evict"; readonly at: number }
  | ClaimInput
  | FixtureInput

/** What is to be done. */
export type Command =
  /** Start this attempt on this worker. */
  | {
      readonly type: "start"
      readonly id: string
      readonly number: number
      readonly worker: number
      /** 1-based slot in each group of the scenario, by the group's name without its key. */
      readonly groupSlots: Readonly<Record<string, number>>
      /** What it leases; absent where it leases nothing. */
      readonly leases?: readonly Lease[]
      /** Milliseconds that it waited for its leases while a worker was free. */
      readonly leaseWaitMs?: number
      /** Nothing else runs beside it; absent where that is no matter. */
      readonly alone?: true
      /** The iteration, and which attempt of it this is; absent where nothing is repeated. */
      readonly iteration?: number
      readonly inIteration?: number
    }
  /** An iteration is over; the item may run again. */
  | {
      readonly type: "iteration-ended"
      readonly id: string
      readonly iteration: number
      readonly verdict: IterationVerdict
      readonly cause: Cause | null
      /** Milliseconds from the start of its first attempt, waits for retries included. */
      readonly durationMs: number
    }
  | {
      readonly type: "retry"
      readonly id: string
      readonly number: number
      readonly delayMs: number
      /** What it waits for besides; absent where for nothing. */
      readonly when?: NonNullable<RetrySpec["when"]>
    }
  /** Most scenarios that were tried fail alike: from now on nothing is repeated. */
  | {
      readonly type: "outage"
      readonly failed: number
      readonly tried: number
      readonly alike: string
    }
  | {
      readonly type: "finish"
      readonly id: string
      /**
       * Whether a pass is flaky is said by all attempts together, also those of earlier runs; where a failure
       * rate is allowed, the verdict is final.
       */
      readonly verdict: Extract<Verdict, "passed" | "failed" | "flaky">
      readonly cause: Cause | null
      /** There where a failure rate is allowed. */
      readonly rate?: RateState
      /** Why it failed without an attempt of its own that says so. */
      readonly message?: string
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
  /** Claim so many more of the items that are shared; each is answered by `claimed`. */
  | { readonly type: "claim"; readonly count: number }
  /** Send a `tick` at this time, at the latest; a later `wake` replaces it. */
  | { readonly type: "wake"; readonly at: number }
  /** End every attempt that runs; each is still answered by `attempt-ended`. */
  | { readonly type: "stop-attempts"; readonly reason: CancelReason }
  /** End this attempt; it is answered by `attempt-ended`, with `evicted` if it was ended by this. */
  | {
      readonly type: "stop-attempt"
      readonly id: string
      readonly number: number
      /** The end of a soak shows that it hangs: it is ended as if its own time were over. Absent elsewhere. */
      readonly hangs?: true
    }
  | (WorkerTimes & {
      readonly type: "worker-ended"
      readonly because: "queue-empty" | CancelReason
    })
  | FixtureCommand
  /** Every item has its verdict, and no instance is left; nothing follows. */
  | { readonly type: "done" }

/** Time of one worker, in milliseconds. */
export interface WorkerTimes {
  readonly worker: number
  readonly scenarios: number
  readonly busyMs: number
  readonly idleMs: number
  readonly starvedMs: number
  /** `idleMs` by what it was for. */
  readonly idle: Readonly<Record<string, number>>
}
