/**
 * `parallel-smoke aggregate`: shard folders become one verdict.
 */
import posix from "node:path/posix"
import { aggregate } from "../../app/collect/aggregate.ts"
import { toShortReport } from "../../app/collect/report.ts"
import { copyPlan, PLAN_FILE } from "../../app/folder/run-folder.ts"
import { newRunId } from "../../app/folder/run-id.ts"
import { readPlan } from "../../app/plan/read-plan.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, type Result } from "../../core/problems/result.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { keepRun, knownBeside } from "../history-file.ts"
import { conclude } from "../outputs.ts"
import { defaultFolder } from "../runs-folder.ts"

/** Merges; the exit code is the verdict's. */
export async function aggregateCommand(
  { operands, flags }: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  if (flags.plan === undefined) {
    const message = "aggregate needs the plan that the shards ran"
    return err({ reason: "usage/invalid", message, hint: "give it with --plan plan.json" })
  }
  context.saveMemory?.()
  const plan = readPlan(flags.plan, { ...context, packed: true })
  if (!plan.ok) return plan
  if (flags.id !== undefined && flags.id !== plan.value.id) {
    const message = `${flags.plan} has the id ${plan.value.id}, not ${flags.id}`
    return err({
      reason: "usage/invalid",
      message,
      hint: "leave --id out, or give the plan with this id",
    })
  }
  const merged = aggregate({ plan: plan.value, folders: operands }, context.files)
  if (!merged.ok) return merged
  const folder =
    flags.out === undefined
      ? defaultFolder(newRunId(context), context)
      : posix.resolve(context.cwd, flags.out)
  const { folders, ...found } = merged.value
  const observed = found
  const kept = copyPlan(flags.plan, `${folder}/${PLAN_FILE}`, context.files)
  if (!kept.ok) return kept
  const learned = await keepRun({ ...observed, flags }, context)
  const trace = { spans: [], whole: true }
  const where = { plan: found.plan, folder, flags, folders, learned, trace }
  const beside = knownBeside({ ...observed, flags, learned }, context)
  return conclude(toShortReport({ ...observed, ...beside }, flags), where, context)
}
