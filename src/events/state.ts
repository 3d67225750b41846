/**
 * What the fold knows of a run after any number of events.
 */
import type { CancelReason, Cause, Outcome, SkipReason } from "../core/verdict.ts"
import type { Problem } from "../formats/run-specs.ts"
import type { EventOf } from "./event.ts"

/** One attempt that has ended. */
export interface AttemptState {
  readonly number: number
  readonly worker: number
  /** The attempt of the run; absent for the first. */
  readonly runAttempt?: number
  readonly outcome: Outcome
  readonly cause: Cause | null
  readonly exitCode: number | null
  readonly signal: string | null
  readonly startedAt: number
  readonly durationMs: number
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  readonly log: string
  readonly message: string | null
  readonly tail: string | null
  /** What it wrote to its step summary; foreign text. */
  readonly summary?: string
  /** Files that were kept, relative to the shard's folder. */
  readonly artifacts?: readonly string[]
  readonly problems?: readonly Problem[]
  /** Its outputs; null where the journal does not hold them. */
  readonly outputs?: Readonly<Record<string, string>> | null
  /** It left processes behind that had to be ended; absent where it left none. */
  readonly leaked?: true
}

/** An attempt that has begun. */
export interface AttemptUnderWay {
  readonly number: number
  readonly worker: number
  readonly at: number
  readonly log: string
  readonly runAttempt?: number
}

/** How a scenario ended, as its shard said. */
export type Ending =
  | {
      readonly verdict: "passed" | "failed" | "flaky"
      readonly cause: Cause | null
      /** Why, where no attempt of it says so. */
      readonly message?: string
    }
  | { readonly verdict: "skipped"; readonly reason: SkipReason; readonly message: string }
  | { readonly verdict: "cancelled"; readonly reason: CancelReason; readonly message: string }

/** All that is known of one scenario. */
export interface ScenarioState {
  readonly shard: number
  /** Attempts that ended, in the order in which they started. */
  readonly attempts: readonly AttemptState[]
  /** The attempt under way, if any. */
  readonly running: AttemptUnderWay | null
  /** Attempts that were under way when their shard stopped; absent where there was none. */
  readonly lost?: readonly (AttemptUnderWay & { readonly lastAt: number })[]
  readonly ending: Ending | null
  /** The attempt of the run that gave the ending. */
  readonly runAttempt: number
}

/** What is known of one fixture in a shard, in numbers. */
export interface FixtureState {
  readonly created: number
  readonly startMs: number
  readonly failures: number
  readonly stopped: number
  readonly evictions: number
  readonly leases: number
  readonly reused: number
  readonly leaseWaitMs: number
  /** Leases that waited for a start, by why. */
  readonly cold: Readonly<Record<string, number>>
  /** Most instances that were there at the same time. */
  readonly most: number
  readonly broken: readonly EventOf<"fixture-broken">[]
}

/** All that is known of one shard. */
export interface ShardState {
  readonly started: EventOf<"run-started"> | null
  /** The beginnings of its attempts before `started`; absent where there was none. */
  readonly before?: readonly EventOf<"run-started">[]
  /** Instant of the first and of the latest event. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  readonly finished: boolean
  /** Scenarios that ended since the latest `run-started`. */
  readonly verdicts: number
  /** How many `run-finished` says there are; null before it. */
  readonly declaredVerdicts: number | null
  readonly cancelling: EventOf<"run-cancelling"> | null
  readonly workers: readonly EventOf<"worker-finished">[]
  readonly notes: readonly EventOf<"note">[]
  /** What was found since the latest `run-started`. */
  readonly capabilities: readonly EventOf<"capability-probed">[]
  /** By name, since the latest `run-started`; a fixture that nothing started is absent. */
  readonly fixtures: ReadonlyMap<string, FixtureState>
  /** Hooks of the shard itself that have ended since the latest `run-started`. */
  readonly hooks: readonly EventOf<"hook-finished">[]
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

/** Every attempt that was made, as they began; nobody knows how those ended that were lost. */
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
