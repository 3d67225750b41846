/**
 * Scenarios that are repeated, as a table of the job summary: those with failures first.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Results } from "../../formats/results.ts"
import { renderRate } from "../text/iterations-text.ts"
import { escapeMarkdown, inlineCode, row } from "./markdown-text.ts"

/** The title, the head and a row for each scenario. */
export function iterationTable({ scenarios }: Pick<Results, "scenarios">) {
  const repeated = scenarios.flatMap(({ id, iterations }) =>
    iterations === undefined ? [] : [{ id, iterations }],
  )
  const time = (seconds: number | null) =>
    seconds === null ? "–" : formatDuration(seconds * 1_000)
  return {
    title: `Iterations (${repeated.reduce((sum, one) => sum + one.iterations.runs, 0)})`,
    head: [
      "| scenario | runs | failed | flaky | cut | rate | p50 | p90 | p99 |",
      `| --- |${" ---: |".repeat(4)} --- |${" ---: |".repeat(3)}`,
    ],
    rows: repeated
      .toSorted((a, b) => (b.iterations.rate ?? 0) - (a.iterations.rate ?? 0))
      .map(({ id, iterations }) => {
        const { runs, failed, flaky, cancelled, p50Seconds, p90Seconds, p99Seconds } = iterations
        const counts = [runs, failed, flaky, cancelled].map(String)
        const times = [p50Seconds, p90Seconds, p99Seconds].map(time)
        return row(inlineCode(id), ...counts, escapeMarkdown(renderRate(iterations)), ...times)
      }),
  }
}
