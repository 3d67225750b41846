/**
 * Names of runs and their folders.
 */
import type { CliContext } from "./context.ts"

/** `20261121-144512-k3f9`: sorted by time, unique by its last part. */
export function newRunId(context: Pick<CliContext, "clock" | "uniqueName">): string {
  const [date = "", time = ""] = new Date(context.clock.now()).toISOString().split("T")
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${context.uniqueName()}`
}

/** The folder for a run that names none: out of git's sight, in Actions below `RUNNER_TEMP`. */
export function defaultFolder(runId: string, context: CliContext): string {
  const base = baseFolder(context)
  if (!context.files.exists(`${base}/.gitignore`)) {
    context.files.writeAtomic(`${base}/.gitignore`, "*\n")
  }
  return `${base}/runs/${runId}`
}

/** Where runs lie that name no folder. */
export function runsFolder(context: Pick<CliContext, "env" | "cwd">): string {
  return `${baseFolder(context)}/runs`
}

function baseFolder({ env, cwd }: Pick<CliContext, "env" | "cwd">): string {
  const temporary = env["RUNNER_TEMP"]
  const inActions = env["GITHUB_ACTIONS"] === "true" && temporary !== undefined
  return `${inActions ? temporary : cwd}/.parallel-smoke`
}
