/**
 * Which component goes to which shard. Strategies are a table; each is deterministic and does not
 * depend on the order of its input.
 */
import { plainInstead } from "../classes/single-run.ts"
import { type Component, keyOf } from "../units/components.ts"
import type { Distribution } from "../units/distribution.ts"
import type { Loads } from "../units/loads.ts"
import { longestFirst, packed } from "../units/lpt.ts"
import { chosenPlace } from "../units/rendezvous.ts"
import { improve } from "./improve.ts"

/** Distributes the components of some loads; no shard is empty. */
export type Strategy = (loads: Loads, shards: number) => Component[][]

/** Every strategy by name. */
export const STRATEGIES = { balanced, hash, lpt } as const satisfies Readonly<
  Record<string, Strategy>
>

/** Name of a strategy. */
export type StrategyName = keyof typeof STRATEGIES

/** Those that a user can choose; the other is there to compare with. */
export const STRATEGY_NAMES = ["balanced", "hash"] as const satisfies readonly StrategyName[]

/** Exchanges that a search may look at, for each shard. */
const LOOKS = 20_000
const MAX_LOOKS = 1_500_000

/** Near enough to what can be reached to stop looking. */
const CLOSE = 1e-5

/**
 * Smallest longest load: LPT and then a local search; where that does not reach the bound, the same
 * from other starts, and the best one wins. Never worse than LPT by the estimates; LPT's own where a
 * single run is too little to tell.
 */
function balanced(loads: Loads, shards: number): Component[][] {
  const count = Math.min(shards, loads.components.length)
  if (count === 0) return []
  const budget = Math.min(MAX_LOOKS, LOOKS * count)
  let best: Distribution | null = null
  let least = Number.POSITIVE_INFINITY
  const starts = [
    () => longestFirst(loads, { shards: count, order: loads.order() }),
    () => longestFirst(loads, { shards: count }),
    () => packed(loads, { shards: count, upper: least }),
  ]
  for (const start of starts) {
    const made = start()
    if (made === null) continue
    improve(made, budget)
    const reached = made.cost(made.longest())
    if (reached < least * (1 - 1e-9)) {
      best = made
      least = reached
    }
    if (least <= made.aim * (1 + CLOSE)) break
  }
  return best === null ? [] : componentsIn(plainInstead(best) ?? best, loads)
}

/** Longest processing time first alone. */
function lpt(loads: Loads, shards: number): Component[][] {
  const count = Math.min(shards, loads.components.length)
  if (count === 0) return []
  return componentsIn(longestFirst(loads, { shards: count }), loads)
}

/**
 * Each component by itself chooses a shard by its key: leaving others out moves nothing. Shards that
 * nobody chose are left out.
 */
function hash({ components }: Loads, shards: number): Component[][] {
  const chosen = Array.from({ length: shards }, (): Component[] => [])
  for (const component of [...components].sort(byFirstId)) {
    chosen[chosenPlace(keyOf(component), shards)]?.push(component)
  }
  return chosen.filter((list) => list.length > 0)
}

function componentsIn(made: Distribution, { components }: Loads): Component[][] {
  return made.members.map((list) =>
    list.flatMap((index) => {
      const component = components[index]
      return component === undefined ? [] : [component]
    }),
  )
}

function byFirstId(a: Component, b: Component): number {
  return (a.units[0]?.id ?? "") < (b.units[0]?.id ?? "") ? -1 : 1
}
