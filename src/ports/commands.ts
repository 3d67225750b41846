import type { Result } from "../core/problems/result.ts"

/** A command that is run to its end for its output. */
export interface CommandRequest {
  /** Text for bash. */
  readonly text: string
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** After this time it is killed with everything it started. */
  readonly timeoutMs: number
}

/** Why a command gave no output. */
export interface CommandProblem {
  /** A fragment: `it ended with exit code 3`. */
  readonly message: string
  /** The line of stderr, else of stdout, with the reason; empty if there is none. */
  readonly said: string
}

/** Commands that are run while planning, one after another. */
export interface Commands {
  /** What the command wrote to stdout. */
  capture(request: CommandRequest): Result<string, CommandProblem>
}
