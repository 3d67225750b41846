/**
 * What fixtures did over all shards, as a table of the job summary.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Results } from "../../formats/results.ts"
import { percent, renderCold } from "../text/fixture-text.ts"
import { escapeMarkdown, inlineCode } from "./markdown-text.ts"

const COLUMNS = [
  "at once",
  "leased",
  "created",
  "leases",
  "hits",
  "misses",
  "reused",
  "start",
  "wait",
]

/** The title, the head and a row for each fixture. */
export function fixtureTable({ fixtures }: Pick<Results, "fixtures">) {
  const seconds = (value: number): string => formatDuration(value * 1_000)
  return {
    title: `Fixtures (${fixtures.length})`,
    head: [
      `| fixture | ${COLUMNS.join(" | ")} | cold because | evictions | failures |`,
      `| --- |${" ---: |".repeat(COLUMNS.length)} --- | ---: | ---: |`,
    ],
    rows: fixtures.map((one) => {
      const counts = [one.size, one.active, one.created, one.leases, one.hits, one.misses]
      const cells = [
        ...[inlineCode(one.name), ...counts, percent(one.reuseRate)],
        ...[seconds(one.meanStartSeconds), seconds(one.meanLeaseWaitSeconds)],
        ...[escapeMarkdown(renderCold(one)), one.evictions, one.failures],
      ]
      return `| ${cells.join(" | ")} |`
    }),
  }
}
