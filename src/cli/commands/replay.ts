/**
 * `parallel-smoke replay`: the report of a run that has ended, made again from what it left.
 */
import { readFinished } from "../../app/collect/finished-run.ts"
import { toShortReport } from "../../app/collect/report.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { Result } from "../../core/problems/result.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { knownBeside } from "../history-file.ts"
import { tellReport } from "../outputs.ts"
import { endedFolder } from "../runs-folder.ts"

/** Reports; the exit code is the verdict's. */
export async function replayCommand(
  { operands, flags }: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  context.saveMemory?.()
  const finished = readFinished(endedFolder(operands[0] ?? "last", context), context)
  if (!finished.ok) return finished
  const { plan, places } = finished.value
  const beside = knownBeside({ ...finished.value, flags }, context)
  const where = { plan, folders: places, folder: null, flags }
  return tellReport(toShortReport({ ...finished.value, ...beside }, flags), where, context)
}
