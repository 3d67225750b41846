/**
 * What every command of the action works with; made once in `wire.ts`.
 */
import type { JsonObject } from "../core/json/json.ts"
import type { ArtifactStore } from "../ports/artifacts.ts"
import type { CacheStore } from "../ports/cache.ts"
import type { Changes } from "../ports/changes.ts"
import type { Clock } from "../ports/clock.ts"
import type { Cluster } from "../ports/cluster.ts"
import type { Commands } from "../ports/commands.ts"
import type { Console } from "../ports/console.ts"
import type { Containers } from "../ports/containers.ts"
import type { ControlGroups } from "../ports/control-groups.ts"
import type { Crashes } from "../ports/crashes.ts"
import type { EarlierArtifacts } from "../ports/earlier-artifacts.ts"
import type { Engines } from "../ports/engines.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Machine } from "../ports/machine.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { PortRanges } from "../ports/port-ranges.ts"
import type { Connections, Host, Programs } from "../ports/probe.ts"
import type { Processes } from "../ports/processes.ts"
import type { Repository, Runners } from "../ports/repository.ts"
import type { Signals } from "../ports/signals.ts"
import type { Step } from "../ports/step.ts"
import type { Surroundings } from "../ports/surroundings.ts"
import type { ActionInputs } from "./inputs.ts"

/** What every command of the action works with. */
export interface ActionContext {
  readonly inputs: ActionInputs
  readonly console: Console
  readonly files: Files
  readonly sha256: Sha256
  readonly clock: Clock
  readonly changes: Changes
  readonly commands: Commands
  readonly processes: Processes
  readonly portRanges: PortRanges
  readonly containers: Containers
  readonly controlGroups: ControlGroups
  readonly engines: Engines
  readonly patterns: Patterns
  readonly http: Http
  /** Absent where nothing follows the machine. */
  readonly machine?: Machine
  readonly signals: Signals
  readonly crashes: Crashes
  readonly programs: Programs
  readonly connections: Connections
  readonly host: Host
  readonly cluster: Cluster
  readonly surroundings: Surroundings
  readonly env: Readonly<Record<string, string>>
  readonly github: JsonObject
  readonly version: string
  /** How a person calls this program, for a POSIX shell. */
  readonly call: string
  /** The workspace, with `/`. */
  readonly root: string
  /** `RUNNER_TEMP`, with `/`. */
  readonly temporary: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  readonly runId: string
  readonly store: ArtifactStore
  readonly cache: CacheStore
  /** Null without a token. */
  readonly earlier: EarlierArtifacts | null
  /** Null without a token. */
  readonly repository: Repository | null
  /** Null without a token that may list them. */
  readonly runners: Runners | null
  /** Loads the toolkit, which takes a while, when it is first needed. */
  readonly step: () => Promise<Step>
  readonly uniqueName: () => string
  /** Takes less memory from now on, and more time; absent where the program around decides. */
  readonly saveMemory?: () => void
  readonly exit: (code: number) => void
}
