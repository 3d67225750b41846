/**
 * What the history says of flaky and slower scenarios, and quarantines that end soon. Advice for people.
 */
import { capital } from "../lines/capital.ts"
import { endingQuarantines } from "../results/quarantine-ends.ts"
import {
  flakeText,
  flakeWords,
  leftOutText,
  quarantineEndText,
  retriesText,
  slowerText,
} from "../text/flakes-text.ts"
import type { Section } from "./fit.ts"
import { escapeMarkdown, inlineCode } from "./markdown-text.ts"
import type { SummaryView } from "./summary-view.ts"

/** Quarantines whose failures fail the run within a week. */
export function endingSection({ results }: SummaryView): Section {
  const ending = endingQuarantines(results)
  return {
    title: `Quarantines that end within a week (${ending.length})`,
    rows: ending.map((one) => `- ⏳ ${escapeMarkdown(capital(quarantineEndText(one)), 600)}`),
  }
}

/** Rates, what retries hid, and what became slower; a reader opens it. */
export function historySection({ results: { flakes } }: SummaryView): Section {
  if (flakes === undefined) return { title: "", rows: [] }
  const words = flakeWords(flakes)
  const rows = [
    retriesText(flakes),
    ...flakes.scenarios.map((flake) => `${inlineCode(flake.id)}: ${flakeText(flake)}`),
    ...flakes.slower.map((one) => `${inlineCode(one.id)}: slower: ${slowerText(one)}`),
  ].filter((row) => row !== "")
  const left = leftOutText(flakes)
  return {
    title: words === "" ? "Flakes" : `Flakes: ${words}`,
    rows:
      rows.length === 0
        ? []
        : [...rows, ...(left === "" ? [] : [left])].map((row) => `- ${capital(row)}`),
    folded: true,
  }
}
