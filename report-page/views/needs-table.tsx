/**
 * Needs as a table: each scenario with what it needs and what needs it.
 */
import type { GraphNode } from "../data/graph.ts"
import { hashOf } from "../data/place.ts"
import { LongTable } from "../parts/long-table.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { inline, number, seconds } from "../parts/words.ts"

/** Ids that are named in a cell; the rest is counted. */
const MAX_NAMED = 5

export function NeedsTable({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  return (
    <LongTable
      id="needs-table"
      title="The same as a table"
      label="Table of the needs"
      unit="scenario"
      head={["Scenario", "Verdict", "Time", "Needs", "Needed by", "Critical path"]}
      rows={nodes}
    >
      {({ scenario: { id, verdict, durationSeconds }, needs, neededBy, critical }) => (
        <tr key={id}>
          <th scope="row">
            <a href={hashOf({ view: "scenarios", id })}>{inline(id, 160)}</a>
          </th>
          <td>
            <VerdictMark verdict={verdict} word />
          </td>
          <td>{seconds(durationSeconds)}</td>
          <td>{named(needs)}</td>
          <td>{named(neededBy)}</td>
          <td>{critical === null ? "–" : `number ${critical}`}</td>
        </tr>
      )}
    </LongTable>
  )
}

function named(ids: readonly string[]): string {
  if (ids.length === 0) return "–"
  const shown = ids.slice(0, MAX_NAMED).map((id) => inline(id, 80))
  const more = ids.length - shown.length
  return `${shown.join(", ")}${more === 0 ? "" : ` and ${number(more)} more`}`
}
