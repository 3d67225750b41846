/**
 * `parallel-smoke aggregate`: shard folders become one verdict.
 */
import posix from "node:path/posix"
import { aggregate } from "../../app/collect/aggregate.ts"
import { type Report, toReport } from "../../app/collect/report.ts"
import { PLAN_FILE, writePlan } from "../../app/folder/run-folder.ts"
import { newRunId } from "../../app/folder/run-id.ts"
import { readPlan } from "../../app/plan/read-plan.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { CliContext } from "../context.ts"
import { keepRun } from "../history-file.ts"
import type { FlagValues } from "../options.ts"
import { conclude } from "../outputs.ts"
import { toPolicy } from "../request.ts"
import { defaultFolder } from "../runs-folder.ts"

interface Invocation {
  readonly operands: readonly string[]
  readonly flags: FlagValues
}

/** Merges; the exit code is the verdict's. */
export async function aggregateCommand(
  invocation: Invocation,
  context: CliContext,
): Promise<Result<number, Failure>> {
  // Apart, so that nothing holds the plan of a large run while its reports are written.
  const merged = await mergeFolders(invocation, context)
  if (!merged.ok) return merged
  const { report, folder } = merged.value
  return conclude(report, { folder, flags: invocation.flags }, context)
}

async function mergeFolders(
  { operands, flags }: Invocation,
  context: CliContext,
): Promise<Result<{ readonly report: Report; readonly folder: string }, Failure>> {
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
  const kept = writePlan(context.files, `${folder}/${PLAN_FILE}`, plan.value)
  if (!kept.ok) return kept
  await keepRun({ plan: plan.value, state: merged.value.state, flags }, context)
  const observed = { plan: plan.value, ...merged.value, onSpent: merged.value.release }
  return ok({ report: toReport(observed, toPolicy(flags)), folder })
}
