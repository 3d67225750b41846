/**
 * What a component adds to the load of a shard, by resource, in milliseconds of the whole machine.
 * The longest of a shard's loads is the least time in which it can be done, and cheap to keep while
 * a search moves components about.
 */
import { hash32 } from "../../core/quantities/random.ts"
import { type Estimate, isMeasured } from "../estimate/estimate.ts"
import type { Component, Unit } from "./components.ts"

/** Resources besides the workers that are kept apart; the most demanded ones are taken. */
const MAX_RESOURCES = 8

/** Components in a fixed order, with their loads. */
export interface Loads {
  readonly components: readonly Component[]
  /** For each resource the load of each component; the workers come first. */
  readonly weights: readonly Float64Array[]
  /** What each load is of, as units name their parts; empty for the workers. */
  readonly names: readonly string[]
  /** In this order components are first placed: about longest first, alike ones by the seed. */
  readonly order: () => Int32Array
  /** Variance of each component's load; null where nothing is in doubt. */
  readonly variances: Float64Array | null
  /** What LPT knows; null where there is more to go by than a single run. */
  readonly plain: PlainLoads | null
  /** No assignment to so many shards can have a smaller longest load. */
  readonly boundOf: (shards: number) => number
  /** The least work, as workers feel it, of a shard that takes several because there are too few. */
  readonly pairOf: (shards: number) => number
}

/** Longest first, ids decide: an order that does not depend on that of the input. */
export function loadsOf(
  components: readonly Component[],
  { workers, seed }: { readonly workers: number; readonly seed: number },
): Loads {
  const names = resourcesOf(components)
  const byId = sortedByFirstId(components)
  const columns = columnsOf(byId, { workers, names })
  const most = Float64Array.from(byId, (_, i) =>
    columns.reduce((found, of) => Math.max(found, of[i] as number), 0),
  )
  // Sorting keeps the order of equals.
  const order = Int32Array.from(byId, (_, i) => i).sort(
    (a, b) => (most[b] as number) - (most[a] as number),
  )
  const sorted = Array.from(order, (i) => byId[i] as Component)
  const inOrder = (of: Float64Array) => Float64Array.from(order, (i) => of[i] as number)
  const weights = columns.map(inOrder)
  const largest = inOrder(most)
  const totals = weights.map((of) => of.reduce((sum, each) => sum + each, 0))
  const [ofWorkers = new Float64Array()] = weights
  const byWork = weights.length === 1 ? ofWorkers : ofWorkers.toSorted((a, b) => b - a)
  const pairOf = (shards: number): number => pairBound(byWork, shards)
  return {
    components: sorted,
    plain: plainLoadsOf(sorted, { workers, seed }),
    weights,
    names: ["", ...names],
    order: () => orderOf(largest, seed),
    variances: variancesOf(sorted, workers),
    boundOf: (shards) =>
      Math.max(largest[0] ?? 0, pairOf(shards), ...totals.map((total) => total / shards)),
    pairOf,
  }
}

/** The most that units take of anything but workers, in milliseconds of the whole machine. */
export function longestPart(units: readonly Unit[]): number {
  const totals = new Map<string, number>()
  addParts(units, totals)
  return Math.max(0, ...totals.values())
}

function addParts(units: readonly Unit[], totals: Map<string, number>): void {
  for (const { parts, estimateMs } of units) {
    if (parts === undefined) continue
    for (const [name, part] of Object.entries(parts)) {
      totals.set(name, (totals.get(name) ?? 0) + part * estimateMs)
    }
  }
}

/** Components mostly come sorted already. */
function sortedByFirstId(components: readonly Component[]): readonly Component[] {
  const sorted = components.every((component, i) => {
    const before = components[i - 1]
    return before === undefined || firstId(before) <= firstId(component)
  })
  if (sorted) return components
  return [...components].sort((a, b) => (firstId(a) < firstId(b) ? -1 : 1))
}

/** What each component takes of the workers, and of each resource. */
function columnsOf(
  components: readonly Component[],
  { workers, names }: { readonly workers: number; readonly names: readonly string[] },
): readonly Float64Array[] {
  const slots = Float64Array.from(components, ({ units }) => {
    let sum = 0
    for (const unit of units) sum += unit.estimateMs * (unit.slots ?? 1)
    return sum / workers
  })
  const others = names.map((name) =>
    Float64Array.from(components, ({ units }) => {
      let sum = 0
      for (const { parts, estimateMs } of units) sum += (parts?.[name] ?? 0) * estimateMs
      return sum
    }),
  )
  return [slots, ...others]
}

/**
 * Of one more component than shards, two share a shard; of more, up to twice as many, the best is to
 * fold the list, the shortest to the longest, unless a shard takes three of them.
 */
function pairBound(loads: Float64Array, shards: number): number {
  const load = (i: number): number => loads[i] ?? 0
  let bound = 0
  let fold = 0
  for (let last = shards; last < Math.min(loads.length, 2 * shards); last++) {
    fold = Math.max(fold, load(last) + load(2 * shards - 1 - last))
    const three = load(last) + load(last - 1) + load(last - 2)
    bound = Math.max(bound, last < 2 ? fold : Math.min(fold, three))
  }
  return bound
}

/** Nothing is gained by telling durations apart that differ by less than this. */
const ALIKE = Math.log(1.01)

/** With more components than this any order leads to even shards. */
const MAX_DRAWN = 20_000

/** What is equally long stays side by side, so that it is dealt to different shards. */
function orderOf(largest: Float64Array, seed: number): Int32Array {
  if (largest.length > MAX_DRAWN) return Int32Array.from(largest, (_, index) => index)
  const steps = Int32Array.from(largest, (each) => Math.floor(Math.log(each + 1e-9) / ALIKE))
  const draws = Uint32Array.from(largest, (each) => hash32(`${seed} ${each}`))
  return Int32Array.from(largest, (_, index) => index).sort(
    (a, b) => (steps[b] ?? 0) - (steps[a] ?? 0) || (draws[a] ?? 0) - (draws[b] ?? 0) || a - b,
  )
}

function variancesOf(components: readonly Component[], workers: number): Float64Array | null {
  const doubtful = ({ units }: Component): boolean => units.some(({ doubtMs = 0 }) => doubtMs > 0)
  if (!components.some(doubtful)) return null
  return Float64Array.from(components, ({ units }) =>
    units.reduce((sum, { doubtMs = 0 }) => sum + (doubtMs / workers) ** 2, 0),
  )
}

function resourcesOf(components: readonly Component[]): readonly string[] {
  const totals = new Map<string, number>()
  for (const { units } of components) addParts(units, totals)
  return [...totals]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_RESOURCES)
    .map(([name]) => name)
}

function firstId({ units }: Component): string {
  return units[0]?.id ?? ""
}

/** Loads of the workers as LPT sees them, by component in the order of `Loads`. */
export interface PlainLoads {
  readonly weights: Float64Array
  /** Longest first; the seed decides between equals. */
  readonly order: () => Int32Array
  /** Variances of what was seen once. */
  readonly variances: Float64Array
}

/** Mean of what is known, where that is a single run and some were not in it; null elsewhere. */
export function meanOfSingleRun(estimates: readonly Estimate[]): number | null {
  let sum = 0
  let count = 0
  let unknown = false
  for (const { from, ms, once = false } of estimates) {
    if (isMeasured(from)) {
      if (!once) return null
      sum += ms
      count += 1
    } else if (from !== "estimate") unknown = true
  }
  return unknown && count > 0 ? sum / count : null
}

/** What LPT knows of components; null where units come from more than a single run. */
export function plainLoadsOf(
  components: readonly Component[],
  { workers, seed }: { readonly workers: number; readonly seed: number },
): PlainLoads | null {
  if (!components.some(({ units }) => units.some(({ plainMs }) => plainMs !== undefined))) {
    return null
  }
  const sums = (of: (unit: Unit) => number): Float64Array =>
    Float64Array.from(components, ({ units }) => units.reduce((sum, unit) => sum + of(unit), 0))
  const part = ({ slots = 1 }: Unit): number => slots / workers
  const weights = sums((unit) => (unit.plainMs ?? unit.estimateMs) * part(unit))
  const variances = sums((unit) => ((unit.onceMs ?? 0) * part(unit)) ** 2)
  const order = (): Int32Array => {
    const draws = components.map(({ units }) => hash32(`${seed} ${units[0]?.id ?? ""}`))
    return Int32Array.from(components, (_, index) => index).sort(
      (a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (draws[a] ?? 0) - (draws[b] ?? 0) || a - b,
    )
  }
  return { weights, order, variances }
}
