import type { Result } from "../core/problems/result.ts"
import type { ForeignProcess } from "./processes.ts"

/** A command whose output is wanted, run to its end. */
export interface CommandRequest {
  /** Text for bash. */
  readonly text: string
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** After so long it is killed with everything it started. */
  readonly timeoutMs: number
}

/** What a command that ended well gave and left. */
export interface CommandOutput {
  readonly stdout: string
  /** Processes of other users that it started and that may not be ended. */
  readonly foreign: readonly ForeignProcess[]
}

/** Why a command gave nothing. */
export interface CommandProblem {
  /** A fragment: `it ended with exit code 3`. */
  readonly message: string
  /** The line of stderr, else of stdout, that tells why; empty when there is none. */
  readonly said: string
}

/** Commands that are run while planning, one after another. */
export interface Commands {
  capture(request: CommandRequest): Result<CommandOutput, CommandProblem>
}
