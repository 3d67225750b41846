/**
 * What every command of the CLI works with; made once in `wire.ts`.
 */
import type { PlanPorts } from "../app/plan/plan-run.ts"
import type { RunShardPorts } from "../app/shard/run-shard-request.ts"
import type { JsonObject } from "../core/json/json.ts"
import type { Result } from "../core/problems/result.ts"
import type { Console, Screen } from "../ports/console.ts"
import type { Pack } from "../ports/files.ts"
import type { Machine } from "../ports/machine.ts"
import type { Surroundings } from "../ports/surroundings.ts"

/** What every command works with. */
export interface CliContext
  extends Required<Omit<RunShardPorts, "machine" | "surroundings">>,
    Pick<RunShardPorts, "machine">,
    Pick<PlanPorts, "changes" | "commands" | "env"> {
  readonly console: Console
  /** Null where nobody looks at a terminal. */
  readonly screen: Screen | null
  /** The machine as the display samples it: each tells of the time since its own last sample. */
  readonly displayMachine: Machine
  /** Read when first asked for: it may start a process. */
  readonly surroundings: (root: string) => Surroundings
  /** The working directory, with `/`. */
  readonly cwd: string
  readonly cores: number
  readonly pack: Pack
  readonly github: JsonObject
  readonly version: string
  /** How this program was called, for a POSIX shell in the working directory. */
  readonly call: string
  /** All of the standard input, or why it cannot be read. */
  readonly readInput: () => Result<string, string>
  /** The text of the suite that came by the standard input. */
  readonly inline?: string
  /** Takes less memory from now on, and more time; absent where the program around decides. */
  readonly saveMemory?: () => void
  /** Leaves the process at once. */
  readonly exit: (code: number) => void
}
