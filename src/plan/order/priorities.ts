/**
 * In which order a shard takes its scenarios: the longest remaining path first, as the suite has them,
 * what failed last time first, or shuffled.
 */
import { randomOf } from "../../core/quantities/random.ts"
import { addTo } from "../../core/text/append.ts"
import type { PlannedGroup } from "../../formats/plan.ts"
import { turnsOf } from "../../schedule/turns.ts"
import type { KnownTimes } from "../estimate/estimate.ts"
import type { Unit } from "../units/components.ts"
import { byPriority } from "../units/paths.ts"

/** Every order by name; `auto` is the suite's with one worker, else the longest first. */
export const ORDER_NAMES = ["auto", "longest", "suite", "failed-first", "shuffle"] as const

/** Name of an order. */
export type OrderName = (typeof ORDER_NAMES)[number]

/** What `auto` stands for on a machine with so many workers. */
export function orderFor(order: OrderName, workers: number): Exclude<OrderName, "auto"> {
  if (order !== "auto") return order
  return workers === 1 ? "suite" : "longest"
}

/** What an order of priority depends on. */
export interface Priorities {
  readonly order: OrderName
  readonly workers: number
  readonly known: KnownTimes
  readonly seed: number
  readonly groups: Readonly<Record<string, PlannedGroup>>
  /** Place of a scenario in the suite. */
  readonly placeOf: (id: string) => number
}

/** Units in their order of priority. */
export function prioritise(units: readonly Unit[], by: Priorities): readonly Unit[] {
  const order = orderFor(by.order, by.workers)
  if (order === "suite") return [...units].sort((a, b) => by.placeOf(a.id) - by.placeOf(b.id))
  if (order === "shuffle") {
    const draws = new Map(units.map(({ id }) => [id, randomOf(by.seed, "shuffle", id)]))
    const draw = (unit: Unit): number => draws.get(unit.id) ?? 0
    return [...units].sort((a, b) => draw(a) - draw(b) || (a.id < b.id ? -1 : 1))
  }
  const waiting = afterTurns(units, by.groups)
  if (order === "longest") return byPriority(waiting)
  const ranks = ranksOf(waiting, by.known)
  // Sorting keeps the longest path first among equals.
  return byPriority(waiting).sort((a, b) => (ranks.get(a.id) ?? 2) - (ranks.get(b.id) ?? 2))
}

/** The units with their turns in sequential groups as needs: who is first has the whole line behind it. */
function afterTurns(
  units: readonly Unit[],
  groups: Readonly<Record<string, PlannedGroup>>,
): readonly Unit[] {
  const before = new Map<number, string[]>()
  for (const members of turnsOf(units, groups).values()) {
    for (const [at, place] of members.entries()) {
      const previous = units[members[at - 1] ?? -1]
      if (previous !== undefined) addTo(before, place, previous.id)
    }
  }
  if (before.size === 0) return units
  return units.map((unit, place) => {
    const turns = before.get(place)
    return turns === undefined ? unit : { ...unit, needs: [...unit.needs, ...turns] }
  })
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
