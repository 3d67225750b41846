/**
 * The fixtures that a failed attempt leased, and what they wrote meanwhile.
 */
import type { PageAttempt, PageScenario } from "../../src/report/page/page-data.ts"
import type { Run } from "../data/run.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { block, inline, number } from "../parts/words.ts"
import { LazyLog } from "./lazy-log.tsx"

export function Leases({
  run,
  scenario: { shard },
  attempt,
}: {
  readonly run: Run
  readonly scenario: PageScenario
  readonly attempt: PageAttempt
}) {
  const { fixtures = [], runAttempt } = attempt
  if (fixtures.length === 0) return null
  return (
    <section aria-labelledby="leases-title">
      <h3 id="leases-title">Fixtures of attempt {attempt.number}</h3>
      {fixtures.map(({ fixture, key, instance, use, log, others, alongside, tail }) => {
        const name = inline(fixture, 80)
        const more = others - alongside.length
        return (
          <div class="lease" key={`${fixture} ${instance}`}>
            <p>
              {name}
              {key === undefined ? "" : ` [${inline(key, 80)}]`}, instance {instance}, use {use}
              {others === 0
                ? ""
                : `, also leased by ${alongside.map((id) => inline(id, 80)).join(", ")}`}
              {more > 0 ? ` and ${number(more)} more` : ""}
            </p>
            {tail === "" ? (
              <p class="quiet">It wrote nothing meanwhile.</p>
            ) : (
              <ScrollBox class="tail" label={`What ${name} wrote meanwhile`}>
                {block(tail)}
              </ScrollBox>
            )}
            <LazyLog
              run={run}
              of={{ shard, runAttempt, log }}
              title={`Whole log of ${name}, instance ${instance}`}
            />
          </div>
        )
      })}
    </section>
  )
}
