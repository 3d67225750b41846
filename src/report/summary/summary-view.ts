/**
 * What every section of the summary is made from.
 */
import type { Verdict } from "../../core/verdict.ts"
import type { RunState } from "../../events/state.ts"
import type { PastRun } from "../../formats/history.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { neutraliseInline } from "../lines/neutralise.ts"
import { type Anchors, type Links, link } from "./links.ts"
import { inlineCode, nameText } from "./markdown-text.ts"

/** How a scenario ended in one earlier run. */
export type PastVerdict = PastRun["verdict"]

/** Earlier runs of a scenario by its id, oldest first; empty for one that was not seen before. */
export type PastVerdicts = (id: string) => readonly Pick<PastRun, "verdict">[]

/** A run, and what a reader can be sent to. */
export interface SummaryView {
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  readonly links: Links
  readonly anchors: Anchors
  /** Null where no history was read. */
  readonly past: PastVerdicts | null
}

/** Ids that are named in a line; the rest is counted. */
const MAX_NAMES = 50

/** What stands between the facts of a line. */
export const DOT = " · "

/** Scenarios with a verdict, in the order of the results. */
export function ofVerdict({ scenarios }: Results, verdict: Verdict): readonly ScenarioResult[] {
  return scenarios.filter((scenario) => scenario.verdict === verdict)
}

/** The id, linked to the line that defines the scenario. */
export function linkedId({ id, file, line }: ScenarioResult, links: Links): string {
  return link(inlineCode(id), links.line(file, line))
}

/** `smoke.yml:5`, linked to that line of the commit. */
export function placeText({ file, line }: ScenarioResult, links: Links): string {
  return link(inlineCode(`${file}:${line}`), links.line(file, line))
}

/** The shard, linked to its job where that is known. */
export function shardText(shard: number | null, { results, links }: SummaryView): string {
  if (shard === null || results.plan.shards < 2) return ""
  const job = results.shards.find((one) => one.shard === shard)?.job
  return link(`shard ${shard}`, links.job(job))
}

/** A name that says more than the id. */
export function extraName({ id, name }: Pick<ScenarioResult, "id" | "name">): string {
  return name === id ? "" : ` ${nameText(neutraliseInline(name, 200))}`
}

/** A row for each message, with the scenarios that it is about. */
export function rowsByMessage(scenarios: readonly ScenarioResult[]): string[] {
  const byMessage = Map.groupBy(scenarios, ({ message }) => message ?? "")
  return [...byMessage].map(([message, own]) => {
    const why = inlineCode(message, 300)
    return `- ${why === "" ? "" : `${why}: `}${namesText(own)}`
  })
}

/** `a, b and 3 more`, each as code. */
export function namesText(scenarios: readonly Pick<ScenarioResult, "id">[]): string {
  const shown = scenarios.slice(0, MAX_NAMES).map(({ id }) => inlineCode(id))
  const left = scenarios.length - shown.length
  return shown.join(", ") + (left > 0 ? ` and ${left} more` : "")
}

/** Parts of a line that are not empty, with dots between them. */
export function facts(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(DOT)
}
