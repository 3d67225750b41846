/**
 * The commands that give values of matrices, run while planning. Nothing else of a suite file is
 * run before its plan is made.
 */
import type { Json } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { leftRunning } from "../../execute/processes/left-behind.ts"
import { scrubEnvironment } from "../../execute/request/environment.ts"
import type { Commands } from "../../ports/commands.ts"
import type { Declaration } from "../../scenario/layers/declaration.ts"
import {
  type CommandOutcome,
  type CommandValues,
  commandKey,
  matrixCommands,
  readCommandOutput,
} from "../../scenario/matrix/matrix-command.ts"
import { absolutePath } from "./load-files.ts"

/** What runs commands, and the environment they get. */
export interface MatrixCommands {
  readonly commands: Commands
  readonly env: Readonly<Record<string, string>>
}

/** Runs every command that declarations name, each once. */
export function runMatrixCommands(
  declarations: readonly Declaration[],
  by: MatrixCommands & { readonly root: string },
): CommandValues {
  const values = new Map<string, Result<CommandOutcome, string>>()
  for (const command of matrixCommands(declarations)) {
    const { text, folder, timeoutMs } = command
    const output = by.commands.capture({
      text,
      cwd: folder === "." ? by.root : absolutePath(by.root, folder),
      env: scrubEnvironment(by.env),
      timeoutMs,
    })
    if (output.ok) {
      const { stdout, foreign } = output.value
      const read = readCommandOutput(stdout)
      const misdeed = foreign.length === 0 ? null : leftRunning(foreign)
      values.set(commandKey(command), read.ok ? ok({ values: read.value, misdeed }) : read)
      continue
    }
    const { message, said } = output.error
    values.set(commandKey(command), err(said === "" ? message : `${message}: ${said}`))
  }
  return values
}
