/**
 * A plan as text for people: the work of each shard, the lower bound, and everything that will not
 * run, with the reason.
 */
import { formatSeconds } from "../../core/quantities/duration.ts"
import type { Plan, PlannedShard } from "../../formats/plan.ts"
import type { IgnoredFile } from "../../scenario/model.ts"
import { loadBar } from "../lines/load-bar.ts"
import { countOf, neutraliseInline, renderColumns } from "../lines/neutralise.ts"
import { ignoredBlock, listBlock } from "../text/list-text.ts"
import { boundBlock } from "./plan-bound.ts"
import { rateBlock } from "./plan-rate.ts"

/** What is shown about a plan besides its shards. */
export interface PlanTextOptions {
  /** Found files that are not scenarios. */
  readonly ignored?: readonly IgnoredFile[]
  /** The reason for each scenario that is not selected, by id. */
  readonly whyNot?: ReadonlyMap<string, string>
  /** Also name what each shard runs, in order of priority. */
  readonly scenarios?: boolean
}

/** The whole text, without a line end. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  // For very many scenarios `Object.values` takes three times as long.
  const planned = Object.keys(plan.scenarios).flatMap((id) => plan.scenarios[id] ?? [])
  const shards = countOf(plan.shards.length, "shard")
  const blocks = [
    `${neutraliseInline(plan.suite)}: ${countOf(planned.length, "scenario")} in ${shards}${howText(plan)}`,
    shardTable(plan),
    boundBlock(plan, planned),
    rateBlock(plan),
    ...(options.scenarios === true ? plan.shards.map((shard) => scenarioTable(shard, plan)) : []),
    listBlock(
      `skipped: ${plan.skipped.length}`,
      plan.skipped.map(({ id, reason, message }) => [
        neutraliseInline(id),
        `${reason}: ${neutraliseInline(message)}`,
      ]),
    ),
    ignoredBlock(options.ignored ?? []),
    unselectedBlock(plan, options),
  ]
  return blocks.filter((block) => block !== "").join("\n\n")
}

/** Strategy and order, if not the default; the seed repeats a shuffle. */
function howText({ strategy, order, seed, sharing }: Plan): string {
  const words = [
    ...(strategy === "hash" ? ["by hash"] : []),
    ...(order === "suite" ? ["in the order of the suite"] : []),
    ...(order === "failed-first" ? ["failed first"] : []),
    ...(order === "shuffle" ? [`shuffled with --seed ${seed}`] : []),
    ...(sharing === undefined ? [] : [`workers share the list by --share ${sharing}`]),
  ]
  return words.length === 0 ? "" : ` (${words.join(", ")})`
}

/** The number that `auto` stands for. */
function workersText({ assumedWorkers }: PlannedShard): string {
  return assumedWorkers === undefined ? "auto" : `auto (${assumedWorkers})`
}

/** Number of skipped scenarios that are named; more are counted by reason. */
const MAX_NAMED = 20

function unselectedBlock({ unselected }: Plan, { whyNot }: PlanTextOptions): string {
  if (unselected.length === 0) return ""
  const heading = `not selected: ${unselected.length}`
  if (whyNot === undefined) return heading
  const rows = unselected.map((id) => [
    neutraliseInline(id),
    neutraliseInline(whyNot.get(id) ?? "", 120),
  ])
  if (rows.length <= MAX_NAMED) return listBlock(heading, rows)
  const counts = new Map<string, number>()
  for (const [, reason = ""] of rows) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const byCount = [...counts].sort((a, b) => b[1] - a[1])
  return listBlock(
    heading,
    byCount.map(([reason, count]) => [String(count), reason]),
  )
}

function scenarioTable(shard: PlannedShard, plan: Plan): string {
  const rows = shard.scenarios.map((id) => [
    neutraliseInline(id),
    formatSeconds(estimateOf(plan, id)),
  ])
  return [`shard ${shard.shard}`, ...indented(renderColumns(rows, [1]))].join("\n")
}

function shardTable(plan: Plan): string {
  if (plan.shards.length === 0) return ""
  const some = plan.shards.some(({ starts }) => starts !== undefined)
  const rows = plan.shards.map((shard) => [
    String(shard.shard),
    neutraliseInline(shard.runner),
    shard.workers === "auto" ? workersText(shard) : String(shard.workers),
    String(shard.scenarios.length),
    formatSeconds(shard.predictedSeconds),
    ...(some ? [startsText(shard, plan)] : []),
    loadBar(shard.predictedSeconds, plan.predictedSeconds),
  ])
  const starts = some ? ["starts"] : []
  const head = ["shard", "runner", "workers", "scenarios", "predicted", ...starts, ""]
  return indented(renderColumns([head, ...rows], some ? [0, 2, 3, 4, 5] : [0, 2, 3, 4])).join("\n")
}

/** `12 (2m00s)`: instances that a shard starts, and how long the starts take together. */
function startsText({ starts = {} }: PlannedShard, { starts: known = {} }: Plan): string {
  const counts = Object.entries(starts)
  const count = counts.reduce((sum, [, one]) => sum + one, 0)
  const cost = counts.reduce((sum, [name, one]) => sum + one * (known[name]?.seconds ?? 0), 0)
  return count === 0 ? "0" : `${count} (${formatSeconds(cost)})`
}

function estimateOf(plan: Plan, id: string): number {
  return plan.scenarios[id]?.estimateSeconds ?? 0
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
