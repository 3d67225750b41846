/**
 * `command: plan`: the plan becomes an artifact, the matrix an output.
 */
import { handOverPlan } from "../../app/plan/plan-artifact.ts"
import { curveText, readPrices } from "../../app/plan/plan-curve.ts"
import { refuseLongSoak, timeoutMinutes } from "../../app/plan/refuse-long-soak.ts"
import { refuseRunners } from "../../app/plan/refuse-runners.ts"
import { runnerNotes } from "../../app/plan/runner-notes.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { toActionsMatrix } from "../../plan/estimate/matrix.ts"
import { renderPlan } from "../../report/plan/plan-text.ts"
import type { ActionContext } from "../context.ts"
import { inWorkspace } from "../history.ts"
import { tellUpload, tellWarnings } from "../log.ts"
import { planInputs } from "../planning.ts"
import type { Finished } from "../reporting.ts"

/** Plans. An empty plan is no failure here: `aggregate` judges it. */
export async function planCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const { inputs, temporary, attempt, runId } = context
  const pricesFile = inputs.prices && inWorkspace(inputs.prices, context)
  const prices = readPrices(pricesFile, context.files)
  if (!prices.ok) return prices
  const planned = await planInputs(context, inputs.shards)
  if (!planned.ok) return planned
  tellWarnings(planned.value, context)
  const { plan, suite, facts } = planned.value
  for (const fact of facts) context.console.info(fact)
  const refused = refuseRunners(plan, inputs.allowRunners) ?? refuseLongSoak(plan)
  if (refused !== null) return err(refused)
  if (context.runners !== null) {
    for (const note of await runnerNotes(plan, context.runners)) context.console.info(note)
  }
  context.console.info(renderPlan(plan, { ignored: suite.ignored }))
  if (inputs.curve === true || inputs.prices !== undefined) {
    const asked = { shards: inputs.shards, prices: prices.value }
    context.console.info(`\n${curveText(planned.value, asked)}\n`)
  }
  const handedOver = await handOverPlan(
    {
      ...{ plan, runId, attempt, retentionDays: inputs.retentionDays },
      job: context.env["GITHUB_JOB"] ?? "",
      folder: `${temporary}/.parallel-smoke/plan-${context.uniqueName()}`,
      onUpload: (upload) => {
        tellUpload(upload, context)
      },
    },
    context,
  )
  if (!handedOver.ok) return handedOver
  return ok({
    exitCode: EXIT_CODES.passed,
    outputs: {
      matrix: JSON.stringify(toActionsMatrix(plan)),
      "shard-count": String(plan.shards.length),
      "timeout-minutes": String(timeoutMinutes(plan)),
      "plan-digest": plan.digest,
      id: plan.id,
      total: String(Object.keys(plan.scenarios).length + plan.skipped.length),
    },
  })
}
