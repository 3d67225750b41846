/**
 * In which order a shard takes its scenarios: the longest remaining path first, what failed last time
 * first, or shuffled. What a scenario needs never comes behind it in importance.
 */
import { randomOf } from "../core/random.ts"
import type { Unit } from "./components.ts"
import type { KnownTimes } from "./known-time.ts"
import { byPriority } from "./paths.ts"

/** Every order by name. */
export const ORDER_NAMES = ["longest", "failed-first", "shuffle"] as const

/** Name of an order. */
export type OrderName = (typeof ORDER_NAMES)[number]

/** Units in their order of priority. */
export function prioritise(
  units: readonly Unit[],
  by: { readonly order: OrderName; readonly known: KnownTimes; readonly seed: number },
): readonly Unit[] {
  if (by.order === "longest") return byPriority(units)
  if (by.order === "shuffle") {
    const draws = new Map(units.map(({ id }) => [id, randomOf(by.seed, "shuffle", id)]))
    const draw = (unit: Unit): number => draws.get(unit.id) ?? 0
    return [...units].sort((a, b) => draw(a) - draw(b) || (a.id < b.id ? -1 : 1))
  }
  const ranks = ranksOf(units, by.known)
  // Sorting keeps the longest path first among equals.
  return byPriority(units).sort((a, b) => (ranks.get(a.id) ?? 2) - (ranks.get(b.id) ?? 2))
}

/** 0 failed last time, 1 never ran, 2 the rest; what one needs is as urgent as itself. */
function ranksOf(units: readonly Unit[], known: KnownTimes): ReadonlyMap<string, number> {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const ranks = new Map<string, number>()
  const raise = (start: string, rank: number) => {
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if ((ranks.get(id) ?? 3) <= rank) continue
      ranks.set(id, rank)
      open.push(...(byId.get(id)?.needs ?? []))
    }
  }
  for (const { id } of units) {
    const time = known.get(id)
    const never = time === undefined
    raise(id, time?.lastVerdict === "failed" ? 0 : never ? 1 : 2)
  }
  return ranks
}
