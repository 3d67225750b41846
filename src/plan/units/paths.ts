/**
 * Lengths of paths through `needs`, in milliseconds of estimates.
 */
import { listOrder } from "../../schedule/precedence.ts"
import type { Component, Unit } from "./components.ts"

/** For each unit: its own estimate plus the longest chain of what waits for it. */
export function remainingPaths(units: readonly Unit[]): ReadonlyMap<string, number> {
  if (units.every(({ needs }) => needs.length === 0)) {
    return new Map(units.map(({ id, estimateMs }) => [id, estimateMs]))
  }
  const places = new Map(units.map(({ id }, place) => [id, place]))
  const before = units.map(({ needs }) => needs.flatMap((need) => places.get(need) ?? []))
  const after = followersOf(before)
  const order = listOrder(lengthsOf(before), after)
  const paths = longestPaths({ after, order }, (place) => units[place]?.estimateMs ?? 0)
  return new Map(units.map(({ id }, place) => [id, paths[place] ?? 0]))
}

/** For each item what waits for it, of what each waits for. */
export function followersOf(before: readonly (readonly number[])[]): number[][] {
  const after: number[][] = before.map(() => [])
  for (const [i, list] of before.entries()) for (const one of list) after[one]?.push(i)
  return after
}

/** How many items each waits for. */
export function lengthsOf(before: readonly (readonly number[])[]): number[] {
  return before.map((list) => list.length)
}

/** For each item its own length and the longest path of what waits for it. */
export function longestPaths(
  items: {
    readonly after: readonly (readonly number[])[]
    /** Nothing stands before what it waits for. */
    readonly order: readonly number[]
  },
  length: (item: number) => number,
): Float64Array {
  const paths = new Float64Array(items.after.length)
  for (const item of items.order.toReversed()) {
    const rest = (items.after[item] ?? []).map((next) => paths[next] ?? 0)
    paths[item] = length(item) + rest.reduce((a, b) => Math.max(a, b), 0)
  }
  return paths
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
