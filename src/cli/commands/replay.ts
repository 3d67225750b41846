/**
 * `parallel-smoke replay`: the report of a run that has ended, made again from what it left.
 */
import { readFinished } from "../../app/collect/finished-run.ts"
import { toShortReport } from "../../app/collect/report.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { Result } from "../../core/problems/result.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
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
  return tellReport(
    toShortReport(finished.value, flags),
    { folder: null, flags, id: finished.value.plan.id },
    context,
  )
}
