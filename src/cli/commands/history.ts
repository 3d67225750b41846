/**
 * `parallel-smoke history export`: what earlier runs left, as rows for spreadsheets and databases; `history
 * flakes`: what they say of flaky and slower scenarios.
 */
import { fileFailure } from "../../app/folder/run-folder.ts"
import { exportHistoryFile } from "../../app/history/export-file.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Given } from "../commands.ts"
import type { CliContext } from "../context.ts"
import { historyToExport } from "../history-file.ts"

/** Prints; rows are CSV where no form is given. */
export function historyCommand(invocation: Given, context: CliContext): Result<number, Failure> {
  const { operands, flags } = invocation
  const [what = "do nothing"] = operands
  if (operands.length !== 1 || (what !== "export" && what !== "flakes")) {
    const message = `history cannot ${what}`
    return err({
      reason: "usage/invalid",
      message,
      hint: "write: history export, or history flakes",
    })
  }
  const forms = (["csv", "ndjson", "sql"] as const).filter((form) => flags[form] === true)
  if (what === "flakes" && forms.length > 0) {
    const message = `--${forms.join(", --")} is for history export`
    return err({ reason: "usage/invalid", message, hint: "leave it out" })
  }
  if (forms.length > 1) {
    const message = "--csv, --ndjson and --sql exclude each other"
    return err({ reason: "usage/invalid", message, hint: "give one of them" })
  }
  const found = flags.history === undefined ? historyToExport(context) : ok(flags.history)
  if (!found.ok) {
    const message = `there are several histories: ${found.error.join(", ")}`
    return err({ reason: "usage/invalid", message, hint: "name one with --history" })
  }
  const path = found.value
  const [rows = "csv"] = forms
  const form = what === "flakes" ? what : rows
  const exported = exportHistoryFile({ path, form, now: context.clock.now() }, context.files)
  if (!exported.ok) return exported
  const { text, notes } = exported.value
  for (const note of notes) context.console.info(`warning: ${note}`)
  if (flags.output === undefined || flags.output === "-") context.console.data(text)
  else {
    const written = context.files.writeAtomic(flags.output, text)
    if (!written.ok) return err(fileFailure(written.error))
  }
  return ok(EXIT_CODES.passed)
}
