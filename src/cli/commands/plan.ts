/**
 * `parallel-smoke plan`: the plan for people, as a file, or as a job matrix.
 */
import { planRun } from "../../app/plan-run.ts"
import { writeJson } from "../../app/run-folder.ts"
import { EXIT_CODES } from "../../core/exit-code.ts"
import type { Failure } from "../../core/failure.ts"
import { ok, type Result } from "../../core/result.ts"
import { toActionsMatrix } from "../../plan/matrix.ts"
import { renderPlan } from "../../report/plan-text.ts"
import type { CliContext } from "../context.ts"
import type { FlagValues } from "../options.ts"
import { checkRunFlags, toPlanRequest } from "../request.ts"
import { tellWarnings } from "../warnings.ts"

/** Plans; an empty plan is written as well and told by the exit code. */
export function planCommand(
  invocation: { readonly operands: readonly string[]; readonly flags: FlagValues },
  context: CliContext,
): Result<number, Failure> {
  const { flags } = invocation
  const checked = checkRunFlags(invocation)
  if (!checked.ok) return checked
  const request = { ...toPlanRequest(invocation, context), shards: flags.shards ?? "auto" }
  const planned = planRun(request, context)
  if (!planned.ok) return planned
  tellWarnings(planned.value, context)
  const { plan, suite, selection } = planned.value
  if (flags.output !== undefined && flags.output !== "-") {
    const written = writeJson(context.files, flags.output, plan)
    if (!written.ok) return written
  }
  if (flags.output === "-") context.console.data(`${JSON.stringify(plan, null, 2)}\n`)
  else if (flags.actionsMatrix === true) {
    context.console.data(`${JSON.stringify(toActionsMatrix(plan))}\n`)
  } else
    context.console.data(
      `${renderPlan(plan, { ignored: suite.ignored, whyNot: selection.whyNot })}\n`,
    )
  return ok(plan.shards.length === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
}
