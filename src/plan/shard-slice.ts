/**
 * The part of a plan that one shard answers for, so that a shard's own report counts nothing else.
 */
import type { Plan } from "../formats/plan.ts"

/** The plan with one shard and its scenarios; skips belong to the whole run and are left out. */
export function sliceOfShard(plan: Plan, number: number): Plan {
  const shards = plan.shards.filter(({ shard }) => shard === number)
  const ids = new Set(shards.flatMap(({ scenarios }) => scenarios))
  return {
    ...plan,
    shards,
    scenarios: Object.fromEntries(Object.entries(plan.scenarios).filter(([id]) => ids.has(id))),
    skipped: [],
    unselected: [],
    predictedSeconds: shards[0]?.predictedSeconds ?? 0,
  }
}
