/**
 * Searches orders of shards in which more than workers decides what can start. Bounded by a number of
 * scheduled scenarios for the whole plan, so that it is deterministic and quick.
 */
import type { ScheduleOptions } from "../../schedule/types.ts"
import { improveOrder, MOST_TRIES, RULES } from "../order/order-search.ts"

/** Scenarios that may be scheduled altogether: a third of a second. */
const BUDGET = 30_000

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
  },
): readonly S[] {
  const made = [...shards]
  const places = shards.map((_, place) => place)
  const lengthOf = (place: number): number => shards[place]?.predictedMs ?? 0
  places.sort((a, b) => lengthOf(b) - lengthOf(a) || a - b)
  let left = BUDGET
  for (const place of places) {
    const shard = shards[place]
    if (shard === undefined || shard.ids.length === 0) continue
    const tries = Math.min(MOST_TRIES, Math.floor(left / shard.ids.length))
    if (tries < RULES) continue
    const schedule = by.scheduleOf(shard)
    if (schedule === null) continue
    left -= tries * shard.ids.length
    const ids = improveOrder({ schedule, durationMs: by.durationMs, tries, enough: ENOUGH })
    if (ids.every((id, index) => id === shard.ids[index])) continue
    const other = by.reorder(shard, ids)
    if (other.predictedMs < shard.predictedMs) made[place] = other
  }
  return made
}
