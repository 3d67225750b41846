/**
 * The least time in which any plan with so many shards could be done, and what makes it so.
 */
import type { PlanLimit } from "../../formats/plan.ts"
import type { Component, Unit } from "../units/components.ts"
import { type Loads, loadsOf } from "../units/loads.ts"
import { remainingPaths } from "../units/paths.ts"
import { fixtureOf, groupOf } from "../units/to-units.ts"

/** What so many shards of a class have to hold. */
export interface ToBound {
  readonly of: { readonly name: string; readonly workers: number }
  readonly shards: number
  readonly loads: Loads
  /** Loads by name that all shards share: the part of the whole that they were weighed by. */
  readonly parts: Readonly<Record<string, number>>
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
    // By fractions of a millisecond nothing is decided; the cause that holds for more shards stays.
    if (found.ms > bound.ms + 1e-6) bound = found
  }
  const used = classes.filter(({ loads }) => loads.components.length > 0)
  const runnerOf = ({ of }: ToBound): string | null => (classes.length > 1 ? of.name : null)
  for (const each of used) raise(chainBound(each.loads.components, runnerOf(each)))
  raise(sharedBound(used))
  for (const each of used) raise(heaviestBound(each, runnerOf(each)))
  for (const each of used) raise(workBound(each, runnerOf(each)))
  for (const each of used) {
    const { loads, shards } = each
    const ids = loads.components.slice(shards - 1, shards + 1).flatMap((one) => firstOf(one))
    raise({ ms: loads.pairOf(shards), limit: { kind: "pair", ids, runner: runnerOf(each) } })
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

/** All that is taken of a quantity of the whole run, over what there is of it. */
function sharedBound(classes: readonly ToBound[]): LowerBound {
  const sums = new Map<string, number>()
  for (const { loads, parts } of classes) {
    for (const [index, name] of loads.names.entries()) {
      const part = parts[name]
      if (part === undefined) continue
      sums.set(name, (sums.get(name) ?? 0) + sumOf(loads.weights[index]) * part)
    }
  }
  let bound = NOTHING
  for (const [name, ms] of sums) {
    if (ms > bound.ms) {
      bound = { ms, limit: { kind: "resource", ids: [], name, shared: true, runner: null } }
    }
  }
  return bound
}

/** What a shard must do of one component. */
function heaviestBound({ loads, parts }: ToBound, runner: string | null): LowerBound {
  const [component = { units: [], workMs: 0 }] = loads.components
  const ids = component.units.map(({ id }) => id)
  let ms = 0
  for (const [index, name] of loads.names.entries()) {
    // The first is that with the longest load; of what all share no shard must have just its part.
    if (parts[name] === undefined) ms = Math.max(ms, loads.weights[index]?.[0] ?? 0)
  }
  return { ms, limit: { kind: ids.length > 1 ? "component" : "scenario", ids, runner } }
}

/** All work of a class over its workers, or over what its machines have of something else. */
function workBound(each: ToBound, runner: string | null): LowerBound {
  const { loads, parts, shards } = each
  let bound = NOTHING
  for (const [index, name] of loads.names.entries()) {
    if (parts[name] !== undefined) continue
    const ms = sumOf(loads.weights[index]) / shards
    if (ms > bound.ms + 1e-6) bound = { ms, limit: workLimit(each, { name, runner }) }
  }
  return bound
}

function workLimit(
  { loads, of }: ToBound,
  { name, runner }: { readonly name: string; readonly runner: string | null },
): PlanLimit {
  if (name === "") {
    const alone = loads.components.flatMap(({ units }) =>
      units.filter(({ slots = 1 }) => slots > 1),
    )
    const aloneMs = alone.reduce((sum, { estimateMs }) => sum + estimateMs, 0)
    if (of.workers > 1 && aloneMs * 2 > sumOf(loads.weights[0])) {
      return { kind: "exclusive", ids: alone.map(({ id }) => id), runner }
    }
    return { kind: runner === null ? "work" : "class", ids: [], runner }
  }
  const group = groupOf(name)
  if (group !== null) return { kind: "group", ids: [], name: group, runner }
  const fixture = fixtureOf(name)
  if (fixture !== null) return { kind: "fixture", ids: [], name: fixture, runner }
  return { kind: "resource", ids: [], name, runner }
}

function sumOf(weights: Float64Array | undefined): number {
  return weights?.reduce((sum, each) => sum + each, 0) ?? 0
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
