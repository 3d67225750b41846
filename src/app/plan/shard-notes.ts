/**
 * A word where the shards of a plan are not what was asked for: fewer than that, or slower.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Plan } from "../../formats/plan.ts"
import { MAX_AUTO_SHARDS } from "../../plan/cut/choose-shards.ts"

type Planned = Omit<Plan, "digest">

/** What was asked for. */
export interface AskedShards {
  readonly shards: number | "auto"
  readonly targetMs: number | null
  /** Plans of all numbers that `auto` may take were held against each other. */
  readonly compared: boolean
}

/** Sentences where there are fewer shards than asked for, and where they take longer. */
export function shardNotes(plan: Planned, asked: AskedShards): readonly string[] {
  return [...countNotes(plan, asked), ...targetNotes(plan, asked), ...fixtureNotes(plan)]
}

/** A fixture that keeps workers from working. */
function fixtureNotes({ limit }: Pick<Plan, "limit">): readonly string[] {
  if (limit?.kind !== "fixture") return []
  return [
    `fixture ${limit.name} limits how much runs at once: raise its \`instances\` or \`leases\``,
  ]
}

/** None is ever empty, so there are no more of them than parts that can be apart. */
function countNotes(plan: Planned, asked: Pick<AskedShards, "shards">): readonly string[] {
  const { shards } = plan
  const made = shards.length
  if (asked.shards === "auto" || made === 0 || made >= asked.shards) return []
  return [`${made} of ${asked.shards} shards: ${whyFewer(plan)}, and no shard is empty`]
}

function whyFewer(plan: Planned): string {
  const { shards } = plan
  const made = shards.length
  const scenarios = shards.reduce((sum, shard) => sum + shard.scenarios.length, 0)
  if (scenarios === made) {
    return `there ${made === 1 ? "is one scenario" : `are ${made} scenarios`} to run`
  }
  const counts = Map.groupBy(shards, ({ runner }) => runner)
  const full = [...counts].every(
    ([runner, own]) => plan.runners?.[runner]?.maxShards === own.length,
  )
  if (full) return "the `max-shards` of the runner classes allow no more"
  if (plan.strategy === "hash") return "no id selects any of the others (--strategy hash)"
  const together = causesOf(plan)
  return together.length === 0
    ? "scenarios cannot be separated further"
    : `scenarios that ${together.join(" or ")} stay together`
}

/** What keeps scenarios of a plan in one shard. */
function causesOf(plan: Planned): readonly string[] {
  const planned = Object.values(plan.scenarios)
  const grouped = planned.some(({ definition }) =>
    definition.groups.some((name) => plan.groups[name]?.scope === "run"),
  )
  const shared = new Set(plan.shards.flatMap(({ share }) => Object.keys(share)))
  return [
    ...(planned.some(({ needs }) => needs.length > 0) ? ["need each other"] : []),
    ...(grouped ? ["share a group of the run"] : []),
    ...[...shared].map((name) => `share the amount of ${name}`),
  ]
}

/** A sentence where the plan misses its target; none where it meets it or there is no target. */
function targetNotes(
  plan: Pick<Plan, "shards">,
  { shards, targetMs, compared }: AskedShards,
): readonly string[] {
  const count = plan.shards.length
  if (targetMs === null || count === 0) return []
  const wallMs = 1_000 * Math.max(...plan.shards.map(wallSeconds))
  if (wallMs <= targetMs) return []
  const takes = `${count === 1 ? "one shard takes" : `${count} shards take`} ${formatDuration(wallMs)} with the start of ${count === 1 ? "its job" : "their jobs"}`
  const cure =
    shards !== "auto"
      ? "; the number `auto` finds enough of them"
      : count >= MAX_AUTO_SHARDS
        ? `; for more than ${MAX_AUTO_SHARDS}, give the number`
        : compared
          ? `, and no number of shards up to ${MAX_AUTO_SHARDS} is predicted to be faster`
          : "; --curve shows other numbers"
  return [`the target of ${formatDuration(targetMs)} is not met: ${takes}${cure}`]
}

function wallSeconds({ predictedSeconds, startupSeconds = 0 }: Plan["shards"][number]): number {
  return predictedSeconds + startupSeconds
}
