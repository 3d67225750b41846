/**
 * What is worth a word before a command goes on.
 */
import type { SelectedSuite } from "../app/plan-run.ts"
import { renderDiagnostics } from "../report/diagnostic-text.ts"
import { neutraliseInline } from "../report/neutralise.ts"
import type { CliContext } from "./context.ts"

/** Tells the warnings of a suite and the patterns that match nothing. */
export function tellWarnings(
  { suite, selection }: SelectedSuite,
  { console }: Pick<CliContext, "console">,
): void {
  if (suite.warnings.length > 0) console.info(renderDiagnostics(suite.warnings))
  for (const pattern of selection.unmatched) {
    console.info(`warning: ${neutraliseInline(pattern)} matches no scenario`)
  }
}
