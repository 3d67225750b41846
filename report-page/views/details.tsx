/**
 * Everything about one scenario: why it ended as it did, its attempts with their logs, and how to repeat it.
 */
import { useEffect, useMemo, useRef } from "preact/hooks"
import type { PageAttempt, PageScenario } from "../../src/report/page/page-data.ts"
import { neighboursOf } from "../data/neighbours.ts"
import type { Go, Place } from "../data/place.ts"
import type { Run } from "../data/run.ts"
import { CopyButton } from "../parts/copy-button.tsx"
import { ScenarioLinks } from "../parts/scenario-links.tsx"
import { ScrollBox } from "../parts/scroll-box.tsx"
import { VerdictMark } from "../parts/verdict-mark.tsx"
import { block, count, inline, instant, seconds, size } from "../parts/words.ts"
import { AttemptLog } from "./attempt-log.tsx"
import { EarlierRuns } from "./earlier-runs.tsx"
import { Iterations } from "./iterations.tsx"
import { KeptFiles } from "./kept-files.tsx"
import { Leases } from "./leases.tsx"

interface Props {
  readonly run: Run
  readonly scenario: PageScenario
  readonly place: Place
  readonly go: Go
  readonly onClose: () => void
}

export function Details({ run, scenario, place, go, onClose }: Props) {
  const { id, name, verdict, attempts, reproduce } = scenario
  const chosen = attempts[Number(place.attempt) - 1] ?? mostTelling(attempts)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose()
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  })
  return (
    <article>
      <div class="head">
        <button type="button" class="small back" onClick={onClose}>
          ← List
        </button>
        <h2 tabIndex={-1} ref={heading}>
          {inline(id)}
        </h2>
        <VerdictMark verdict={verdict} word />
      </div>
      {name === id ? null : <p class="name">{inline(name)}</p>}
      <Why scenario={scenario} />
      {reproduce === null ? null : (
        <div class="repeat">
          <h3>Repeat it</h3>
          <div class="command">
            <pre data-copied="Copy">{block(reproduce)}</pre>
            <CopyButton text={reproduce} label="Copy" />
          </div>
        </div>
      )}
      <EarlierRuns run={run} scenario={scenario} />
      <Iterations iterations={scenario.iterations} />
      <Attempts scenario={scenario} chosen={chosen} go={go} />
      {chosen === undefined ? null : (
        <AttemptLog
          key={chosen.number}
          run={run}
          scenario={scenario}
          attempt={chosen}
          place={place}
          go={go}
        />
      )}
      {chosen === undefined ? null : (
        <>
          <KeptFiles run={run} scenario={scenario} attempt={chosen} />
          <Leases run={run} scenario={scenario} attempt={chosen} />
        </>
      )}
      <Facts run={run} scenario={scenario} />
      <Neighbours run={run} scenario={scenario} attempt={chosen} />
    </article>
  )
}

/** The attempt that a reader wants to see first: the last failed one, else the last. */
function mostTelling(attempts: readonly PageAttempt[]): PageAttempt | undefined {
  return attempts.findLast(({ outcome }) => outcome === "failed") ?? attempts.at(-1)
}

function Why({ scenario }: { readonly scenario: PageScenario }) {
  const { verdict, cause, reason, message, quarantined, leaked, quarantine } = scenario
  if (verdict === "passed" && !leaked && !quarantined) return null
  return (
    <div class={`why-box ${verdict}`}>
      {message === null ? null : <p class="message">{block(message)}</p>}
      <p class="cause">
        {[cause, reason].filter((text) => text !== null).join(" · ")}
        {leaked === true ? " · left processes behind" : ""}
        {quarantined
          ? ` · in quarantine until ${inline(quarantine?.until ?? "further notice")}`
          : ""}
      </p>
    </div>
  )
}

function Attempts({
  scenario,
  chosen,
  go,
}: Pick<Props, "scenario" | "go"> & { readonly chosen: PageAttempt | undefined }) {
  const { attempts } = scenario
  if (attempts.length === 0) return <p class="empty">It was not started.</p>
  return (
    <section aria-labelledby="attempts-title">
      <h3 id="attempts-title">{count(attempts.length, "attempt")}</h3>
      <ScrollBox class="table-scroll" label="Attempts">
        <table class="attempts">
          <thead>
            <tr>
              {["", "Outcome", "Time", "CPU", "Memory", "Worker"].map((title) => (
                <th key={title} scope="col">
                  {title === "" ? <span class="unseen">Show</span> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt, index) => (
              <tr key={`${attempt.runAttempt ?? 1} ${attempt.number}`}>
                <td>
                  <button
                    type="button"
                    class="small"
                    aria-pressed={attempt === chosen}
                    onClick={() => go({ attempt: String(index + 1), line: undefined })}
                  >
                    <span class="unseen">Show attempt </span>
                    {attempt.number}
                  </button>
                </td>
                <td>
                  <VerdictMark verdict={attempt.outcome} word />{" "}
                  <span class="quiet">{inline(endOf(attempt), 160)}</span>
                </td>
                <td>{seconds(attempt.durationSeconds)}</td>
                <td>{attempt.cpuSeconds === null ? "–" : seconds(attempt.cpuSeconds)}</td>
                <td>{attempt.peakMemoryBytes === null ? "–" : size(attempt.peakMemoryBytes)}</td>
                <td>{attempt.worker ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  )
}

function endOf({ outcome, message, cause, signal, runAttempt }: PageAttempt): string {
  const again = runAttempt === undefined ? "" : `attempt ${runAttempt} of the run`
  const why = outcome === "passed" ? "" : (message ?? [cause, signal].filter(Boolean).join(" "))
  return [why, again].filter(Boolean).join(", ")
}

function Facts({ run, scenario }: Pick<Props, "run" | "scenario">) {
  const { file, line, shard, tags, group, matrix, needs, attempts } = scenario
  const [first] = attempts
  const facts: readonly (readonly [string, string])[] = [
    ["Defined in", `${file}:${line}`],
    ["Started", first === undefined ? "" : instant(run.base + first.startedMs)],
    ["Shard", shard === null ? "" : String(shard)],
    ["Tags", tags.join(", ")],
    ["Groups", group.join(", ")],
    ["Needs", needs.join(", ")],
    ...Object.entries(matrix ?? {}).map(([key, value]): readonly [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ]
  return (
    <section aria-labelledby="facts-title">
      <h3 id="facts-title">Facts</h3>
      <dl>
        {facts
          .filter(([, value]) => value !== "")
          .map(([key, value]) => (
            <div key={key}>
              <dt>{inline(key, 60)}</dt>
              <dd>{inline(value, 1_000)}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

/** Neighbours that are shown. */
const MAX_NEIGHBOURS = 12

function Neighbours({
  run,
  scenario,
  attempt,
}: Pick<Props, "run" | "scenario"> & { readonly attempt: PageAttempt | undefined }) {
  const found = useMemo(
    () => (attempt === undefined ? [] : neighboursOf(run.scenarios, scenario, attempt)),
    [run, scenario, attempt],
  )
  if (attempt === undefined || found.length === 0) return null
  return (
    <section aria-labelledby="neighbours-title">
      <h3 id="neighbours-title">Ran at the same time, on shard {scenario.shard}</h3>
      <ScenarioLinks scenarios={found} most={MAX_NEIGHBOURS} characters={120} />
    </section>
  )
}
