/**
 * `parallel-smoke doctor`: what is wrong with this repository's set-up, and the next action.
 */
import { diagnose } from "../../app/doctor/diagnose.ts"
import { readSuite } from "../../app/plan/plan-run.ts"
import { identityOf } from "../../core/identity.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import { DOCTOR_SCHEMA_VERSION } from "../../formats/doctor.ts"
import { renderFindings } from "../../report/text/doctor-text.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { toHistoryFile } from "../history-file.ts"
import { toReadPorts, toReadRequest } from "../request.ts"

/** Looks at the whole set-up; exit code 2 when something is wrong, warnings do not change it. */
export async function doctorCommand(
  invocation: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { flags } = invocation
  const { console, env } = context
  const request = toReadRequest(invocation, context)
  const read = readSuite(request, toReadPorts(flags, context))
  const suite = read.ok ? ok(read.value.suite) : read
  const history = suite.ok ? toHistoryFile(flags, identityOf(suite.value.name), context) : null
  const { findings, unseen } = await diagnose({ root: request.root, suite, history, env }, context)
  console.data(
    flags.json === true
      ? `${JSON.stringify({ schemaVersion: DOCTOR_SCHEMA_VERSION, healthy: findings.length === 0, action_items: findings, unseen }, null, 2)}\n`
      : `${renderFindings({ findings, unseen }, { color: console.color })}\n`,
  )
  const isWrong = findings.some(({ level }) => level === "error")
  return ok(isWrong ? EXIT_CODES.usage : EXIT_CODES.passed)
}
