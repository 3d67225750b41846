/**
 * The job matrix for GitHub Actions: small, so that it survives every limit of a job output; the
 * plan itself travels as a file.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Plan } from "../../formats/plan.ts"

/** One job. */
export interface MatrixEntry {
  readonly shard: number
  readonly shards: number
  readonly name: string
  readonly "runs-on": string | readonly string[]
  readonly count: number
  readonly estimate: string
}

/** `{"include": [...]}`, the longest shard first because GitHub starts jobs in this order. */
export function toActionsMatrix(plan: Plan): { readonly include: readonly MatrixEntry[] } {
  const shards = plan.shards.length
  const include = [...plan.shards]
    .sort((a, b) => b.predictedSeconds - a.predictedSeconds || a.shard - b.shard)
    .map((shard) => ({
      shard: shard.shard,
      shards,
      name: `shard ${shard.shard}/${shards}`,
      "runs-on": shard.runsOn,
      count: shard.scenarios.length,
      estimate: formatDuration(shard.predictedSeconds * 1_000),
    }))
  return { include }
}
