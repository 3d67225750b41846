/**
 * Searches orders of shards in which more than workers decides what can start. Bounded by a number of
 * scheduled scenarios for the whole plan, so that it is deterministic and quick.
 */
import type { ScheduleOptions } from "../../schedule/types.ts"
import { improveOrder } from "../order/order-search.ts"

/** Scenarios that may be scheduled altogether. */
const BUDGET = 100_000

/** Longer shards are left as they are: a search would hardly look around. */
const MAX_SCENARIOS = 500

/** More schedules than this seldom find anything, fewer than this hardly begin to. */
const MAX_SCHEDULES = 2_000
const LEAST_SCHEDULES = 60

/** A shard that misses its bound by less is left as it is: estimates are not that exact. */
const ENOUGH = 0.005

interface Shard {
  readonly ids: readonly string[]
  readonly predictedMs: number
}

/** The shards in the same order, none of them longer; the longest ones are tried first. */
export function shorten<S extends Shard>(
  shards: readonly S[],
  by: {
    /** The schedule of a shard; null where its order is to stay. */
    readonly scheduleOf: (shard: S) => ScheduleOptions | null
    readonly durationMs: (id: string) => number
    /** The same shard in another order, predicted anew. */
    readonly reorder: (shard: S, ids: readonly string[]) => S
    readonly seed: number
  },
): readonly S[] {
  const made = [...shards]
  const places = shards.map((_, place) => place)
  const lengthOf = (place: number): number => shards[place]?.predictedMs ?? 0
  places.sort((a, b) => lengthOf(b) - lengthOf(a) || a - b)
  let left = BUDGET
  for (const place of places) {
    const shard = shards[place]
    if (shard === undefined || shard.ids.length > MAX_SCENARIOS) continue
    const budget = Math.min(MAX_SCHEDULES, Math.floor(left / Math.max(1, shard.ids.length)))
    if (budget < LEAST_SCHEDULES) continue
    const schedule = by.scheduleOf(shard)
    if (schedule === null) continue
    left -= budget * shard.ids.length
    const { items, workers, groups, resources = {} } = schedule
    const durationsMs = new Map(shard.ids.map((id) => [id, by.durationMs(id)]))
    const machine = { workers, groups, resources }
    const search = { seed: by.seed, budget, enough: ENOUGH }
    const ids = improveOrder({ items, durationsMs, ...machine, ...search })
    if (ids.every((id, index) => id === shard.ids[index])) continue
    const other = by.reorder(shard, ids)
    if (other.predictedMs < shard.predictedMs) made[place] = other
  }
  return made
}
