/**
 * How long the job of a shard may take, and soaks that GitHub would end before their time.
 */
import { hostedMachine } from "../../capability/hosted-labels.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Plan } from "../../formats/plan.ts"

/** The limit of a job that does not soak, in minutes. */
const STANDARD_MINUTES = 60

/** Set-up, the end of what runs, and uploads. */
const AROUND_MINUTES = 15

/** GitHub ends a job on a hosted runner after 6 hours; 20 minutes are for all beside the scenarios. */
const LONGEST_HOSTED_MS = 340 * 60_000

/** The time limit for the job of a shard. */
export function timeoutMinutes({ iterations }: Pick<Plan, "iterations">): number {
  const { soakMs } = iterations ?? {}
  return soakMs === undefined ? STANDARD_MINUTES : Math.ceil(soakMs / 60_000) + AROUND_MINUTES
}

/** The failure for a soak that takes longer than a job on a hosted runner may; null where none does. */
export function refuseLongSoak({
  iterations,
  shards,
}: Pick<Plan, "iterations" | "shards">): Failure | null {
  const { soakMs = 0 } = iterations ?? {}
  const hosted = shards.find(({ runsOn }) => hostedMachine(runsOn) !== null)
  if (hosted === undefined || soakMs <= LONGEST_HOSTED_MS) return null
  const most = formatDuration(LONGEST_HOSTED_MS)
  return {
    reason: "usage/invalid",
    message: `a soak of ${formatDuration(soakMs)} does not fit into a job on ${[hosted.runsOn].flat().join(", ")}, which GitHub ends after 6 hours`,
    hint: `soak for ${most} at most, or use runners of your own (runs-on of a runner class in the suite)`,
  }
}
