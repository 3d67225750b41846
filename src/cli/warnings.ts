/**
 * What is worth a word before a command goes on.
 */
import type { SelectedSuite } from "../app/plan/plan-run.ts"
import { renderWarnings } from "../report/text/selection-text.ts"
import type { CliContext } from "./context.ts"

/** What a command does with a suite: each tells what its user has not heard otherwise. */
export type Purpose = "run" | "check" | "read"

/** Tells the warnings of a suite and the patterns that match nothing. */
export function tellWarnings(
  { suite, selection, notes }: SelectedSuite,
  purpose: Purpose,
  { console }: Pick<CliContext, "console">,
): void {
  const { warnings, scenarios } = suite
  const { unmatched } = selection
  const ids = scenarios.map(({ id }) => id)
  const ignored = purpose === "run" ? suite.ignored : []
  const checking = purpose === "check"
  const lines = renderWarnings({ warnings, unmatched, ids, notes, ignored, checking })
  for (const line of lines) console.info(line)
}
