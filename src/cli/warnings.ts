/**
 * What is worth a word before a command goes on.
 */
import type { SelectedSuite } from "../app/plan-run.ts"
import { renderWarnings } from "../report/selection-text.ts"
import type { CliContext } from "./context.ts"

/** Tells the warnings of a suite and the patterns that match nothing. */
export function tellWarnings(
  { suite, selection, notes }: SelectedSuite,
  { console }: Pick<CliContext, "console">,
): void {
  const { warnings, scenarios } = suite
  const { unmatched } = selection
  const ids = scenarios.map(({ id }) => id)
  for (const line of renderWarnings({ warnings, unmatched, ids, notes })) console.info(line)
}
