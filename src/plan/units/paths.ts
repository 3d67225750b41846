/**
 * Lengths of paths through `needs`, in milliseconds of estimates.
 */
import type { Component, Unit } from "./components.ts"

/** For each unit: its own estimate plus the longest chain of what waits for it. */
export function remainingPaths(units: readonly Unit[]): ReadonlyMap<string, number> {
  if (units.every(({ needs }) => needs.length === 0)) {
    return new Map(units.map(({ id, estimateMs }) => [id, estimateMs]))
  }
  const dependents = new Map<string, string[]>()
  const open = new Map<string, number>()
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  for (const unit of units) {
    for (const need of unit.needs) {
      const list = dependents.get(need)
      if (list === undefined) dependents.set(need, [unit.id])
      else list.push(unit.id)
    }
  }
  for (const unit of units) open.set(unit.id, dependents.get(unit.id)?.length ?? 0)
  const lengths = new Map<string, number>()
  const ready = units.filter((unit) => open.get(unit.id) === 0)
  for (let unit = ready.pop(); unit !== undefined; unit = ready.pop()) {
    const after = (dependents.get(unit.id) ?? []).map((id) => lengths.get(id) ?? 0)
    lengths.set(unit.id, unit.estimateMs + after.reduce((a, b) => Math.max(a, b), 0))
    for (const need of unit.needs) {
      const left = (open.get(need) ?? 0) - 1
      open.set(need, left)
      const other = byId.get(need)
      if (left === 0 && other !== undefined) ready.push(other)
    }
  }
  return lengths
}

/** Units in order of priority: longest remaining path first, ids decide between equals. */
export function byPriority(units: readonly Unit[]): Unit[] {
  if (units.every(({ needs }) => needs.length === 0)) {
    return [...units].sort((a, b) => b.estimateMs - a.estimateMs || (a.id < b.id ? -1 : 1))
  }
  const lengths = remainingPaths(units)
  return [...units].sort((a, b) => {
    const difference = (lengths.get(b.id) ?? 0) - (lengths.get(a.id) ?? 0)
    return difference !== 0 ? difference : a.id < b.id ? -1 : 1
  })
}

/** The longest chain of needs in any of the components. */
export function longestPath(components: readonly Component[]): number {
  let most = 0
  for (const { units } of components) most = Math.max(most, pathOf(units))
  return most
}

function pathOf(units: readonly Unit[]): number {
  const [only] = units
  if (units.length === 1 && only !== undefined) return only.estimateMs
  return [...remainingPaths(units).values()].reduce((most, each) => Math.max(most, each), 0)
}
