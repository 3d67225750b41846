/**
 * What running an attempt is asked, and what it reaches.
 */
import type { LimitsSpec } from "../../formats/plan.ts"
import type { ExpectSpec, Problem, TimeoutSignal } from "../../formats/run-specs.ts"
import type { Tests } from "../../formats/test-cases.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Containers } from "../../ports/containers.ts"
import type { ControlGroups } from "../../ports/control-groups.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files } from "../../ports/files.ts"
import type { Http } from "../../ports/http.ts"
import type { Patterns } from "../../ports/patterns.ts"
import type { PortRanges } from "../../ports/port-ranges.ts"
import type { Connections } from "../../ports/probe.ts"
import type { Processes } from "../../ports/processes.ts"
import type { Prepared, ScriptFiles } from "./prepare.ts"

/** Signals by which a run ends what it has begun. */
export interface StopSignals {
  /** The run stops: what runs is ended with a grace. */
  readonly stop: AbortSignal
  /** The grace is over, or cut short: what runs is killed. */
  readonly hurry: AbortSignal
  /** The run must end at once, whatever is left to do. */
  readonly leave: AbortSignal
  /** The time that stopping may take is over, for hooks too. */
  readonly cleanup: AbortSignal
  /** What tears down is left to a later engine; absent where there is none. */
  readonly owed?: AbortSignal
}

export interface AttemptPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly patterns: Patterns
  readonly http: Http
  /** Without them nothing of a fixture takes connections. */
  readonly connections?: Connections
  /** Without it workers of several engines may be given the same ports. */
  readonly portRanges?: PortRanges
  /** Without them nothing runs in a container. */
  readonly containers?: Containers
  /** Without it what a dead engine has left in containers stays. */
  readonly engines?: Engines
  /** Without them, and where none can be made, memory is looked at from time to time. */
  readonly controlGroups?: ControlGroups
}

export interface AttemptRequest {
  readonly prepared: Prepared
  /** Writes the script; absent where there is none, or nobody shares it. */
  readonly scripts?: Pick<ScriptFiles, "write">
  /** What the command must have done; null where its exit says it all. */
  readonly expect: ExpectSpec | null
  /** Tests that it prints in TAP count; absent where they do not. */
  readonly readsTap?: boolean
  /** A folder of this attempt alone. */
  readonly temporary: string
  /** What everything that the attempt starts has in its environment. */
  readonly marker: string
  /** Finds what the output names; null where nothing is to be found. */
  readonly match: ((output: string) => Promise<readonly Problem[]>) | null
  /** Says where a file that the output names lies; absent where nothing is to be found. */
  readonly locate?: (file: string) => string | null
  /** Reads the reports of its own tests; null where it has none. */
  readonly readTests: (() => Promise<Tests | null>) | null
  /** Tests that failed fail it although its command succeeded. */
  readonly failsByTests?: boolean
  readonly log: string
  readonly timeoutMs: number
  /** Null is without limit. */
  readonly idleTimeoutMs: number | null
  /** Called before it is ended for one of these times, with the id of its process. */
  readonly onTimeout?: ((pid: number) => Promise<void>) | undefined
  /** What it is sent then before TERM. */
  readonly timeoutSignal?: TimeoutSignal | undefined
  readonly limits: LimitsSpec
  /** Aborted when the run stops; `hurry` when it must stop at once. */
  readonly stop: AbortSignal
  readonly hurry: AbortSignal
}
