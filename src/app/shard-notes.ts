/**
 * A word where the shards of a plan are not what was asked for: fewer than that, or slower.
 */
import { formatDuration } from "../core/duration.ts"
import type { Plan } from "../formats/plan.ts"
import { MAX_AUTO_SHARDS } from "../plan/choose-shards.ts"

/** Sentences where there are fewer shards than asked for, and where they take longer. */
export function shardNotes(
  plan: Pick<Plan, "shards">,
  asked: { readonly shards: number | "auto"; readonly targetMs: number | null },
): readonly string[] {
  return [...countNotes(plan, asked), ...targetNotes(plan, asked)]
}

/** None is ever empty, so there are no more of them than parts that can be apart. */
function countNotes(
  { shards }: Pick<Plan, "shards">,
  asked: { readonly shards: number | "auto" },
): readonly string[] {
  const made = shards.length
  if (asked.shards === "auto" || made === 0 || made >= asked.shards) return []
  const scenarios = shards.reduce((sum, shard) => sum + shard.scenarios.length, 0)
  const why =
    scenarios === made
      ? `there ${made === 1 ? "is one scenario" : `are ${made} scenarios`} to run`
      : "scenarios that need each other or share a group of the run stay together"
  return [`${made} of ${asked.shards} shards: ${why}, and no shard is empty`]
}

/** A sentence where the plan misses its target; none where it meets it or there is no target. */
function targetNotes(
  plan: Pick<Plan, "shards">,
  asked: { readonly shards: number | "auto"; readonly targetMs: number | null },
): readonly string[] {
  const { shards, targetMs } = asked
  const count = plan.shards.length
  if (targetMs === null || count === 0) return []
  const wallMs = 1_000 * Math.max(...plan.shards.map(wallSeconds))
  if (wallMs <= targetMs) return []
  const takes = `${count === 1 ? "one shard takes" : `${count} shards take`} ${formatDuration(wallMs)} with the start of ${count === 1 ? "its job" : "their jobs"}`
  const cure =
    shards !== "auto"
      ? "; `auto` for their number looks for enough of them"
      : count >= MAX_AUTO_SHARDS
        ? `; more than ${MAX_AUTO_SHARDS} have to be asked for by number`
        : ", and more would not be faster"
  return [`the target of ${formatDuration(targetMs)} is not met: ${takes}${cure}`]
}

function wallSeconds({ predictedSeconds, startupSeconds = 0 }: Plan["shards"][number]): number {
  return predictedSeconds + startupSeconds
}
