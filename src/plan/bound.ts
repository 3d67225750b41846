/**
 * The least time in which any plan with so many shards could be done, and what makes it so.
 */
import type { PlanLimit } from "../formats/plan.ts"
import type { Component, Unit } from "./components.ts"
import { type Loads, loadsOf } from "./loads.ts"
import { remainingPaths } from "./paths.ts"

/** What so many shards of a class have to hold. */
export interface ToBound {
  readonly of: { readonly name: string; readonly workers: number }
  readonly shards: number
  readonly loads: Loads
}

/** A lower bound of the makespan and its cause. */
export interface LowerBound {
  readonly ms: number
  readonly limit: PlanLimit
}

const NOTHING: LowerBound = { ms: 0, limit: { kind: "work", ids: [], runner: null } }

/**
 * The largest of: all work of a class over all of its workers or over what there is of a resource;
 * what the scenarios that must share a shard take of one; the longest chain of needs.
 */
export function lowerBound(classes: readonly ToBound[]): LowerBound {
  let bound = NOTHING
  const raise = (found: LowerBound) => {
    // By fractions of a millisecond nothing is decided; the simpler cause stays.
    if (found.ms > bound.ms + 1e-6) bound = found
  }
  for (const { of, shards, loads } of classes) {
    if (loads.components.length === 0) continue
    const runner = classes.length > 1 ? of.name : null
    raise(workBound(loads, { shards, runner }))
    raise(chainBound(loads.components, runner))
    const { component, ms } = heaviest(loads)
    const ids = component.units.map(({ id }) => id)
    raise({ ms, limit: { kind: ids.length > 1 ? "component" : "scenario", ids, runner } })
    const pair = loads.boundOf(shards)
    const ids2 = loads.components.slice(shards - 1, shards + 1).flatMap((one) => firstOf(one))
    raise({ ms: pair, limit: { kind: "pair", ids: ids2, runner } })
  }
  return bound
}

/** What the bound would be if nothing had to stay together; `bound` is what it is. */
export function boundWithoutTies(classes: readonly ToBound[], bound: LowerBound): number {
  if (classes.every(({ loads }) => loads.components.every(isSingle))) return bound.ms
  const free = classes.map((each): ToBound => {
    const { components } = each.loads
    if (components.every(isSingle)) return each
    const single = components.flatMap(({ units }) =>
      units.map((unit) => ({ units: [unit], workMs: unit.estimateMs })),
    )
    return { ...each, loads: loadsOf(single, { workers: each.of.workers, seed: 0 }) }
  })
  return lowerBound(free).ms
}

function isSingle({ units }: Component): boolean {
  return units.length === 1
}

function workBound(
  loads: Loads,
  { shards, runner }: { readonly shards: number; readonly runner: string | null },
): LowerBound {
  const ms = loads.weights.reduce(
    (most, weights) => Math.max(most, weights.reduce((sum, each) => sum + each, 0) / shards),
    0,
  )
  return { ms, limit: { kind: runner === null ? "work" : "class", ids: [], runner } }
}

function heaviest({ components, weights }: Loads): {
  readonly component: Component
  readonly ms: number
} {
  const [component = { units: [], workMs: 0 }] = components
  return { component, ms: weights.reduce((most, of) => Math.max(most, of[0] ?? 0), 0) }
}

function chainBound(components: readonly Component[], runner: string | null): LowerBound {
  let bound = NOTHING
  for (const { units } of components) {
    const alone = units[0]
    if (units.length === 1 && alone !== undefined) {
      // More workers make many scenarios faster, but never one.
      const { id, estimateMs: ms } = alone
      if (ms > bound.ms) bound = { ms, limit: { kind: "scenario", ids: [id], runner } }
      continue
    }
    const lengths = remainingPaths(units)
    for (const { id } of units) {
      const ms = lengths.get(id) ?? 0
      if (ms > bound.ms) {
        const ids = chainFrom(id, { units, lengths })
        bound = { ms, limit: { kind: ids.length > 1 ? "chain" : "scenario", ids, runner } }
      }
    }
  }
  return bound
}

function chainFrom(
  start: string,
  {
    units,
    lengths,
  }: { readonly units: readonly Unit[]; readonly lengths: ReadonlyMap<string, number> },
): string[] {
  const ids = [start]
  for (let id: string | undefined = start; id !== undefined; ) {
    const here: string = id
    let next: string | undefined
    for (const unit of units) {
      if (!unit.needs.includes(here)) continue
      if (next === undefined || (lengths.get(unit.id) ?? 0) > (lengths.get(next) ?? 0))
        next = unit.id
    }
    if (next !== undefined) ids.push(next)
    id = next
  }
  return ids
}

function firstOf({ units }: Component): string[] {
  return units.slice(0, 1).map(({ id }) => id)
}
