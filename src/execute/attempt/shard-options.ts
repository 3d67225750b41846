/**
 * What one shard is run with, and what decides what of it can run here.
 */
import type { EventBody } from "../../events/event.ts"
import type { Plan } from "../../formats/plan.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import type { MemoryRoom, ScheduleOptions } from "../../schedule/types.ts"
import type { KeptInstances } from "../fixtures/kept-instances.ts"
import type { Kind } from "../kinds/kind.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { EarlierEnd, ShardContexts } from "../request/contexts.ts"
import type { OwedNotes } from "../request/owed-notes.ts"

/** Everything that the loop of a shard is given. */
export interface DispatchOptions {
  readonly plan: Plan
  /** Outputs of fixtures of which nothing is started. */
  readonly given?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly shard: number
  readonly shards: number
  readonly schedule: ScheduleOptions
  readonly contexts: ShardContexts
  /** Folder that all paths of the plan are relative to; absolute. */
  readonly root: string
  /** The run's folder; absolute. */
  readonly folder: string
  /** A folder of this engine alone; its path marks every process that the run starts. */
  readonly temporary: string
  /** What children inherit, scrubbed. */
  readonly env: Readonly<Record<string, string>>
  /** The program of Node, for kinds that are modules; absolute. */
  readonly node: string
  /** Kinds that the embedding program registered. */
  readonly kinds: Readonly<Record<string, Kind>>
  /** What an earlier engine settled, for what needs it; absent where this one is the first. */
  readonly earlier?: ReadonlyMap<string, EarlierEnd>
  /** Put into the names of logs by an engine that goes on in the folder of another. */
  readonly logMark?: string
  /** Runs last when attempts were ended from outside; its own timeout bounds it. */
  readonly cleanup?: HookSpec
  /** Instances that outlive runs; absent where none does. */
  readonly kept?: KeptInstances
  /** What tears down is noted for a later engine. */
  readonly notes?: OwedNotes
  /** A run that is stopped leaves it to that engine. */
  readonly leavesOwed?: boolean
  /** Milliseconds between TERM and KILL when the run ends. */
  readonly graceMs: number
  /** Writes an event; false when it could not be written and the run must stop. */
  readonly emit: (body: EventBody) => boolean
  /** Told what is to be kept secret from now on, before the end of the hook or attempt that asks for it. */
  readonly onMasks: (values: readonly string[]) => void
  /** Looks at what the machine has, after the hooks before the scenarios; absent lets all pass. */
  readonly gate?: Gate
  /** Told when an attempt has ended, for the combined log. */
  readonly onAttemptEnd: (end: {
    readonly id: string
    readonly number: number
    readonly log: string
    readonly facts: AttemptFacts
  }) => void
}

/** What was decided by looking at the machine. */
export type Adjustment =
  | { readonly type: "limit-workers"; readonly workers: number }
  | { readonly type: "limit-memory"; readonly room: MemoryRoom }
  | { readonly type: "evict" }

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
