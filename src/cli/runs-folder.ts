/**
 * Where runs lie that name no folder: in the working directory, in Actions below `RUNNER_TEMP`.
 */
import posix from "node:path/posix"
import { MANIFEST_FILE } from "../app/folder/run-folder.ts"
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

/** The folder of a run that has ended: named by its id, as `last`, or by its path. */
export function endedFolder(name: string, context: CliContext): string {
  const { files, cwd } = context
  const runs = runsFolder(context)
  const known = files.list(runs).filter((id) => files.exists(`${runs}/${id}/${MANIFEST_FILE}`))
  // Ids of runs begin with the time.
  const id = name === "last" ? known.toSorted().at(-1) : known.find((one) => one === name)
  return id === undefined ? posix.resolve(cwd, name) : `${runs}/${id}`
}

/** The folder that `.parallel-smoke` is in. */
export function baseFolder({ env, cwd }: Pick<CliContext, "env" | "cwd">): string {
  const temporary = env["RUNNER_TEMP"]
  return env["GITHUB_ACTIONS"] === "true" && temporary !== undefined ? temporary : cwd
}
