/**
 * The best possible result of a plan, what limits it, and the most useful change.
 */
import { formatSeconds } from "../../core/quantities/duration.ts"
import type { HeavyTie, Plan, PlanLimit, PlannedScenario } from "../../formats/plan.ts"
import { countOf, namedIds, neutraliseInline, renderColumns } from "../lines/neutralise.ts"
import { adviceText, startupOf } from "./plan-advice.ts"

/** Number of named scenarios of a chain. */
const MAX_NAMED = 5

/** Prediction, bound, ties and advice, aligned; empty for an empty plan. */
export function boundBlock(plan: Plan, planned: readonly PlannedScenario[]): string {
  if (plan.shards.length === 0) return ""
  const rows = [
    ["predicted", `${formatSeconds(plan.predictedSeconds)}${gapText(plan)}${wallText(plan)}`],
    ["lower bound", `${formatSeconds(plan.lowerBoundSeconds)}, set by ${limitText(plan, planned)}`],
    ...tieRows(plan),
    ...startRows(plan),
    ["estimates", `${sourcesText(planned)}${retryText(plan)}`],
    ["advice", adviceText(plan, planned)],
  ]
  return renderColumns(rows).join("\n")
}

function gapText({ predictedSeconds, lowerBoundSeconds }: Plan): string {
  if (lowerBoundSeconds <= 0) return ""
  const gap = predictedSeconds / lowerBoundSeconds - 1
  if (gap < 0.0005) return ", as short as possible"
  return `, ${(gap * 100).toFixed(1)} % above the lower bound`
}

function wallText(plan: Plan): string {
  const { shards } = plan
  const walls = shards.map(
    ({ predictedSeconds, startupSeconds = 0 }) => predictedSeconds + startupSeconds,
  )
  const startup = startupOf(plan)
  if (shards.length < 2 || startup === 0) return ""
  return `; ${formatSeconds(Math.max(...walls))} with the start of the jobs`
}

/** What limits every plan with these shards. */
function limitText(plan: Plan, planned: readonly PlannedScenario[]): string {
  const { limit } = plan
  const attempts = planned.reduce((sum, each) => sum + each.estimateSeconds, 0)
  const total = attempts + (plan.retrySeconds ?? 0)
  const work = `the total work of ${formatSeconds(total)} over ${workersText(plan)}`
  if (limit === undefined) return work
  const [first = ""] = limit.ids.map((id) => neutraliseInline(id))
  switch (limit.kind) {
    case "work":
      return work
    case "scenario":
      return `the longest scenario, ${first}`
    case "chain":
      return `the longest chain of needs, ${namedIds(limit.ids, { between: " → ", most: MAX_NAMED })}`
    case "component":
      return `${countOf(limit.ids.length, "scenario")} that must share a shard, ${first} among them`
    case "pair":
      return `more long scenarios than shards: some shard takes two such as ${namedIds(limit.ids, { between: " and ", most: MAX_NAMED })}`
    case "class":
      return `the work of runner class ${neutraliseInline(limit.runner ?? "")}`
    case "group":
      return `group ${groupText(plan, limit.name)}${ofClass(limit)}`
    case "resource":
      return `the demand for ${neutraliseInline(limit.name ?? "")}${limit.shared === true ? ", which all shards share" : ofClass(limit)}`
    case "fixture":
      return `fixture ${leaseText(plan, limit.name)}${ofClass(limit)}`
    case "exclusive":
      return `${countOf(limit.ids.length, "scenario")} that must run alone${ofClass(limit)}, ${first} among them`
  }
}

function ofClass({ runner }: PlanLimit): string {
  return runner === null ? "" : ` on runner class ${neutraliseInline(runner)}`
}

/** A group, with the number of members that a shard runs at once. */
function groupText({ groups, shards }: Plan, name = ""): string {
  const group = groups[name]
  const most = group?.sequential === true ? 1 : (group?.maxParallel ?? 1)
  const rate = most === 1 ? "one after another" : `${most} at a time`
  const where = shards.length > 1 ? " in each shard" : ""
  return `${neutraliseInline(name)}, whose members run ${rate}${where}`
}

/** A fixture, with the number of scenarios that can lease it at once in a shard. */
function leaseText({ fixtures = {}, shards }: Plan, name = ""): string {
  const found = Object.entries(fixtures).find(([one]) => name === one || name.startsWith(`${one}[`))
  const { instances = 1, leases = 1 } = found?.[1] ?? {}
  const where = shards.length > 1 ? " in each shard" : ""
  const most = instances * (leases ?? 1)
  return `${neutraliseInline(name)}, which ${countOf(most, "scenario")} can lease at once${where}`
}

function workersText({ shards }: Plan): string {
  const workers = shards.map((shard) => shard.assumedWorkers ?? shard.workers)
  const sum = workers.reduce<number>((all, each) => all + (typeof each === "number" ? each : 1), 0)
  return countOf(sum, "worker")
}

function tieRows({ togetherSeconds = 0, heavyTies = [] }: Plan): string[][] {
  const cost = `scenarios that must share a shard cost ${formatSeconds(togetherSeconds)}`
  if (heavyTies.length === 0) return togetherSeconds < 0.001 ? [] : [["together", cost]]
  return heavyTies.map((tie, index) => {
    const text = `${countOf(tie.count, "scenario")} ${causeText(tie)}, more than an even share: ${cureText(tie)}`
    return [index === 0 ? "together" : "", index === 0 ? `${cost}; ${text}` : text]
  })
}

/** What is started in all shards together, and how sure that is. */
function startRows({ shards, starts = {} }: Plan): string[][] {
  const counts = new Map<string, number>()
  for (const shard of shards) {
    for (const [name, count] of Object.entries(shard.starts ?? {})) {
      counts.set(name, (counts.get(name) ?? 0) + count)
    }
  }
  const rows = [...counts].map(([name, count]) => {
    const { seconds: each = 0, from = "default" } = starts[name] ?? {}
    const guess = from === "default" ? ", a guess" : ""
    const all = count === 1 ? "" : `, ${formatSeconds(count * each)} in all`
    return `${count} × ${neutraliseInline(name)} (${formatSeconds(each)} each${guess}${all})`
  })
  return rows.map((text, index) => [index === 0 ? "starts" : "", text])
}

function causeText({ because: { kind, name }, seconds: of }: HeavyTie): string {
  const shown = neutraliseInline(name)
  const work = `take ${formatSeconds(of)}`
  if (kind === "needs") return `joined by their need for ${shown} ${work}`
  if (kind === "group") return `of group ${shown} ${work}`
  return `that share ${shown} ${work}`
}

/** The part of predictions that is not an estimate. */
function retryText({ retrySeconds = 0 }: Plan): string {
  return retrySeconds === 0 ? "" : `; expected retries add ${formatSeconds(retrySeconds)} in total`
}

const SOURCES = {
  history: "from history",
  timings: "from timings",
  estimate: "from the suite",
  neighbours: "from neighbours",
  median: "from the median of the others",
  default: "unknown",
} as const satisfies Readonly<Record<PlannedScenario["estimateFrom"], string>>

/** Where the expected durations come from, the best sources first. */
function sourcesText(planned: readonly PlannedScenario[]): string {
  const counts = new Map<string, number>()
  for (const { estimateFrom: from } of planned) counts.set(from, (counts.get(from) ?? 0) + 1)
  return Object.entries(SOURCES)
    .flatMap(([from, words]) => {
      const count = counts.get(from)
      return count === undefined ? [] : [`${count} ${words}`]
    })
    .join(", ")
}

/** What would allow to separate them. */
function cureText({ because: { kind, name } }: HeavyTie): string {
  const shown = neutraliseInline(name)
  if (kind === "needs") {
    return `make ${shown} a \`before\` hook of every shard instead of a need of so many`
  }
  if (kind === "group")
    return `let group ${shown} apply to each shard (\`scope: shard\`) if possible`
  return `with more ${shown}, more shards could take part`
}
