/**
 * What an embedding program says and hears: plain options in, events and reports out.
 */

import type { SelectionOptions } from "../app/plan/read-selection.ts"
import type { Cleanup } from "../app/shard/call-cleanup.ts"
import type { Inherit } from "../core/flag-values.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import type { RunEvent } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Kind } from "../execute/kinds/kind.ts"
import type { Output } from "../execute/output/follow-output.ts"
import type { Plan } from "../formats/plan.ts"
import type { OrderName } from "../plan/order/priorities.ts"
import type { VerdictPolicy } from "../report/results/results.ts"

/** Which suite, and what of it. */
export interface PlanOptions {
  /** The folder that paths are relative to; the working directory where nothing is said. */
  readonly cwd?: string
  /** Suite file or folder, relative to `cwd`; searched as the command does where nothing is said. */
  readonly suite?: string
  /** Sets the plan apart from others of the same run; made from the suite's name where none is given. */
  readonly id?: string
  /** Number of shards, 1 where nothing is said. */
  readonly shards?: number | "auto"
  /** With `auto`: the fewest shards that are done in this time. */
  readonly targetMs?: number
  /** Scenarios at the same time in a shard; the machine's processors where nothing is said. */
  readonly workers?: WorkerCount
  /** Attempts of each scenario, instead of the suite's own. */
  readonly maxAttempts?: number
  readonly seed?: number
  /** How a person calls the command, in the lines that repeat a scenario: `parallel-smoke` where nothing is said. */
  readonly repeatCommand?: string
  /** What a shard takes first; `auto` where nothing is said. */
  readonly order?: OrderName
  readonly select?: Partial<SelectionOptions>
  /** Names of profiles, from left to right. */
  readonly profiles?: readonly string[]
  /** A suite that expands to more scenarios is refused before it is expanded; 300,000 where nothing is said. */
  readonly maxScenarios?: number
  /** Kinds that scenarios may name. */
  readonly kinds?: Readonly<Record<string, Kind>>
}

/** What counts as a success. */
export type PolicyOptions = Partial<VerdictPolicy>

/** A run here: of a suite, or of one shard of a plan. */
export interface RunOptions extends PlanOptions, PolicyOptions {
  /** Runs this plan; what else is said of the suite is not read then. */
  readonly plan?: Plan
  /** The shard to run, from 1. */
  readonly shard?: number
  /** The run's folder, relative to `cwd`; made below `.parallel-smoke/runs` where nothing is said. */
  readonly out?: string
  /**
   * Goes on with what a run has left, named by its id, its folder or `last`, in that run's folder. What
   * there is to do is planned anew: give the options that the run was given.
   */
  readonly resume?: string
  /** Retries of all scenarios together. */
  readonly retryBudget?: number
  /** Nothing more starts after so many failed scenarios. */
  readonly failFast?: number
  /** The workers begin one after another over this time. */
  readonly rampMs?: number
  /** Nothing more starts after this time. */
  readonly budgetMs?: number
  /** The run is stopped after this time. */
  readonly timeoutMs?: number
  /** Stops the run: what runs is ended, and the report is made of what there is. */
  readonly signal?: AbortSignal
  /**
   * Runs when the run was stopped, after everything has ended: a command, or a function that is waited
   * for at most a minute. A run that comes to its own end needs none.
   */
  readonly cleanup?: string | Cleanup
  /** Told of each event when it is on disk, with all that is known by then. */
  readonly on?: (event: RunEvent, state: RunState) => void
  /** Ids, or patterns over them: what these scenarios write is told while they write it. */
  readonly tail?: readonly string[]
  /** New output of such a scenario: foreign text without secrets, bounded; what is left out is counted. */
  readonly onOutput?: (output: Output) => void
  /** Added to the environment of scenarios. */
  readonly env?: Readonly<Record<string, string>>
  /** Values that events and reports must not hold, in whatever form; those under 4 characters are left. */
  readonly secrets?: readonly string[]
  /** What of this program's environment scenarios inherit: all where nothing is said. */
  readonly inheritEnv?: Inherit
}

/** Folders of shards, to be merged into one report. */
export interface AggregateOptions extends PolicyOptions {
  readonly plan: Plan
  /** Folders of shards, or folders that hold them; relative to `cwd`. */
  readonly folders: readonly string[]
  readonly cwd?: string
}

/** The policy that the command has where no flag is given. */
export function toPolicy(options: PolicyOptions): VerdictPolicy {
  const { ifEmpty = "fail", failOn = [], onMissing, maxSkipped } = options
  return {
    ...{ ifEmpty, failOn },
    ...(onMissing === undefined ? {} : { onMissing }),
    ...(maxSkipped === undefined ? {} : { maxSkipped }),
  }
}
