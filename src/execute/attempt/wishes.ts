/**
 * What an attempt that failed says of its own failure: that it is the infrastructure's (`infra=TEXT`), that it
 * is not to be repeated (`retry=no`), or, by a pattern of `retry.on`, that it is.
 */
import type { RetrySpec } from "../../formats/plan.ts"
import type { ScenarioRun } from "../kinds/run-kind.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import {
  PATTERN_BUDGET_MS,
  readKnown,
  untilStopped,
  whyNotSearched,
} from "../request/expectations.ts"

type Wanted = Extract<NonNullable<RetrySpec["on"]>[number], { readonly output: string }>

/** The facts of a failed attempt with what it wishes. */
export async function withWishes(
  facts: AttemptFacts,
  run: ScenarioRun,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const infra = facts.outputs.get("infra")?.trim() ?? ""
  const why = facts.message === null ? "" : ` (${facts.message})`
  const judged =
    infra === "" ? facts : { ...facts, cause: "infrastructure" as const, message: `${infra}${why}` }
  if (facts.outputs.get("retry")?.trim() === "no") return { ...judged, again: false }
  return (await asksAgain(run, ports)) ? { ...judged, again: true } : judged
}

/** Whether a pattern of `retry.on` is in its log, as far as that is searched. */
async function asksAgain(run: ScenarioRun, ports: AttemptPorts): Promise<boolean> {
  const { retry } = run.definition
  const wanted = (retry.on ?? []).filter(
    (one): one is Wanted => typeof one === "object" && "output" in one,
  )
  // Nobody asks after the last.
  if (wanted.length === 0 || run.place.number >= retry.maxAttempts) return false
  const { text } = readKnown(ports.files, { path: `${run.folder}/${run.log}`, offset: 0 })
  const { patterns } = untilStopped(ports.patterns, run.signals.stop)
  for (const { output: source, flags = "" } of wanted) {
    const search = { source, flags: `mu${flags}`, texts: [text], budgetMs: PATTERN_BUDGET_MS }
    const found = await patterns.match(search)
    if (found.ok && found.value[0] !== null) return true
    if (found.ok || found.error.code === "stopped") continue
    const message = `${run.place.id}: the search for /${source}/ (retry.on) ${whyNotSearched(found.error)}`
    run.emit({ type: "note", level: "warning", message })
  }
  return false
}
