/**
 * What runs of this project have left whose engines are gone.
 */
import { type FinishedRun, finishRuns } from "../app/shard/open-runs.ts"
import { formatDuration } from "../core/quantities/duration.ts"
import type { CliContext } from "./context.ts"
import { baseFolder } from "./runs-folder.ts"

/** Finishes them, and says what was done. */
export async function finishProject(
  which: { readonly only?: string; readonly but?: string },
  context: CliContext,
): Promise<readonly FinishedRun[]> {
  const { github, console, cwd } = context
  const project = baseFolder(context)
  // To know the surroundings may take a program, and most of the time there is nothing to finish.
  const ports = {
    ...context,
    get surroundings() {
      return context.surroundings(cwd)
    },
  }
  const finished = await finishRuns({ project, github, ...which }, ports)
  for (const { folder, ends } of finished) {
    console.info(`the run in ${folder} was killed: what it had left is done now`)
    for (const { name, outcome, durationMs, message } of ends) {
      const why = message === null ? "" : `: ${message}`
      console.info(`  ${name}: ${outcome} in ${formatDuration(durationMs)}${why}`)
    }
  }
  return finished
}
