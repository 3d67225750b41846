/**
 * How many iterations of each scenario a plan with `--fail-rate` is expected to make, beside how many
 * the rate needs.
 */
import { earlierTally } from "../../formats/iterations.ts"
import type { Plan, PlannedShard } from "../../formats/plan.ts"
import { percentOf, runsNeededText } from "../text/rate-text.ts"

/** A line for each shard; empty without a rate, or where nothing says how long it repeats. */
export function rateBlock(plan: Plan): string {
  const { rule, repeat, soakMs } = plan.iterations ?? {}
  if (rule === undefined || (repeat ?? soakMs) === undefined) return ""
  const { rate } = rule
  const lines = plan.shards.map((shard) => {
    const runs = expectedRuns(shard, plan)
    return `  shard ${shard.shard}: ${runsNeededText({ rate, runs, known: knownRuns(shard, plan) })}`
  })
  return [`iterations of each scenario for --fail-rate ${percentOf(rate)}%`, ...lines].join("\n")
}

/** What is known of the scenario of which least is known; undefined without a campaign. */
function knownRuns({ scenarios }: PlannedShard, { iterations }: Plan): number | undefined {
  const { campaign } = iterations ?? {}
  if (campaign === undefined) return undefined
  const known = scenarios.map((id) => earlierTally(campaign, id)?.runs ?? 0)
  return known.reduce((least, runs) => Math.min(least, runs), known[0] ?? 0)
}

/** A soak runs all scenarios about equally often, and keeps every worker busy. */
function expectedRuns(shard: PlannedShard, { iterations = {}, scenarios }: Plan): number {
  const { repeat = Number.POSITIVE_INFINITY, soakMs } = iterations
  if (soakMs === undefined) return repeat
  const workers = typeof shard.workers === "number" ? shard.workers : (shard.assumedWorkers ?? 1)
  const estimates = shard.scenarios.map((id) => scenarios[id]?.estimateSeconds ?? 0)
  const passMs = estimates.reduce((sum, seconds) => sum + 1_000 * seconds, 0)
  return Math.min(repeat, Math.floor((soakMs * workers) / Math.max(1, passMs)))
}
