/**
 * No `command`: plan, run and report in this one step, without any artifact or cache service.
 */
import { toReport } from "../../app/report.ts"
import type { Failure } from "../../core/failure.ts"
import { ok, type Result } from "../../core/result.ts"
import { foldEvents } from "../../events/fold.ts"
import type { ActionContext } from "../context.ts"
import { tellWarnings } from "../log.ts"
import type { Finished } from "../main.ts"
import { planInputs } from "../planning.ts"
import { outputsOf, publish, writeReportFiles } from "../reporting.ts"
import { runHere } from "./run-here.ts"

/** The whole run. */
export async function allCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const planned = planInputs(context, 1)
  if (!planned.ok) return planned
  tellWarnings(planned.value, context)
  const { plan } = planned.value
  const folder = `${context.temporary}/.parallel-smoke/runs/${context.uniqueName()}`
  let state = foldEvents([])
  if (plan.shards.length > 0) {
    const ran = await runHere({ plan, shard: 1, folder, command: "all" }, context)
    if (!ran.ok) return ran
    state = ran.value.state
  }
  const { ifEmpty, failOn } = context.inputs
  const report = toReport({ plan, state, problems: [] }, { ifEmpty, failOn })
  const written = writeReportFiles(report, folder, context)
  if (!written.ok) return written
  await publish(report, context)
  const { exitCode } = report.results.summary
  return ok({ exitCode, outputs: outputsOf(report, folder) })
}
