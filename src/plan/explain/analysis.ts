/**
 * How scenarios wait for each other: levels, the longest chains, what can run at the same time.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import type { Analysis } from "../../formats/analysis.ts"
import { componentsOf, type Unit } from "../units/components.ts"
import { widthsOf } from "./antichain.ts"

/** Analyses scenarios whose needs have no circle; needs outside of them are left out. */
export function analyse(name: string, units: readonly Unit[]): Analysis {
  const known = new Set(units.map(({ id }) => id))
  const inside = units.map((unit): Unit => {
    const needs = unit.needs.filter((need) => known.has(need))
    return { ...unit, needs }
  })
  const order = inOrder(inside)
  const levels = levelsOf(order)
  const components = inComponents(order)
  const critical = longestChain(order, ({ estimateMs }) => estimateMs)
  return {
    name,
    scenarios: units.length,
    levels,
    criticalPath: { ids: critical.ids, seconds: toSeconds(critical.length) },
    longestChain: longestChain(order, () => 1).ids,
    ...parallelismOf(components),
    components: components.length,
  }
}

/** Components, each with its units in the given order. */
function inComponents(order: readonly Unit[]): readonly (readonly Unit[])[] {
  const components = componentsOf(order)
  const lists = components.map((): Unit[] => [])
  const homes = new Map<string, Unit[]>()
  for (const [i, { units }] of components.entries()) {
    for (const { id } of units) homes.set(id, lists[i] ?? [])
  }
  for (const unit of order) homes.get(unit.id)?.push(unit)
  return lists
}

/** What has nothing to do with each other adds up. */
function parallelismOf(
  components: readonly (readonly Unit[])[],
): Pick<Analysis, "maxParallelism" | "parallelismExact"> {
  const widths = widthsOf(components)
  const total = components.reduce((sum, units, i) => {
    const width =
      widths[i] ?? levelsOf(units).reduce((most, { length }) => Math.max(most, length), 0)
    return sum + width
  }, 0)
  return { maxParallelism: total, parallelismExact: !widths.includes(null) }
}

/** Every unit behind all that it needs; otherwise in the order given. */
function inOrder(units: readonly Unit[]): readonly Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const done = new Set<string>()
  const order: Unit[] = []
  for (const root of units) {
    const stack = [{ unit: root, next: 0 }]
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const need = done.has(frame.unit.id) ? undefined : frame.unit.needs[frame.next++]
      if (need !== undefined) {
        const unit = byId.get(need)
        if (unit !== undefined && !done.has(need)) stack.push({ unit, next: 0 })
        continue
      }
      stack.pop()
      if (done.has(frame.unit.id)) continue
      done.add(frame.unit.id)
      order.push(frame.unit)
    }
  }
  return order
}

function levelsOf(order: readonly Unit[]): string[][] {
  const level = new Map<string, number>()
  const levels: string[][] = []
  for (const { id, needs } of order) {
    const own = needs.reduce((most, need) => Math.max(most, (level.get(need) ?? -1) + 1), 0)
    level.set(id, own)
    const list = levels[own]
    if (list === undefined) levels[own] = [id]
    else list.push(id)
  }
  return levels
}

/** The chain with the largest sum; of equal ones the first. */
function longestChain(
  order: readonly Unit[],
  lengthOf: (unit: Unit) => number,
): { readonly ids: string[]; readonly length: number } {
  const best = new Map<string, { readonly length: number; readonly before: string | null }>()
  let last: string | null = null
  for (const unit of order) {
    let before: string | null = null
    for (const need of unit.needs) {
      const rival = before === null ? -1 : (best.get(before)?.length ?? 0)
      if ((best.get(need)?.length ?? 0) > rival) before = need
    }
    const length = (before === null ? 0 : (best.get(before)?.length ?? 0)) + lengthOf(unit)
    best.set(unit.id, { length, before })
    if (last === null || length > (best.get(last)?.length ?? 0)) last = unit.id
  }
  const ids: string[] = []
  for (let id = last; id !== null; id = best.get(id)?.before ?? null) ids.push(id)
  return { ids: ids.reverse(), length: last === null ? 0 : (best.get(last)?.length ?? 0) }
}
