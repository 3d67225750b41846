/**
 * What one shard is run with.
 */
import type { JsonObject } from "../../core/json/json.ts"
import type { WorkerCount } from "../../core/quantities/workers.ts"
import type { RunEvent } from "../../events/event.ts"
import type { RunState } from "../../events/state.ts"
import type { Kind } from "../../execute/kinds/kind.ts"
import type { Output } from "../../execute/output/follow-output.ts"
import type { ProbePorts } from "../../execute/probes/probe-finding.ts"
import type { AttemptPorts } from "../../execute/request/attempt-request.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Manifest } from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Guards } from "../../ports/engines.ts"
import type { Sha256 } from "../../ports/files.ts"
import type { Machine } from "../../ports/machine.ts"
import type { Connections } from "../../ports/probe.ts"
import type { SharedQueues } from "../../ports/shared-queue.ts"
import type { Crashes, Signals, StopSignal } from "../../ports/signals.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import type { Traces } from "../../ports/traces.ts"
import type { ENVIRONMENT, RUNNING } from "../../settings/running.ts"
import type { ValuesOf } from "../../settings/value.ts"
import type { Remainder } from "../history/earlier-attempts.ts"
import type { PlanTrace } from "../plan/plan-trace.ts"
import type { Joined } from "../queue/join-queue.ts"
import type { Cleanup } from "./call-cleanup.ts"
import type { Resumed } from "./resume.ts"

/** What running a shard reaches. */
export interface RunShardPorts
  extends AttemptPorts,
    Pick<ProbePorts, "programs" | "host" | "cluster"> {
  readonly sha256: Sha256
  readonly connections: Connections
  readonly signals: Signals
  /** Absent where the program around has its own way with them. */
  readonly crashes?: Crashes
  readonly surroundings: Surroundings
  /** Without them the next run does what a killed engine left to do. */
  readonly guards?: Guards | null
  /** A name that nobody else uses; without it no fixture outlives its run. */
  readonly uniqueName?: () => string
  /** Queues that programs share; without them there is none. */
  readonly queues?: SharedQueues
  /** Followed where the number of workers is left to it; absent is not followed. */
  readonly machine?: Machine
  /** Null where no collector is named. */
  readonly traces?: Traces | null
}

/** Settings that a run heeds. */
export type RunSettings = ValuesOf<typeof RUNNING & typeof ENVIRONMENT>

/** The shard to run, and everything that is asked of the run. */
export interface RunShardRequest {
  readonly plan: Plan
  /** 1-based. */
  readonly shard: number
  readonly root: string
  /** The shard's folder; absolute. */
  readonly folder: string
  /** A folder for the attempts' files that no other engine uses; removed at the end. */
  readonly temporary: string
  readonly runId: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  readonly command: string
  readonly version: string
  readonly github: JsonObject
  readonly vars: JsonObject
  /** What ends the run, and what its scenarios see. */
  readonly settings: RunSettings
  /** Instead of what the plan says. */
  readonly workers?: WorkerCount | undefined
  /** Stops the run when it is aborted. */
  readonly abort?: AbortSignal | undefined
  /** Called when the run was stopped, after everything has ended. */
  readonly cleanup?: Cleanup | undefined
  /** Folder that keeps track of runs whose fixtures have to be stopped; absent where `post` does it. */
  readonly project?: string | undefined
  /** What tears down after a stop is left to `runOwed`; absent runs it at once, within the grace. */
  readonly leaveOwed?: boolean
  /** The queue that the shard is a worker of; undefined where all of its list is its own. */
  readonly joined?: Joined | undefined
  /** What earlier attempts of the run have left to do; undefined runs everything. */
  readonly remainder?: Remainder | undefined
  /** The run that goes on in its folder; undefined begins a new one. */
  readonly resumed?: Resumed | undefined
  /** What the user asked for, kept for a resumed run. */
  readonly asked?: Manifest["request"] | undefined
  /** What the plan was made from; kept so that a resumed run need not plan again. */
  readonly trace?: PlanTrace | undefined
  /** What this machine was found to have when it planned, a moment ago; undefined probes it. */
  readonly probed?: readonly Capability[] | undefined
  /** Kinds that the embedding program registers, by their names. */
  readonly kinds?: Readonly<Record<string, Kind>> | undefined
  /** Values that the journal must not hold; logs are cleaned before they are uploaded. */
  readonly secrets?: readonly string[] | undefined
  /** Told of each event after it is on disk. */
  readonly onEvent: (event: RunEvent, state: RunState) => void
  /** Passes on what these scenarios write while they write it, without secrets. */
  readonly tail?:
    | {
        readonly follows: (id: string) => boolean
        readonly onOutput: (output: Output) => void
      }
    | undefined
  /** Called at the second signal, when everything has been told to end at once. */
  readonly onHurry: (signal: StopSignal) => void
}
