/**
 * The timeline as a table: each attempt, by worker and time.
 */
import { useMemo, useState } from "preact/hooks"
import { hashOf } from "../data/place.ts"
import type { Lane } from "../data/timeline.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { TableHead } from "../parts/table-head.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { count, inline, number, seconds } from "../parts/words.ts"

/** Rows that are added at once. */
const STEP = 200

export function TimelineTable({ lanes }: { readonly lanes: readonly Lane[] }) {
  const [limit, setLimit] = useState(STEP)
  const all = useMemo(
    () => lanes.flatMap((lane) => lane.pieces.map((piece) => ({ lane, piece }))),
    [lanes],
  )
  return (
    <section class="part" aria-labelledby="timeline-table-title">
      <h2 id="timeline-table-title">The same as a table</h2>
      <p class="quiet" role="status">
        {all.length > limit
          ? `The first ${number(limit)} of ${count(all.length, "attempt")}`
          : count(all.length, "attempt")}
      </p>
      <ScrollBox class="table-scroll" label="Table of the attempts">
        <table>
          <TableHead
            titles={["Scenario", "Attempt", "Outcome", "Shard", "Worker", "From", "To", "Time"]}
          />
          <tbody>
            {all.slice(0, limit).map(({ lane, piece }) => {
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
            })}
          </tbody>
        </table>
      </ScrollBox>
      {all.length > limit ? (
        <button type="button" class="small" onClick={() => setLimit(limit + STEP)}>
          Show {number(Math.min(STEP, all.length - limit))} more
        </button>
      ) : null}
    </section>
  )
}
