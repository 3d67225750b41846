/**
 * What one shard is run with, and what decides what of it can run here.
 */
import type { Plan } from "../../formats/plan.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import type { ClaimInput, MemoryRoom, ScheduleOptions } from "../../schedule/types.ts"
import type { KeptInstances } from "../fixtures/kept-instances.ts"
import type { ScenarioRun } from "../kinds/run-kind.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { EarlierEnd, ShardContexts } from "../request/contexts.ts"
import type { PlacesOptions } from "../request/environment.ts"

/** Everything that the loop of a shard is given. */
export interface DispatchOptions
  extends Pick<ScenarioRun, "root" | "folder" | "node" | "kinds" | "notes" | "emit">,
    Pick<PlacesOptions, "shard" | "shards" | "temporary" | "traceparentOf"> {
  readonly plan: Plan
  /** Outputs of fixtures of which nothing is started. */
  readonly given?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly schedule: ScheduleOptions
  readonly contexts: ShardContexts
  /** What children inherit, scrubbed. */
  readonly env: Readonly<Record<string, string>>
  /** What an earlier engine settled, for what needs it; absent where this one is the first. */
  readonly earlier?: ReadonlyMap<string, EarlierEnd>
  /** Put into the names of logs by an engine that goes on in the folder of another. */
  readonly logMark?: string
  /** Runs last when attempts were ended from outside; its own timeout bounds it. */
  readonly cleanup?: HookSpec
  /** Instances that outlive runs; absent where none does. */
  readonly kept?: KeptInstances
  /** A run that is stopped leaves what is noted to a later engine. */
  readonly leavesOwed?: boolean
  /** Milliseconds between TERM and KILL when the run ends. */
  readonly graceMs: number
  /** Told what is to be kept secret from now on, before the end of the hook or attempt that asks for it. */
  readonly onMasks: (values: readonly string[]) => void
  /** Looks at what the machine has, after the hooks before the scenarios; absent lets all pass. */
  readonly gate?: Gate
  /** Scenarios that other workers run as well; absent where all are this shard's. */
  readonly claims?: { readonly ask: (count: number) => void }
  /** Told when an attempt has ended, for the combined log; false where its own log is not kept. */
  readonly onAttemptEnd: (end: EndedAttempt) => boolean
}

/** An attempt that has ended, and its log. */
export interface EndedAttempt {
  readonly id: string
  readonly number: number
  /** Relative to the shard's folder. */
  readonly log: string
  readonly facts: AttemptFacts
  readonly iteration?: number
}

/** What was decided by looking at the machine. */
export type Adjustment =
  | { readonly type: "limit-workers"; readonly workers: number }
  | { readonly type: "limit-memory"; readonly room: MemoryRoom }
  | { readonly type: "evict" }
  | Unstamped<ClaimInput>

type Unstamped<I> = I extends ClaimInput ? Omit<I, "at"> : never

/** What a shard can run, once it is known what its machine has. */
export interface Passage {
  readonly schedule: ScheduleOptions
  /** Why scenarios cannot run here, by id. */
  readonly missing: ReadonlyMap<string, string>
}

/** Decides what passes; `env` is what children inherit by then. */
export type Gate = (at: {
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}) => Promise<Passage>
