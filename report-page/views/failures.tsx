/**
 * Failures by their message: what many scenarios fail of stands once.
 */
import type { Cluster } from "../data/clusters.ts"
import type { Run } from "../data/run.ts"
import { ScenarioLinks } from "../parts/scenario-links.tsx"
import { ScrollBox } from "../parts/scroll-box.tsx"
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
          <ScenarioLinks scenarios={scenarios} most={MAX_SHOWN} characters={160} />
        </section>
      ))}
    </ScrollBox>
  )
}
