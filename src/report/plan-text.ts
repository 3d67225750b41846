/**
 * A plan as text for people: what each shard takes, how good that can be at all, and everything that
 * will not run, with the reason.
 */
import { formatDuration } from "../core/duration.ts"
import type { Plan, PlannedShard } from "../formats/plan.ts"
import type { IgnoredFile } from "../scenario/model.ts"
import { ignoredBlock, listBlock } from "./list-text.ts"
import { neutraliseInline } from "./neutralise.ts"
import { countOf, renderColumns } from "./text-width.ts"

/** Scenarios of a chain that are named. */
const MAX_CHAIN = 5

export interface PlanTextOptions {
  /** Files that were found and are no scenarios. */
  readonly ignored?: readonly IgnoredFile[]
  /** Why each scenario that is not selected is not, by its id. */
  readonly whyNot?: ReadonlyMap<string, string>
  /** Also name what each shard runs, in order of priority. */
  readonly scenarios?: boolean
}

/** The whole text, without a line end. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const scenarios = Object.keys(plan.scenarios).length
  const shards = countOf(plan.shards.length, "shard")
  const blocks = [
    `${neutraliseInline(plan.suite)}: ${countOf(scenarios, "scenario")} in ${shards}`,
    shardTable(plan),
    boundText(plan),
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

/** So many scenarios that are left out are named; more are counted by reason. */
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
  const rows = shard.scenarios.map((id) => [neutraliseInline(id), seconds(estimateOf(plan, id))])
  return [`shard ${shard.shard}`, ...indented(renderColumns(rows, [1]))].join("\n")
}

function shardTable(plan: Plan): string {
  if (plan.shards.length === 0) return ""
  const rows = plan.shards.map((shard) => [
    String(shard.shard),
    neutraliseInline(shard.runner),
    String(shard.workers),
    String(shard.scenarios.length),
    seconds(shard.predictedSeconds),
  ])
  const head = ["shard", "runner", "workers", "scenarios", "predicted"]
  return indented(renderColumns([head, ...rows], [0, 2, 3, 4])).join("\n")
}

function boundText(plan: Plan): string {
  if (plan.shards.length === 0) return ""
  const rows = [
    ["predicted", seconds(plan.predictedSeconds)],
    ["lower bound", `${seconds(plan.lowerBoundSeconds)}, set by ${bindingText(plan)}`],
  ]
  return renderColumns(rows).join("\n")
}

/** What keeps any plan from being faster: a chain of needs, what must stay together, or all work. */
function bindingText(plan: Plan): string {
  const bound = plan.lowerBoundSeconds
  // Seconds in a plan are rounded to milliseconds.
  const binds = (value: number): boolean => value > 0 && Math.abs(value - bound) < 0.002
  const chain = longestChain(plan)
  if (binds(chain.seconds)) {
    const [first = ""] = chain.ids
    return chain.ids.length === 1
      ? `the longest scenario, ${neutraliseInline(first)}`
      : `the longest chain of needs, ${chainText(chain.ids)}`
  }
  const fixed = plan.shards.map(({ workers }) => workers)
  const workers = fixed.every((count) => count !== "auto")
    ? fixed.reduce<number>((sum, count) => sum + Number(count), 0)
    : null
  const total = Object.values(plan.scenarios).reduce((sum, each) => sum + each.estimateSeconds, 0)
  if (workers !== null && !binds(total / workers))
    return "scenarios that need each other and must share a shard"
  const over = workers === null ? "all workers" : countOf(workers, "worker")
  return `the total work of ${seconds(total)} over ${over}`
}

interface Chain {
  readonly seconds: number
  /** In the order in which they run. */
  readonly ids: readonly string[]
}

/** The chain of needs with the largest sum; scenarios in a circle, which no plan has, are left out. */
function longestChain(plan: Plan): Chain {
  const waiting = new Map<string, number>()
  const dependents = new Map<string, string[]>()
  for (const [id, { needs }] of Object.entries(plan.scenarios)) {
    const known = needs.filter((need) => Object.hasOwn(plan.scenarios, need))
    waiting.set(id, known.length)
    for (const need of known) {
      const list = dependents.get(need)
      if (list === undefined) dependents.set(need, [id])
      else list.push(id)
    }
  }
  const best = new Map<string, { readonly seconds: number; readonly after: string | null }>()
  const before = new Map<string, string>()
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id)
  let last: string | null = null
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    const after = before.get(id) ?? null
    const sum = (after === null ? 0 : secondsUpTo(best, after)) + estimateOf(plan, id)
    best.set(id, { seconds: sum, after })
    if (last === null || sum > secondsUpTo(best, last)) last = id
    for (const dependent of dependents.get(id) ?? []) {
      const rival = before.get(dependent)
      if (rival === undefined || sum > secondsUpTo(best, rival)) before.set(dependent, id)
      const count = (waiting.get(dependent) ?? 1) - 1
      waiting.set(dependent, count)
      if (count === 0) ready.push(dependent)
    }
  }
  const ids: string[] = []
  for (let id = last; id !== null; id = best.get(id)?.after ?? null) ids.push(id)
  return { seconds: last === null ? 0 : secondsUpTo(best, last), ids: ids.reverse() }
}

function secondsUpTo(best: ReadonlyMap<string, { readonly seconds: number }>, id: string): number {
  return best.get(id)?.seconds ?? 0
}

function estimateOf(plan: Plan, id: string): number {
  return plan.scenarios[id]?.estimateSeconds ?? 0
}

function chainText(ids: readonly string[]): string {
  const shown = ids.slice(0, MAX_CHAIN).map((id) => neutraliseInline(id))
  const left = ids.length - shown.length
  return shown.join(" → ") + (left > 0 ? ` → and ${left} more` : "")
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

function seconds(value: number): string {
  return formatDuration(value * 1_000)
}
