/**
 * The commands that give values of matrices, run while planning. Nothing else of a suite file is
 * run before its plan is made.
 */
import type { Json } from "../../core/json/json.ts"
import { err, type Result } from "../../core/problems/result.ts"
import { scrubEnvironment } from "../../execute/request/environment.ts"
import type { Commands } from "../../ports/commands.ts"
import type { Declaration } from "../../scenario/layers/declaration.ts"
import type { CommandValues } from "../../scenario/layers/planning-value.ts"
import {
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
  const values = new Map<string, Result<readonly Json[], string>>()
  for (const command of matrixCommands(declarations)) {
    const { text, folder, timeoutMs } = command
    const output = by.commands.capture({
      text,
      cwd: folder === "." ? by.root : absolutePath(by.root, folder),
      env: scrubEnvironment(by.env),
      timeoutMs,
    })
    if (output.ok) {
      values.set(commandKey(command), readCommandOutput(output.value))
      continue
    }
    const { message, said } = output.error
    values.set(commandKey(command), err(said === "" ? message : `${message}: ${said}`))
  }
  return values
}
