/**
 * `parallel-smoke analyze`: how the scenarios of a suite wait for each other.
 */
import { fileFailure } from "../../app/folder/run-folder.ts"
import { analyzeSuite } from "../../app/plan/analyze.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { renderAnalysis, renderAnalysisMermaid } from "../../report/plan/analysis-text.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { toReadPorts, toReadRequest } from "../request.ts"
import { tellWarnings } from "../warnings.ts"

/** Analyses; exit code 3 when nothing is selected. */
export function analyzeCommand(invocation: Given, context: CliContext): Result<number, Failure> {
  const { flags } = invocation
  if (flags.json === true && flags.mermaid === true) {
    const message = "--json and --mermaid exclude each other"
    return err({ reason: "usage/invalid", message, hint: "give one of them" })
  }
  const analyzed = analyzeSuite(toReadRequest(invocation, context), toReadPorts(flags, context))
  if (!analyzed.ok) return analyzed
  tellWarnings(analyzed.value, "read", context)
  const { analysis, units } = analyzed.value
  const data =
    flags.mermaid === true
      ? `${renderAnalysisMermaid(analysis, units)}\n`
      : `${JSON.stringify(analysis, null, 2)}\n`
  const toFile = flags.output !== undefined && flags.output !== "-"
  if (toFile) {
    const written = context.files.writeAtomic(flags.output, data)
    if (!written.ok) return err(fileFailure(written.error))
  }
  const asData = flags.json === true || flags.mermaid === true || flags.output === "-"
  if (!toFile && asData) context.console.data(data)
  else context.console.data(`${renderAnalysis(analysis)}\n`)
  return ok(analysis.scenarios === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
}
