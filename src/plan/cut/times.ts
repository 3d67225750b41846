/**
 * How long so many shards would take, to compare numbers of shards.
 */
import { prioritise } from "../order/priorities.ts"
import type { Component } from "../units/components.ts"
import { loadsOf } from "../units/loads.ts"
import { longestPath } from "../units/paths.ts"
import { STRATEGIES } from "./assign.ts"
import { MAX_AUTO_SHARDS } from "./choose-shards.ts"
import { type ClassToCut, type Cutting, prioritiesOf } from "./cutting.ts"
import { divide, holdings } from "./divide.ts"
import { onlyWorkersCount, predict, startupMs } from "./predict.ts"

/** Scenarios of all numbers of shards together up to which each number is simulated. */
const MOST_SIMULATED = 50_000

/** Scenarios up to which every plan that is compared is searched: more would take seconds. */
const MOST_SEARCHED = 1_000

/** True where every plan is searched, however long it is. */
export function searchesAll(cutting: Cutting): boolean {
  return scenariosOf(cutting) <= MOST_SEARCHED
}

/** True where so many numbers of shards can be simulated; loads alone tell of them elsewhere. */
export function canSimulate(cutting: Cutting, counts: number): boolean {
  return onlyWorkersCount(cutting) || scenariosOf(cutting) * counts <= MOST_SIMULATED
}

/** True where `auto` holds plans of all numbers of shards against each other, not just their loads. */
export function comparesPlans(cutting: Cutting): boolean {
  return triesOf(cutting) >= MAX_AUTO_SHARDS
}

/** Plans that `auto` may make: the second is for large suites, where hardly anything misses by much. */
export function triesOf(cutting: Cutting): number {
  return Math.max(2, Math.floor(MOST_SIMULATED / Math.max(1, scenariosOf(cutting))))
}

function scenariosOf({ classes }: Cutting): number {
  const components = classes.flatMap((each) => each.components)
  return components.reduce((sum, { units }) => sum + units.length, 0)
}

/** What so many shards cost in time, near enough to compare numbers of shards. */
export interface ShardTime {
  readonly of: ClassToCut
  /** Without start-up. */
  readonly ms: number
}

/** Times of the shards that so many would be if they were cut by LPT. */
export function timesOf(
  cutting: Cutting,
  { shards, simulated }: { readonly shards: number; readonly simulated: boolean },
): readonly ShardTime[] {
  const strategy = cutting.strategy === "hash" ? STRATEGIES.hash : STRATEGIES.lpt
  const divisions = divide(cutting, shards)
  return holdings(cutting, { divisions, strategy }).map(({ of, components, share }) => {
    if (!simulated) return { of, ms: roughMs(components, of) }
    const units = components.flatMap((component) => component.units)
    const ids = prioritise(units, prioritiesOf(cutting, of)).map(({ id }) => id)
    return { of, ms: predict(cutting, { of, ids, share }).predictedMs }
  })
}

/** True where what leases the same instances may be kept together: a hash chooses by ids alone. */
export function mayBundle({ planned, strategy }: Cutting): boolean {
  return planned.starts !== undefined && strategy !== "hash"
}

/**
 * Wall time of so many shards about, start-up included: the shorter one with and without bundles. Of a large
 * suite that is the one with bundles, and to try both for each number of shards would take long.
 */
export function leastTime(
  cutting: Cutting,
  of: { readonly shards: number; readonly simulated: boolean },
): number {
  const apart = () => wallMs(timesOf(cutting, of))
  if (!mayBundle(cutting)) return apart()
  const bundled = wallMs(timesOf({ ...cutting, bundled: true }, of))
  const isLarge = of.simulated && !canSimulate(cutting, 2 * MAX_AUTO_SHARDS)
  return isLarge ? bundled : Math.min(apart(), bundled)
}

/** Wall time of shards, start-up included. */
export function wallMs(shards: readonly ShardTime[]): number {
  return shards.reduce((most, { of, ms }) => Math.max(most, startupMs(of) + ms), 0)
}

function roughMs(components: readonly Component[], of: ClassToCut): number {
  const { weights } = loadsOf(components, { workers: of.workers, seed: 0 })
  const sums = weights.map((each) => each.reduce((sum, one) => sum + one, 0))
  return Math.max(longestPath(components), ...sums)
}
