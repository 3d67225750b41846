/**
 * The timeline as a table: each attempt, by worker and time.
 */
import { useMemo } from "preact/hooks"
import { hashOf } from "../data/place.ts"
import type { Lane } from "../data/timeline.ts"
import { LongTable } from "../parts/long-table.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { inline, seconds } from "../parts/words.ts"

export function TimelineTable({ lanes }: { readonly lanes: readonly Lane[] }) {
  const rows = useMemo(
    () => lanes.flatMap((lane) => lane.pieces.map((piece) => ({ lane, piece }))),
    [lanes],
  )
  return (
    <LongTable
      id="timeline-table"
      title="The same as a table"
      label="Table of the attempts"
      unit="attempt"
      head={["Scenario", "Attempt", "Outcome", "Shard", "Worker", "From", "To", "Time"]}
      rows={rows}
    >
      {({ lane, piece }) => {
        const { scenario, attempt, place, fromMs, toMs } = piece
        const { id } = scenario
        const again = lane.runAttempt === 1 ? "" : `, attempt ${lane.runAttempt} of the run`
        return (
          <tr key={`${id} ${place}`}>
            <th scope="row">
              <a href={hashOf({ view: "scenarios", id, attempt: String(place) })}>
                {inline(id, 160)}
              </a>
            </th>
            <td>
              {attempt.number}
              {again}
            </td>
            <td>
              <VerdictMark verdict={attempt.outcome} word />
            </td>
            <td>{lane.shard ?? "–"}</td>
            <td>{lane.worker ?? "–"}</td>
            <td>{seconds(fromMs / 1_000)}</td>
            <td>{seconds(toMs / 1_000)}</td>
            <td>{seconds(attempt.durationSeconds)}</td>
          </tr>
        )
      }}
    </LongTable>
  )
}
