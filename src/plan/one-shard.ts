/**
 * A plan of several shards as one: what was run on many machines is repeated on one.
 */
import type { Plan } from "../formats/plan.ts"

/** The plan with all scenarios in its first shard; a plan of one stays. `digestOf` gives the digest of its argument. */
export function asOneShard(plan: Plan, digestOf: (plan: Omit<Plan, "digest">) => string): Plan {
  const [first, ...others] = plan.shards
  if (first === undefined || others.length === 0) return plan
  const share: Record<string, number> = {}
  for (const { share: own } of plan.shards) {
    for (const [name, part] of Object.entries(own)) share[name] = (share[name] ?? 0) + part
  }
  const predictedSeconds = plan.shards.reduce((sum, shard) => sum + shard.predictedSeconds, 0)
  const scenarios = plan.shards.flatMap((shard) => shard.scenarios)
  const { digest: _, ...rest } = plan
  const made = {
    ...rest,
    shards: [{ ...first, shard: 1, share, scenarios, predictedSeconds }],
    predictedSeconds,
  }
  return { ...made, digest: digestOf(made) }
}
