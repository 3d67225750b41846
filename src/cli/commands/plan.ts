/**
 * `parallel-smoke plan`: the plan for people, as a file, or as a job matrix.
 */
import { writePlan } from "../../app/folder/run-folder.ts"
import { curveText, readPrices } from "../../app/plan/plan-curve.ts"
import { planProbed } from "../../app/plan/plan-probed.ts"
import { readProbed } from "../../app/plan/read-probed.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import type { Plan } from "../../formats/plan.ts"
import { toActionsMatrix } from "../../plan/estimate/matrix.ts"
import { planJsonPieces } from "../../plan/plan-json.ts"
import { countOf, neutraliseInline } from "../../report/lines/neutralise.ts"
import { renderPlan } from "../../report/plan/plan-text.ts"
import type { Values } from "../../settings/table.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { checkRunFlags, toPlanRequest } from "../request.ts"
import { tellWarnings } from "../warnings.ts"

/** Plans; an empty plan is written as well and told by the exit code. */
export async function planCommand(
  invocation: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { flags } = invocation
  const checked = checkRunFlags(invocation)
  if (!checked.ok) return checked
  const request = { ...toPlanRequest(invocation, context), shards: flags.shards ?? "auto" }
  const { seen, notes } = readProbed(flags.probed ?? [], context.files)
  const prices = readPrices(flags.prices, context.files)
  if (!prices.ok) return prices
  const planned = await planProbed({ ...request, seen, probeHere: false }, context)
  if (!planned.ok) return planned
  tellWarnings({ ...planned.value, notes: [...planned.value.notes, ...notes] }, "check", context)
  const { plan, suite, selection, facts } = planned.value
  for (const fact of facts) context.console.info(fact)
  if (flags.output !== undefined && flags.output !== "-") {
    const written = writePlan(context.files, flags.output, plan)
    if (!written.ok) return written
  }
  if (flags.output === "-") for (const piece of planJsonPieces(plan)) context.console.data(piece)
  else if (flags.actionsMatrix === true) {
    context.console.data(`${JSON.stringify(toActionsMatrix(plan))}\n`)
  } else
    context.console.data(
      `${renderPlan(plan, { ignored: suite.ignored, whyNot: selection.whyNot })}\n`,
    )
  if (flags.curve === true || flags.prices !== undefined) {
    const text = curveText(planned.value, { shards: request.shards, prices: prices.value })
    const asData = flags.output !== "-" && flags.actionsMatrix !== true
    context.console[asData ? "data" : "info"](`\n${text}\n`)
  }
  const refused = refusedLines(plan.skipped, flags)
  for (const line of refused) context.console.info(line)
  if (refused.length > 0) return ok(EXIT_CODES.failed)
  return ok(plan.shards.length === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
}

/** What is skipped although the user does not accept it, each with what it lacks. */
function refusedLines(
  skipped: Plan["skipped"],
  { onMissing }: Pick<Values, "onMissing">,
): readonly string[] {
  const missing = skipped.filter(({ reason }) => reason === "missing-capability")
  if (onMissing !== "fail" || missing.length === 0) return []
  const count = countOf(missing.length, "scenario")
  return [
    `error: ${count} would be skipped because of a missing capability, and --on-missing fail forbids that`,
    ...missing.map(({ id, message }) => `  ${neutraliseInline(id)}: ${neutraliseInline(message)}`),
  ]
}
