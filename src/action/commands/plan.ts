/**
 * `command: plan`: the plan becomes an artifact, the matrix an output.
 */

import { curveText, readPrices } from "../../app/plan-curve.ts"
import { refuseRunners } from "../../app/refuse-runners.ts"
import { writePlan } from "../../app/run-folder.ts"
import { runnerNotes } from "../../app/runner-notes.ts"
import { notUploaded, uploadFolder } from "../../app/upload-folder.ts"
import { EXIT_CODES } from "../../core/exit-code.ts"
import type { Failure } from "../../core/failure.ts"
import { err, ok, type Result } from "../../core/result.ts"
import { artifactPrefix, planArtifactName } from "../../plan/artifact-names.ts"
import { toActionsMatrix } from "../../plan/matrix.ts"
import { renderPlan } from "../../report/plan-text.ts"
import type { ActionContext } from "../context.ts"
import { inWorkspace } from "../history.ts"
import { tellUpload, tellWarnings } from "../log.ts"
import type { Finished } from "../main.ts"
import { planInputs } from "../planning.ts"

/** Plans. An empty plan is no failure here: `aggregate` judges it. */
export async function planCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const { inputs, temporary, attempt } = context
  const pricesFile = inputs.prices === null ? null : inWorkspace(inputs.prices, context)
  const prices = readPrices(pricesFile, context.files)
  if (!prices.ok) return prices
  const planned = await planInputs(context, inputs.shards)
  if (!planned.ok) return planned
  tellWarnings(planned.value, context)
  const { plan, suite, facts } = planned.value
  for (const fact of facts) context.console.info(fact)
  const refused = refuseRunners(plan, inputs.allowRunners)
  if (refused !== null) return err(refused)
  if (context.runners !== null) {
    for (const note of await runnerNotes(plan, context.runners)) context.console.info(note)
  }
  context.console.info(renderPlan(plan, { ignored: suite.ignored }))
  if (inputs.curve || inputs.prices !== null) {
    const asked = { shards: inputs.shards, prices: prices.value }
    context.console.info(`\n${curveText(planned.value, asked)}\n`)
  }
  const folder = `${temporary}/.parallel-smoke/plan-${context.uniqueName()}`
  const written = writePlan(context.files, `${folder}/plan.json`, plan)
  if (!written.ok) return written
  const prefix = artifactPrefix(plan.suite)
  const uploaded = await uploadFolder({
    ...context,
    folder,
    nameOf: (upload) => planArtifactName({ prefix, attempt, upload }),
    retentionDays: inputs.retentionDays,
  })
  tellUpload(uploaded, context)
  if (!uploaded.ok) return err(notUploaded(uploaded.error))
  return ok({
    exitCode: EXIT_CODES.passed,
    outputs: {
      matrix: JSON.stringify(toActionsMatrix(plan)),
      "shard-count": String(plan.shards.length),
      "plan-digest": plan.digest,
      total: String(Object.keys(plan.scenarios).length + plan.skipped.length),
    },
  })
}
