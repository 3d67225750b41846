/**
 * Scenarios that are repeated: what their iterations came to, those with failures first.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { timeDriftText } from "../lines/drift-text.ts"
import { renderCampaign, renderIterations } from "../text/iterations-text.ts"
import type { Section } from "./fit.ts"
import { escapeMarkdown } from "./markdown-text.ts"
import { facts, linkedId, type SummaryView } from "./summary-view.ts"

/** A row for each scenario; none where nothing is repeated. */
export function iterationSection({ results, links }: SummaryView): Section {
  const repeated = results.scenarios.flatMap((scenario) =>
    scenario.iterations === undefined ? [] : [{ scenario, iterations: scenario.iterations }],
  )
  const runs = repeated.reduce((sum, { iterations }) => sum + iterations.runs, 0)
  const { campaign } = results
  const of =
    campaign === undefined ? "" : ` of campaign ${escapeMarkdown(renderCampaign(campaign))}`
  return {
    title: `Iterations (${runs})${of}`,
    rows: repeated
      .toSorted((a, b) => (b.iterations.rate ?? 0) - (a.iterations.rate ?? 0))
      .map(({ scenario, iterations }) => {
        const { p50Seconds, p99Seconds } = iterations
        const times =
          p50Seconds === null || p99Seconds === null
            ? ""
            : `half within ${formatDuration(p50Seconds * 1_000)}, 99 % within ${formatDuration(p99Seconds * 1_000)}`
        const told = escapeMarkdown(renderIterations(iterations, scenario.rate))
        const drift = escapeMarkdown(timeDriftText(iterations))
        return `- ${linkedId(scenario, links)}: ${facts(told, times, drift)}`
      }),
  }
}
