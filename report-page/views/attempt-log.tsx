/**
 * The log of an attempt, unpacked when it is shown.
 */
import type { PageAttempt, PageScenario } from "../../src/report/page/page-data.ts"
import { type Go, hashOf, type Place } from "../data/place.ts"
import type { KeptPlace, Run } from "../data/run.ts"
import { useRead } from "../parts/use-read.ts"
import { inline } from "../parts/words.ts"
import { type LineLinks, LogText } from "./log-text.tsx"

interface Props {
  readonly run: Run
  readonly scenario: PageScenario
  readonly attempt: PageAttempt
  readonly place: Place
  readonly go: Go
}

export function AttemptLog({ run, scenario: { shard }, attempt, place, go }: Props) {
  const { runAttempt, log, outcome } = attempt
  return (
    <section aria-labelledby="log-title">
      <h3 id="log-title">Log of attempt {attempt.number}</h3>
      <KeptLog
        run={run}
        of={{ shard, runAttempt, log }}
        isFailed={outcome === "failed"}
        links={{
          line: place.line,
          addressOf: (line) => hashOf({ ...place, line: String(line) }),
          onLink: (line) => go({ line: String(line) }, { quietly: true }),
        }}
      />
    </section>
  )
}

/** A log that the page may hold. */
export function KeptLog(props: {
  readonly run: Run
  readonly of: KeptPlace
  readonly isFailed: boolean
  readonly label?: string
  readonly links?: LineLinks
}) {
  const { run, of, ...how } = props
  const log = useRead(() => run.logs.read(of), [run, of.shard, of.runAttempt, of.log])
  if (log === undefined) return <p class="quiet">Unpacking…</p>
  if (log !== null) return <LogText log={log} {...how} />
  return (
    <p class="quiet">
      This page does not hold it. It is <code>{inline(of.log)}</code> in the folder of shard{" "}
      {of.shard}.
    </p>
  )
}
