/**
 * What an embedding program says: settings under their keys, and what only a program can say.
 */
import type { Cleanup } from "../app/shard/call-cleanup.ts"
import type { RunEvent } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Kind } from "../execute/kinds/kind.ts"
import type { Output } from "../execute/output/follow-output.ts"
import type { Plan } from "../formats/plan.ts"
import type { VERDICT } from "../settings/reporting.ts"
import type { ValuesOf } from "../settings/setting.ts"
import type { SETTINGS, Values } from "../settings/table.ts"

type All = typeof SETTINGS

/** Keys of the settings that are options. */
export type OptionKey = {
  [K in keyof All]: All[K] extends { readonly option: true } ? K : never
}[keyof All]

/** Which scenarios; `undefined` asks for nothing in particular. */
export interface SelectOptions
  extends Pick<Values, "filter" | "exclude" | "tags" | "features" | "meta" | "matrix"> {
  /** Conditions that all must hold. */
  readonly where?: readonly string[] | undefined
  /** How the latest run ended; `new` is of those that never ran. */
  readonly last?: Values["last"]
  /** Leaves out what no change since this commit can affect. */
  readonly changedSince?: string | null | undefined
  /** Whether a selected scenario brings what it needs; it does where nothing is said. */
  readonly withNeeds?: boolean | undefined
}

/** Which suite, and what of it. [library.md](../../docs/library.md) describes the settings. */
export interface PlanOptions extends Pick<Values, OptionKey> {
  /** The folder that paths are relative to; the working directory where nothing is said. */
  readonly cwd?: string | undefined
  /** Suite file or folder, relative to `cwd`; searched as the command does where nothing is said. */
  readonly suite?: string | undefined
  readonly select?: SelectOptions | undefined
  /** Kinds that scenarios may name. */
  readonly kinds?: Readonly<Record<string, Kind>> | undefined
}

/** What counts as a success. */
export type PolicyOptions = ValuesOf<typeof VERDICT>

/** A run here: of a suite, or of one shard of a plan. */
export interface RunOptions extends PlanOptions {
  /** Runs this plan; what else is said of the suite is not read then. */
  readonly plan?: Plan | undefined
  /** The shard to run, from 1. */
  readonly shard?: number | undefined
  /** Stops the run: what runs is ended, and the report is made of what there is. */
  readonly signal?: AbortSignal | undefined
  /**
   * Runs when the run was stopped, after everything has ended: a command, or a function that is waited
   * for at most a minute. A run that comes to its own end needs none.
   */
  readonly cleanup?: string | Cleanup | undefined
  /** Told of each event when it is on disk, with all that is known by then. */
  readonly on?: ((event: RunEvent, state: RunState) => void) | undefined
  /** New output of a scenario of `tail`: foreign text without secrets, bounded; what is left out is counted. */
  readonly onOutput?: ((output: Output) => void) | undefined
  /** Added to the environment of scenarios. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Values that events and reports must not hold, in whatever form; those under 4 characters are left. */
  readonly secrets?: readonly string[] | undefined
}

/** Folders of shards, to be merged into one report. */
export interface AggregateOptions extends PolicyOptions {
  readonly plan: Plan
  /** Folders of shards, or folders that hold them; relative to `cwd`. */
  readonly folders: readonly string[]
  readonly cwd?: string | undefined
}

/** The settings that options come to. */
export function toSettings(options: RunOptions): Values {
  const { plan: _, shard: __, select = {}, cleanup, ...settings } = options
  const { filter, exclude, tags, features, meta, matrix, where, last } = select
  const { changedSince, withNeeds } = select
  return {
    ...{ ...settings, filter, exclude, tags, features, meta, matrix, where, last },
    cleanup: typeof cleanup === "string" ? cleanup : undefined,
    changedSince: changedSince ?? undefined,
    noDeps: withNeeds === false,
  }
}
