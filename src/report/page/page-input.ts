/**
 * What the HTML page is made from.
 */
import type { RunState } from "../../events/state.ts"
import type { PastRun } from "../../formats/history.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import type { Pack } from "./block-writer.ts"
import type { PageLog } from "./page-data.ts"

/** How much is wanted of a log: its whole where that is at most the sum, else its start and its end. */
export interface LogShare {
  readonly startBytes: number
  readonly endBytes: number
}

/** A run, and how to read what it left. */
export interface PageInput {
  /** May lack scenarios that just passed. */
  readonly results: Results
  readonly every: () => Iterable<ScenarioResult>
  readonly state: Pick<RunState, "scenarios" | "shards">
  readonly plan: Pick<Plan, "scenarios">
  readonly version: string
  /** The page without data. */
  readonly template: string
  readonly pack: Pack
  /** Earlier runs of a scenario by its id, oldest first; null where no history was read. */
  readonly past: ((id: string) => readonly PastRun[]) | null
  /** Null where the log is not there. */
  readonly readLog: (of: ShardPlace & { readonly log: string }, share: LogShare) => PageLog | null
  /** Logs of instances of fixtures in the folder of a shard. */
  readonly fixtureLogs: (of: ShardPlace) => readonly string[]
  /** The bytes of a kept file in base64; null where it is not there, too large or holds a secret. */
  readonly readFile: (of: ShardPlace & { readonly path: string }, maxBytes: number) => string | null
}

/** What a shard left in an attempt of the run. */
export interface ShardPlace {
  readonly shard: number
  readonly runAttempt: number
}
