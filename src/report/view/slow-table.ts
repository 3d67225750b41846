/**
 * Scenarios that were slow, as a table of the job summary.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Results } from "../../formats/results.ts"
import { inlineCode } from "./markdown-text.ts"

/** The title, the head and a row for each. */
export function slowTable({ scenarios }: Pick<Results, "scenarios">, maxRows: number) {
  const rows = scenarios.flatMap(({ id, verdict, slow }) => {
    if (slow === undefined) return []
    const [took, limit] = [slow.seconds, slow.limitSeconds].map((s) => formatDuration(s * 1_000))
    return [`| ${inlineCode(id)} | ${verdict} | ${took} | ${limit} |`]
  })
  const head = ["| scenario | verdict | took | slow from |", "| --- | --- | ---: | ---: |"]
  return { title: `Slow (${rows.length})`, head, rows, maxRows }
}
