/**
 * The state of a run after any number of events.
 */
import {
  type CancelReason,
  type Cause,
  passedAfter,
  type RateState,
  type SkipReason,
} from "../core/verdict.ts"
import type { AttemptRecord } from "../formats/attempt.ts"
import type { Series } from "../statistics/series.ts"
import type { EventOf } from "./event.ts"

/** One attempt that has ended. */
export interface AttemptState extends AttemptRecord {
  /** The attempt of the run; absent for the first. */
  readonly runAttempt?: number
  /** Nothing ran beside it, on purpose; absent where that is no matter. */
  readonly alone?: boolean
  readonly startedAt: number
  readonly log: string
}

/** Failures of iterations with the same message. */
export interface FailureGroup {
  /** The message of the first. */
  readonly message: string
  readonly count: number
  /** The iterations of the first three, whose logs are kept. */
  readonly iterations: readonly number[]
}

/** Where and when the first iteration failed. */
export interface FirstFailure {
  readonly iteration: number
  readonly worker: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** How many other scenarios ran beside it at its end, and the ids of at most 20. */
  readonly others: number
  readonly neighbours: readonly string[]
}

/** What the iterations of a scenario have come to, in a room that does not grow with them. */
export interface IterationsState {
  readonly passed: number
  readonly failed: number
  readonly flaky: number
  readonly cancelled: number
  /** All attempts that have ended, those that failed, and how long they took together. */
  readonly attempts: number
  readonly failures: number
  readonly attemptsMs: number
  /** The highest number of an iteration that has ended, and those below it that have not. */
  readonly highest: number
  readonly gaps: readonly number[]
  /** The highest number of an attempt. */
  readonly highestAttempt: number
  /** The iteration that passed last. */
  readonly latest: number
  /** Why the first failed. */
  readonly cause: Cause | null
  readonly firstFailure: FirstFailure | null
  /** By normalised message. */
  readonly groups: ReadonlyMap<string, FailureGroup>
  /** The first failed iterations, of which the attempts are kept. */
  readonly kept: readonly number[]
  /** Milliseconds of those that passed. */
  readonly durations: Series
  /** Of the run that this one begins with; absent where it begins with none. */
  readonly carried?: CarriedCounts
}

/** Iterations by how they ended. */
export type IterationCounts = Pick<IterationsState, "passed" | "failed" | "flaky" | "cancelled">

/** Iterations of the run that this one begins with, and their highest number. */
export interface CarriedCounts extends IterationCounts {
  readonly highest: number
  /** They count for the verdict. */
  readonly judges: boolean
}

/** The iterations of this run alone. */
export function withoutCarried(iterations: IterationsState): IterationCounts {
  const { passed, failed, flaky, cancelled, carried } = iterations
  return {
    passed: passed - (carried?.passed ?? 0),
    failed: failed - (carried?.failed ?? 0),
    flaky: flaky - (carried?.flaky ?? 0),
    cancelled: cancelled - (carried?.cancelled ?? 0),
  }
}

/** The iterations that count for the verdict. */
export function judgedOf(iterations: IterationsState): IterationCounts {
  return iterations.carried?.judges === false ? withoutCarried(iterations) : iterations
}

/** An attempt that has begun. */
export interface AttemptUnderWay {
  /** Instances that it leases; absent where it leases none. */
  readonly leases?: readonly { readonly fixture: string; readonly instance: number }[]
  readonly number: number
  readonly worker: number
  readonly at: number
  readonly log: string
  readonly alone?: boolean
  readonly runAttempt?: number
  readonly iteration?: number
}

/** How a scenario ended, as reported by its shard. */
export type Ending =
  | {
      readonly verdict: "passed" | "failed" | "flaky"
      readonly cause: Cause | null
      /** Why, where no attempt of it says so. */
      readonly message?: string
      /** There where a failure rate is allowed, and has given the verdict. */
      readonly rate?: RateState
    }
  | { readonly verdict: "skipped"; readonly reason: SkipReason; readonly message: string }
  | { readonly verdict: "cancelled"; readonly reason: CancelReason; readonly message: string }

/** Everything known about one scenario. */
export interface ScenarioState {
  readonly shard: number
  /**
   * Attempts that ended, in the order in which they started; of a scenario that is repeated those of its
   * first failed iterations, of the latest that passed, and of those that were cut.
   */
  readonly attempts: readonly AttemptState[]
  /** The running attempt, if any. */
  readonly running: AttemptUnderWay | null
  /** Other attempts that run; absent if there are none. */
  readonly beside?: readonly AttemptUnderWay[]
  /** Absent where it runs once. */
  readonly iterations?: IterationsState
  /** Attempts that were running when their shard stopped; absent if there were none. */
  readonly lost?: readonly (Omit<AttemptUnderWay, "leases"> & { readonly lastAt: number })[]
  readonly ending: Ending | null
  /** The attempt of the run that gave the ending. */
  readonly runAttempt: number
}

/** What is known of one fixture in a shard, in numbers. */
export interface FixtureState {
  readonly created: number
  readonly startMs: number
  /** What of those two is of attempts of the run before the latest. */
  readonly earlier: Readonly<Record<"created" | "startMs", number>>
  /** Instances of earlier runs that the latest attempt uses; they are not among the created. */
  readonly adopted: ReadonlySet<number>
  readonly failures: number
  /** What was said of the latest start that failed; null where none has. */
  readonly lastFailure: string | null
  readonly stopped: number
  readonly evictions: number
  readonly leases: number
  readonly reused: number
  readonly leaseWaitMs: number
  /** Leases that waited for a start, by why. */
  readonly cold: Readonly<Record<string, number>>
  /** Most instances that were there at the same time. */
  readonly most: number
  /** Leases that are held now, by number of the instance. */
  readonly held: ReadonlyMap<number, number>
  /** Most instances that were leased at the same time. */
  readonly mostHeld: number
  readonly broken: readonly EventOf<"fixture-broken">[]
  /** Ends of instances whose `stop` failed, those of earlier engines too. */
  readonly unstopped: readonly EventOf<"instance-stopped">[]
  /** What instances used after their leases, in bytes; at most 64 of those that are gone. */
  readonly memory: readonly InstanceMemory[]
}

/** What one instance used after each of its leases. */
export interface InstanceMemory {
  readonly key: string | null
  readonly instance: number
  readonly lives: boolean
  readonly bytes: Series
}

/** How many instances are up. */
export function upOf({
  created,
  adopted,
  stopped,
}: Pick<FixtureState, "created" | "adopted" | "stopped">): number {
  return created + adopted.size - stopped
}

/** Everything known about one shard. */
export interface ShardState {
  readonly started: EventOf<"run-started"> | null
  /** The start events of its attempts before `started`; absent if there were none. */
  readonly before?: readonly EventOf<"run-started">[]
  /** When each of those attempts ended. */
  readonly ends?: readonly number[]
  /** Time of the first and of the latest event. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  readonly finished: boolean
  /** Scenarios that ended since the latest `run-started`. */
  readonly verdicts: number
  /** The count in `run-finished`; null before it. */
  readonly declaredVerdicts: number | null
  readonly cancelling: EventOf<"run-cancelling"> | null
  readonly workers: readonly EventOf<"worker-finished">[]
  readonly notes: readonly EventOf<"note">[]
  /** What was found since the latest `run-started`. */
  readonly capabilities: readonly EventOf<"capability-probed">[]
  /** By name, over all attempts; a fixture that nothing started is absent. */
  readonly fixtures: ReadonlyMap<string, FixtureState>
  /** Hooks of the shard itself that have ended since the latest `run-started`. */
  readonly hooks: readonly EventOf<"hook-finished">[]
}

/** How long the engines of a shard before the latest were at work. */
export function spentBeforeMs({ before = [], ends = [] }: Partial<ShardState> = {}): number {
  return before.reduce((sum, { at, carried = false }, i) => {
    return carried ? sum : sum + Math.max(0, (ends[i] ?? at) - at)
  }, 0)
}

/** The whole run. */
export interface RunState {
  /** By 1-based number; shards without any event are absent. */
  readonly shards: ReadonlyMap<number, ShardState>
  /** By id; scenarios without any event are absent. */
  readonly scenarios: ReadonlyMap<string, ScenarioState>
  /** How many of the scenarios have an ending. */
  readonly ended: number
}

/** Whether a scenario that passed in the end is flaky, by all of its attempts. */
export function verdictOfPass(scenario: ScenarioState | undefined): "passed" | "flaky" {
  const { attempts = [], iterations } = scenario ?? {}
  if (iterations === undefined) return passedAfter(attempts)
  return iterations.flaky + iterations.failed > 0 ? "flaky" : "passed"
}

/** Every attempt, in the order of starts; the end of lost ones is unknown. */
export function attemptsOf(scenario: ScenarioState | undefined): readonly AttemptState[] {
  const { attempts = [], lost = [] } = scenario ?? {}
  if (lost.length === 0) return attempts
  const unseen = lost.map(
    ({ at, lastAt, ...known }): AttemptState => ({
      ...known,
      outcome: "cancelled",
      cause: null,
      exitCode: null,
      signal: null,
      startedAt: at,
      durationMs: Math.max(0, lastAt - at),
      cpuMs: null,
      peakMemoryBytes: null,
      message: "lost: its shard stopped while it ran",
      tail: null,
    }),
  )
  return [...attempts, ...unseen].sort((a, b) => a.startedAt - b.startedAt)
}
