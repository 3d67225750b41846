/**
 * No `command`: plan, run and report in this one step, without any artifact or cache service.
 */
import { toReport } from "../../app/collect/report.ts"
import { hasStops } from "../../app/shard/open-runs.ts"
import type { ShardRun } from "../../app/shard/run-shard.ts"
import { sendSpans } from "../../app/traces/run-spans.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { foldEvents } from "../../events/fold.ts"
import type { Plan } from "../../formats/plan.ts"
import { renderFailure } from "../../report/text/failure-text.ts"
import type { ActionContext } from "../context.ts"
import { keepRun, knownBeside, recalled } from "../history.ts"
import { tellWarnings } from "../log.ts"
import { STATE } from "../names.ts"
import { planInputs } from "../planning.ts"
import {
  type Finished,
  outputsOf,
  pastOf,
  publish,
  summaryOf,
  writeReportFiles,
} from "../reporting.ts"
import { runHere } from "./run.ts"

/** Said in a later attempt: without artifacts and without a history a pass may hide a failure. */
const NOT_KNOWN =
  "this step does not know what failed in earlier attempts of this run: the input `history: cache` keeps it"

function mayOwe(plan: Plan, { cleanup }: ActionContext["inputs"]): boolean {
  const hooks = Object.values(plan.scenarios).some(
    ({ definition }) => definition.after !== undefined,
  )
  return cleanup !== undefined || plan.after !== undefined || hooks || hasStops(plan)
}

/** The whole run. */
export async function allCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const planned = await planInputs(context, 1)
  if (!planned.ok) return planned
  tellWarnings(planned.value, context)
  const { plan, probed } = planned.value
  const folder = `${context.temporary}/.parallel-smoke/runs/${context.uniqueName()}`
  // The toolkit takes a while to load: only where `post` may have something to do.
  if (mayOwe(plan, context.inputs)) (await context.step()).saveState(STATE.folder, folder)
  let ran: ShardRun = { state: foldEvents([]), problems: [], unrecorded: null, spans: [] }
  if (plan.shards.length > 0) {
    const here = await runHere({ plan, shard: 1, folder, command: "all", probed }, context)
    if (!here.ok) return here
    ran = here.value
  }
  const { problems, unrecorded, spans } = ran
  const told = await recalled({ plan, state: ran.state }, context)
  const { state, history } = told
  if (history === null && context.attempt > 1) context.console.info(NOT_KNOWN)
  if (unrecorded !== null) context.console.info(renderFailure(unrecorded))
  const beside = knownBeside({ plan, ...told }, context)
  const report = toReport({ plan, state, problems, ...beside }, context.inputs)
  const folders = { all: [folder], of: () => folder }
  const past = pastOf(report, history, context)
  const written = await writeReportFiles(report, { plan, folder, folders, past }, context)
  if (!written.ok) return unrecorded === null ? written : err(unrecorded)
  const summary = summaryOf(report, { id: plan.id, past }, context)
  await keepRun({ plan, state, folder, history }, context)
  await sendSpans(report, { plan, spans, whole: true, say: context.console.info }, context)
  await publish({ ...report, summary }, context)
  const { exitCode } = report.results.summary
  return ok({ exitCode, outputs: { id: plan.id, ...outputsOf(report, folder) } })
}
