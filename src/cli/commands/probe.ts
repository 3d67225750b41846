/**
 * `parallel-smoke probe`: what this machine and its surroundings offer.
 */
import { fileFailure } from "../../app/folder/run-folder.ts"
import { readSuite } from "../../app/plan/plan-run.ts"
import { probeSurroundings } from "../../app/plan/probe.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { renderCapabilities } from "../../report/text/probe-text.ts"
import type { Suite } from "../../scenario/model.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { toReadPorts, toReadRequest } from "../request.ts"
import { tellWarnings } from "../warnings.ts"

/** Probes; exit code 4 when something is absent that the suite cannot do without. */
export async function probeCommand(
  invocation: Given,
  context: CliContext,
): Promise<Result<number, Failure>> {
  const { flags } = invocation
  const request = toReadRequest(invocation, context)
  const suite = suiteFor(invocation, context)
  if (!suite.ok) return suite
  const { root } = request
  const probed = await probeSurroundings({ root, suite: suite.value, env: context.env }, context)
  const { capabilities, absent } = probed
  const json = `${JSON.stringify({ capabilities }, null, 2)}\n`
  if (flags.output !== undefined && flags.output !== "-") {
    const written = context.files.writeAtomic(flags.output, json)
    if (!written.ok) return err(fileFailure(written.error))
  }
  if (flags.json === true || flags.output === "-") context.console.data(json)
  else {
    const { color } = context.console
    context.console.data(`${renderCapabilities(capabilities, { color, required: absent })}\n`)
  }
  return ok(absent.length > 0 ? EXIT_CODES.incomplete : EXIT_CODES.passed)
}

/** Without a suite here, and none named, there is still the machine. */
function suiteFor(invocation: Given, context: CliContext): Result<Suite | null, Failure> {
  const read = readSuite(toReadRequest(invocation, context), toReadPorts(invocation.flags, context))
  if (read.ok) {
    tellWarnings(read.value, "read", context)
    return ok(read.value.suite)
  }
  const none = read.error.reason === "config/no-suite" && invocation.operands.length === 0
  return none ? ok(null) : read
}
