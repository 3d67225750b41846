/**
 * Where runs lie that name no folder: in the working directory, in Actions below `RUNNER_TEMP`.
 */
import { hiddenRunFolder, runsBelow } from "../app/folder/run-id.ts"
import type { CliContext } from "./context.ts"

/** The folder for a run that names none. */
export function defaultFolder(runId: string, context: CliContext): string {
  return hiddenRunFolder(baseFolder(context), runId, context.files)
}

/** The folder of all of them. */
export function runsFolder(context: Pick<CliContext, "env" | "cwd">): string {
  return runsBelow(baseFolder(context))
}

/** The folder that `.parallel-smoke` is in. */
export function baseFolder({ env, cwd }: Pick<CliContext, "env" | "cwd">): string {
  const temporary = env["RUNNER_TEMP"]
  return env["GITHUB_ACTIONS"] === "true" && temporary !== undefined ? temporary : cwd
}
