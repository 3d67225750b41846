/**
 * What every command of the CLI works with; made once in `wire.ts`.
 */
import type { JsonObject } from "../core/json/json.ts"
import type { Result } from "../core/problems/result.ts"
import type { Changes } from "../ports/changes.ts"
import type { Clock } from "../ports/clock.ts"
import type { Cluster } from "../ports/cluster.ts"
import type { Commands } from "../ports/commands.ts"
import type { Console } from "../ports/console.ts"
import type { Containers } from "../ports/containers.ts"
import type { ControlGroups } from "../ports/control-groups.ts"
import type { Crashes } from "../ports/crashes.ts"
import type { Engines, Guards } from "../ports/engines.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Machine } from "../ports/machine.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { PortRanges } from "../ports/port-ranges.ts"
import type { Connections, Host, Programs } from "../ports/probe.ts"
import type { Processes } from "../ports/processes.ts"
import type { Screen } from "../ports/screen.ts"
import type { Signals } from "../ports/signals.ts"
import type { Surroundings } from "../ports/surroundings.ts"

/** What every command works with. */
export interface CliContext {
  readonly console: Console
  /** Null where nobody looks at a terminal. */
  readonly screen: Screen | null
  /** The machine as the display samples it: each tells of the time since its own last sample. */
  readonly displayMachine: Machine
  readonly files: Files
  readonly sha256: Sha256
  readonly clock: Clock
  readonly changes: Changes
  readonly commands: Commands
  readonly processes: Processes
  readonly engines: Engines
  /** Null where there is nothing to watch with. */
  readonly guards: Guards | null
  readonly portRanges: PortRanges
  readonly containers: Containers
  readonly controlGroups: ControlGroups
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
  /** Read when first asked for: it may start a process. */
  readonly surroundings: (root: string) => Surroundings
  readonly env: Readonly<Record<string, string>>
  /** The working directory, with `/`. */
  readonly cwd: string
  readonly cores: number
  readonly github: JsonObject
  readonly version: string
  /** How this program was called, for a POSIX shell in the working directory. */
  readonly call: string
  /** All of the standard input, or why it cannot be read. */
  readonly readInput: () => Result<string, string>
  /** The text of the suite that came by the standard input. */
  readonly inline?: string
  /** A name that nobody else uses, made of letters and digits. */
  readonly uniqueName: () => string
  /** Takes less memory from now on, and more time; absent where the program around decides. */
  readonly saveMemory?: () => void
  /** Leaves the process at once. */
  readonly exit: (code: number) => void
}
