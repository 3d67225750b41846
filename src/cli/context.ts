/**
 * What every command of the CLI works with; made once in `wire.ts`.
 */
import type { JsonObject } from "../core/json.ts"
import type { Changes } from "../ports/changes.ts"
import type { Clock } from "../ports/clock.ts"
import type { Commands } from "../ports/commands.ts"
import type { Console } from "../ports/console.ts"
import type { Files, Sha256 } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { Processes } from "../ports/processes.ts"
import type { Signals } from "../ports/signals.ts"
import type { Surroundings } from "../ports/surroundings.ts"

export interface CliContext {
  readonly console: Console
  readonly files: Files
  readonly sha256: Sha256
  readonly clock: Clock
  readonly changes: Changes
  readonly commands: Commands
  readonly processes: Processes
  readonly patterns: Patterns
  readonly http: Http
  readonly signals: Signals
  /** Read when first asked for: it may start a process. */
  readonly surroundings: (root: string) => Surroundings
  readonly env: Readonly<Record<string, string>>
  /** The working directory, with `/`. */
  readonly cwd: string
  readonly cores: number
  readonly github: JsonObject
  readonly version: string
  /** A name that nobody else uses, made of letters and digits. */
  readonly uniqueName: () => string
  /** Leaves the process at once. */
  readonly exit: (code: number) => void
}
