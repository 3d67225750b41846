/**
 * `parallel-smoke list` and `validate`: what the files of a suite say, without running anything.
 */
import { refuseClash } from "../../app/hand-over/refuse-clash.ts"
import { readSuite, type SelectedSuite } from "../../app/plan/plan-run.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { toSeconds } from "../../core/quantities/duration.ts"
import type { Definition } from "../../formats/plan.ts"
import { estimateAll, isMeasured } from "../../plan/estimate/estimate.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import { toDiagnosticsJson } from "../../report/results/diagnostics-json.ts"
import { type ListedScenario, renderScenarioList } from "../../report/text/list-text.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { toReadPorts, toReadRequest } from "../request.ts"
import { tellWarnings } from "../warnings.ts"

/** Lists the scenarios; exit code 3 when nothing is selected. */
export function listCommand(invocation: Given, context: CliContext): Result<number, Failure> {
  const read = readFor(invocation, context)
  if (!read.ok) return read
  const { flags } = invocation
  tellWarnings(read.value, "read", context)
  const rows = toRows(read.value).filter(({ selected }) => selected || flags.all === true)
  const { suite } = read.value
  const ignored = flags.all === true ? suite.ignored : []
  const files = ignored.map(({ path, reason }) => ({ path, reason }))
  context.console.data(
    flags.json === true
      ? `${JSON.stringify({ scenarios: rows, ...(flags.all === true && { ignored: files }) }, null, 2)}\n`
      : `${renderScenarioList(rows, { total: suite.scenarios.length, ignored })}\n`,
  )
  return ok(read.value.selection.selected.size === 0 ? EXIT_CODES.empty : EXIT_CODES.passed)
}

/** Checks the files; errors come as a failure, warnings do not change the exit code. */
export function validateCommand(invocation: Given, context: CliContext): Result<number, Failure> {
  const read = readPlannable(invocation, context)
  const json = invocation.flags.json === true
  if (!read.ok) {
    if (!json || read.error.reason !== "config/invalid") return read
    context.console.data(toDiagnosticsJson(read.error.diagnostics))
    return ok(EXIT_CODES.usage)
  }
  const { suite, selection } = read.value
  if (json) context.console.data(toDiagnosticsJson(suite.warnings))
  else {
    tellWarnings(read.value, "check", context)
    const scenarios = countOf(selection.selected.size, "scenario")
    context.console.info(
      `${suite.file} is valid: ${scenarios} in ${countOf(suite.files.length, "file")}`,
    )
  }
  return ok(EXIT_CODES.passed)
}

function readFor(invocation: Given, context: CliContext): Result<SelectedSuite, Failure> {
  return readSuite(toReadRequest(invocation, context), toReadPorts(invocation.flags, context))
}

/** Also what only a plan minds. */
function readPlannable(invocation: Given, context: CliContext): Result<SelectedSuite, Failure> {
  const read = readFor(invocation, context)
  if (!read.ok) return read
  const { suite, selection } = read.value
  const diagnostics = refuseClash(suite, { selected: selection.selected })
  return diagnostics.length === 0 ? read : err({ reason: "config/invalid", diagnostics })
}

/** A row of `list --json`; the text shows part of it. */
interface ListedRow extends ListedScenario, Pick<Definition, "features" | "meta" | "matrix"> {
  readonly needs: readonly string[]
}

function toRows({ suite, selection, known }: SelectedSuite): ListedRow[] {
  const estimates = estimateAll(suite.scenarios, known)
  return suite.scenarios.map(({ id, needs, definition, unexpanded }) => {
    const { ms = 0, from = "default" } = estimates.get(id) ?? {}
    const said = isMeasured(from) || from === "estimate"
    const estimate = said ? { estimate: { seconds: toSeconds(ms), from } } : {}
    const { name, file, line, tags, features, meta, matrix } = definition
    const selected = selection.selected.has(id)
    const told = selection.why.get(id) ?? selection.whyNot.get(id) ?? ""
    const why = unexpanded === true ? `${told}, matrix from a command not run` : told
    const facts = { id, name, file, line, tags, features, meta, matrix, needs }
    return { ...facts, ...estimate, selected, why }
  })
}
