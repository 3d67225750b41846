/**
 * What a scenario did in earlier runs: in one line, and opened with verdicts, times and commits.
 */
import { shortRef } from "../../src/report/lines/short-ref.ts"
import type { PageScenario } from "../../src/report/page/page-data.ts"
import { pastWords } from "../../src/report/summary/past-text.ts"
import type { PageRunBefore, Run } from "../data/run.ts"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { TableHead } from "../parts/table-head.tsx"
import { useRead } from "../parts/use-read.ts"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { inline, instant, seconds } from "../parts/words.ts"

export function EarlierRuns({
  run,
  scenario,
}: {
  readonly run: Run
  readonly scenario: PageScenario
}) {
  const { past } = run
  const runs = useRead(() => past.read(scenario.id), [past, scenario])
  if (past.left === null || runs === undefined) return null
  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title">Earlier runs</h3>
      {runs.length === 0 ? (
        <p class="quiet">
          {past.left === 0
            ? "The history has no earlier run of it."
            : "This page has no room for the earlier runs of all scenarios: those of this one are in the history."}
        </p>
      ) : (
        <Runs runs={runs.toReversed()} />
      )}
    </section>
  )
}

function Runs({ runs }: { readonly runs: readonly PageRunBefore[] }) {
  const words = pastWords(runs.map(({ verdict }) => verdict))
  return (
    <details>
      <summary>
        {words[0]?.toUpperCase()}
        {words.slice(1)}{" "}
        <span class="strip" aria-hidden="true">
          {runs.toReversed().map(({ verdict }, index) => (
            <VerdictMark key={index} verdict={verdict} />
          ))}
        </span>
      </summary>
      <ScrollBox class="table-scroll" label="Table of its history">
        <table>
          <TableHead titles={["Started", "Verdict", "Time", "Commit", "Branch"]} />
          <tbody>
            {runs.map(({ verdict, seconds: taken, job }, index) => (
              <tr key={index}>
                <th scope="row">{instant(Date.parse(job.at))}</th>
                <td>
                  <VerdictMark verdict={verdict} word />
                </td>
                <td>{seconds(taken)}</td>
                <td>{job.commit === undefined ? "–" : inline(job.commit, 40).slice(0, 9)}</td>
                <td>{job.ref === undefined ? "–" : inline(shortRef(job.ref), 60)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  )
}
