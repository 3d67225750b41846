/**
 * Failures by their message: what many scenarios fail of stands once.
 */
import type { Cluster } from "../data/clusters.ts"
import { hashOf } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { block, count, inline } from "../parts/words.ts"

/** Scenarios that are shown of a cluster. */
const MAX_SHOWN = 20

export function FailuresView({
  run,
  clusters,
}: {
  readonly run: Run
  readonly clusters: readonly Cluster[]
}) {
  const { problems } = run.results
  if (clusters.length === 0 && problems.length === 0) return <p class="empty">Nothing failed.</p>
  return (
    <ScrollBox class="wide" label="Failures">
      {problems.length === 0 ? null : (
        <section class="part" aria-labelledby="problems-title">
          <h2 id="problems-title">Problems of the run</h2>
          <ul>
            {problems.map(({ code, message }) => (
              <li key={`${code} ${message}`}>{inline(message, 1_000)}</li>
            ))}
          </ul>
        </section>
      )}
      {clusters.map(({ message, cause, scenarios }) => (
        <section class="cluster" key={`${cause} ${message}`}>
          <h2>
            {count(scenarios.length, "scenario")}
            {cause === null ? "" : `: ${cause}`}
          </h2>
          <p class="message">{block(message)}</p>
          <ul class="links">
            {scenarios.slice(0, MAX_SHOWN).map(({ id, verdict }) => (
              <li key={id}>
                <VerdictMark verdict={verdict} />{" "}
                <a href={hashOf({ view: "scenarios", id })}>{inline(id, 160)}</a>
              </li>
            ))}
          </ul>
          {scenarios.length > MAX_SHOWN ? (
            <p class="quiet">and {count(scenarios.length - MAX_SHOWN, "other")}</p>
          ) : null}
        </section>
      ))}
    </ScrollBox>
  )
}
