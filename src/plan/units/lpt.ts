/**
 * First distributions, each deterministic: the longest component first, onto the shard where the
 * longest load stays smallest (LPT, Graham 1969), or into the fullest shard that still has room
 * below a limit found by bisection (MULTIFIT: Coffman, Garey and Johnson 1978).
 */
import { Heap } from "../../schedule/heap.ts"
import { Distribution } from "./distribution.ts"
import type { Loads } from "./loads.ts"

/** Beyond so many looks at a shard only its load as it is decides, not as it would be. */
const MAX_LOOKS = 8_000_000

/** Longest first, or in the order given; no shard stays empty where there are enough components. */
export function longestFirst(
  loads: Loads,
  { shards, order }: { readonly shards: number; readonly order?: Int32Array },
): Distribution {
  const made = new Distribution(loads, shards)
  const count = loads.components.length
  const place = (i: number): number => order?.[i] ?? i
  // One each first, so that no shard is empty even where components have no work.
  for (let i = 0; i < Math.min(shards, count); i++) made.add(place(i), i)
  const exact = loads.weights.length > 1 || loads.variances !== null
  if (exact && count * shards <= MAX_LOOKS) {
    for (let i = shards; i < count; i++) made.add(place(i), shortestWith(made, place(i)))
    return made
  }
  const heap = new Heap<{ readonly cost: number; readonly shard: number }>(
    (a, b) => a.cost < b.cost || (a.cost === b.cost && a.shard < b.shard),
  )
  for (let shard = 0; shard < shards; shard++) heap.push({ cost: made.cost(shard), shard })
  for (let i = shards; i < count; i++) {
    const least = heap.pop()
    if (least === undefined) break
    made.add(place(i), least.shard)
    heap.push({ cost: made.cost(least.shard), shard: least.shard })
  }
  return made
}

function shortestWith(made: Distribution, component: number): number {
  let found = 0
  let least = Number.POSITIVE_INFINITY
  for (let shard = 0; shard < made.shards; shard++) {
    const cost = made.costWith(shard, { out: -1, in: component })
    if (cost < least) {
      least = cost
      found = shard
    }
  }
  return found
}

/** Halvings of the range in which the limit is searched. */
const HALVINGS = 12

/** More components than this and LPT is as good: the loads of its shards hardly differ. */
const MAX_PACKED = 20_000

/** The tightest packing whose limit lies between the bound and `upper`; null where none was found. */
export function packed(
  loads: Loads,
  options: { readonly shards: number; readonly upper: number },
): Distribution | null {
  const { shards } = options
  if (loads.components.length > MAX_PACKED || loads.components.length < shards) return null
  let low = loads.boundOf(shards)
  let high = options.upper
  let best: Distribution | null = null
  for (let round = 0; round < HALVINGS && high > low * (1 + 1e-6); round++) {
    const limit = (low + high) / 2
    const made = packBelow(loads, { shards, limit })
    if (made === null) low = limit
    else {
      best = made
      high = limit
    }
  }
  return best?.members.every((list) => list.length > 0) === true ? best : null
}

function packBelow(
  loads: Loads,
  { shards, limit }: { readonly shards: number; readonly limit: number },
): Distribution | null {
  const made = new Distribution(loads, shards)
  const slack = limit * 1e-12
  for (let i = 0; i < loads.components.length; i++) {
    let shard = 0
    while (shard < shards && made.costWith(shard, { out: -1, in: i }) > limit + slack) shard += 1
    if (shard === shards) return null
    made.add(i, shard)
  }
  return made
}
