/**
 * What a component adds to the load of a shard, by resource, in milliseconds of the whole machine.
 * The longest of a shard's loads is the least time in which it can be done, and cheap to keep while
 * a search moves components about.
 */
import { hash32 } from "../core/random.ts"
import type { Component } from "./components.ts"
import { type PlainLoads, plainLoadsOf } from "./plain-loads.ts"

/** Resources besides the workers that are kept apart; the most demanded ones are taken. */
const MAX_RESOURCES = 8

/** Components in a fixed order, with their loads. */
export interface Loads {
  readonly components: readonly Component[]
  /** For each resource the load of each component. */
  readonly weights: readonly Float64Array[]
  /** In this order components are first placed: about longest first, alike ones by the seed. */
  readonly order: () => Int32Array
  /** Variance of each component's load; null where nothing is in doubt. */
  readonly variances: Float64Array | null
  /** What LPT knows; null where there is more to go by than a single run. */
  readonly plain: PlainLoads | null
  /** No assignment to so many shards can have a smaller longest load. */
  readonly boundOf: (shards: number) => number
}

/** Longest first, ids decide: an order that does not depend on that of the input. */
export function loadsOf(
  components: readonly Component[],
  { workers, seed }: { readonly workers: number; readonly seed: number },
): Loads {
  const names = resourcesOf(components)
  const rows = components.map((component) => {
    let slots = 0
    for (const unit of component.units) slots += unit.estimateMs * (unit.slots ?? 1)
    const loads = [slots / workers]
    if (names.length === 0) return { component, loads, largest: slots / workers }
    for (const [index, name] of names.entries()) {
      let sum = 0
      for (const { parts, estimateMs } of component.units) sum += (parts?.[name] ?? 0) * estimateMs
      loads[index + 1] = sum
    }
    return { component, loads, largest: loads.reduce((most, each) => Math.max(most, each), 0) }
  })
  // Components mostly come sorted by id, and sorting keeps the order of equals.
  const unsorted = rows.some(({ component }, i) => {
    const before = rows[i - 1]
    return before !== undefined && firstId(before.component) > firstId(component)
  })
  if (unsorted) rows.sort((a, b) => (firstId(a.component) < firstId(b.component) ? -1 : 1))
  rows.sort((a, b) => b.largest - a.largest)
  const weights = Array.from({ length: names.length + 1 }, (_, resource) =>
    Float64Array.from(rows, ({ loads }) => loads[resource] ?? 0),
  )
  const totals = weights.map((of) => of.reduce((sum, each) => sum + each, 0))
  const largest = rows[0]?.largest ?? 0
  const sorted = rows.map(({ component }) => component)
  return {
    components: sorted,
    plain: plainLoadsOf(sorted, { workers, seed }),
    weights,
    order: () => orderOf(rows, seed),
    variances: variancesOf(rows, workers),
    boundOf: (shards) =>
      Math.max(largest, pairBound(rows, shards), ...totals.map((total) => total / shards)),
  }
}

/**
 * Of one more component than shards, two share a shard; of more, up to twice as many, the best is to
 * fold the list, the shortest to the longest, unless a shard takes three of them.
 */
function pairBound(rows: readonly { readonly loads: readonly number[] }[], shards: number): number {
  const load = (i: number): number => rows[i]?.loads[0] ?? 0
  let bound = 0
  let fold = 0
  for (let last = shards; last < Math.min(rows.length, 2 * shards); last++) {
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
function orderOf(
  rows: readonly { readonly component: Component; readonly largest: number }[],
  seed: number,
): Int32Array {
  if (rows.length > MAX_DRAWN) return Int32Array.from(rows, (_, index) => index)
  const steps = Int32Array.from(rows, ({ largest }) => Math.floor(Math.log(largest + 1e-9) / ALIKE))
  const draws = Uint32Array.from(rows, ({ largest }) => hash32(`${seed} ${largest}`))
  return Int32Array.from(rows, (_, index) => index).sort(
    (a, b) => (steps[b] ?? 0) - (steps[a] ?? 0) || (draws[a] ?? 0) - (draws[b] ?? 0) || a - b,
  )
}

function variancesOf(
  rows: readonly { readonly component: Component }[],
  workers: number,
): Float64Array | null {
  const doubtful = ({ component }: { readonly component: Component }): boolean =>
    component.units.some(({ doubtMs = 0 }) => doubtMs > 0)
  if (!rows.some(doubtful)) return null
  return Float64Array.from(rows, ({ component }) =>
    component.units.reduce((sum, { doubtMs = 0 }) => sum + (doubtMs / workers) ** 2, 0),
  )
}

function resourcesOf(components: readonly Component[]): readonly string[] {
  const totals = new Map<string, number>()
  for (const { units } of components) {
    for (const { parts, estimateMs } of units) {
      if (parts === undefined) continue
      for (const [name, part] of Object.entries(parts)) {
        totals.set(name, (totals.get(name) ?? 0) + part * estimateMs)
      }
    }
  }
  return [...totals]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_RESOURCES)
    .map(([name]) => name)
}

function firstId({ units }: Component): string {
  return units[0]?.id ?? ""
}
