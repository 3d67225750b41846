/**
 * The frame of the page: what the run came to, and its views.
 */
import { useMemo } from "preact/hooks"
import { shortRef } from "../src/report/lines/short-ref.ts"
import { clustersOf } from "./data/clusters.ts"
import { usePlace, type View } from "./data/place.ts"
import type { Run } from "./data/run.ts"
import { count, inline, instant, number, seconds } from "./parts/words.ts"
import { FailuresView } from "./views/failures.tsx"
import { NeedsView } from "./views/needs.tsx"
import { RunView } from "./views/run.tsx"
import { ScenariosView } from "./views/scenarios.tsx"
import { TimelineView } from "./views/timeline.tsx"

/** The whole page. */
export function Page({ run }: { readonly run: Run }) {
  const [place, go] = usePlace()
  const clusters = useMemo(() => clustersOf(run.scenarios), [run])
  const hasNeeds = useMemo(() => run.scenarios.some(({ needs }) => needs.length > 0), [run])
  const views: readonly (readonly [View, string, string])[] = [
    ["scenarios", "Scenarios", number(run.results.summary.total)],
    ["failures", "Failures", number(clusters.length)],
    ["timeline", "Timeline", ""],
    ...(hasNeeds ? [["needs", "Needs", ""] as const] : []),
    ["run", "Run", ""],
  ]
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Top run={run} />
      <nav aria-label="Views">
        {views.map(([view, title, counted]) => (
          <a key={view} href={`#/${view}`} aria-current={place.view === view ? "page" : undefined}>
            {title}
            {counted === "" ? null : <span class="counted">{counted}</span>}
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        {place.view === "scenarios" && <ScenariosView run={run} place={place} go={go} />}
        {place.view === "failures" && <FailuresView run={run} clusters={clusters} />}
        {place.view === "timeline" && <TimelineView run={run} go={go} />}
        {place.view === "needs" && <NeedsView run={run} go={go} />}
        {place.view === "run" && <RunView run={run} />}
      </main>
    </>
  )
}

const CONCLUSIONS = {
  success: ["Passed", "passed"],
  failure: ["Failed", "failed"],
  incomplete: ["Incomplete", "lost"],
  empty: ["Empty", "skipped"],
  cancelled: ["Cancelled", "cancelled"],
} as const

function Top({ run }: { readonly run: Run }) {
  const { suite, startedAt, commit, ref, id } = run.results.run
  const { conclusion, durationSeconds } = run.results.summary
  const [word, look] = CONCLUSIONS[conclusion]
  const facts = [
    ...(startedAt === null ? [] : [instant(Date.parse(startedAt))]),
    seconds(durationSeconds),
    count(run.results.shards.length, "shard"),
    ...(ref === null ? [] : [inline(shortRef(ref), 60)]),
    ...(commit === null ? [] : [inline(commit, 40).slice(0, 9)]),
    `run ${inline(id, 60)}`,
  ]
  return (
    <header>
      <div class="title">
        <h1>{inline(suite, 120)}</h1>
        <span class={`conclusion ${look}`}>{word}</span>
      </div>
      <p class="sentence">{run.sentence}</p>
      <p class="facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </header>
  )
}
