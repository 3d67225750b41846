/**
 * How the quantities that all shards share are divided among the runner classes, in whole shares.
 */
import { shown } from "../../capability/evaluate.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Component } from "../units/components.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"
import type { ClassWork } from "./classes.ts"
import {
  demandOf,
  type Portion,
  type Portions,
  type SharedQuantities,
  sharedQuantities,
} from "./shared-quantities.ts"

type Class = Pick<ClassWork, "components" | "runner">

interface Takers {
  readonly place: number
  /** Components that take some. */
  readonly components: readonly Component[]
  /** The most that one scenario takes: with less it could never start. */
  readonly largest: number
}

interface Sharing {
  readonly name: string
  readonly quantity: number
  readonly scenarios: Pick<ScenarioIndex, "get">
}

/** The portions of each class, in the order given. */
export function portionsOf(
  classes: readonly Class[],
  options: {
    readonly shared: SharedQuantities
    readonly scenarios: Pick<ScenarioIndex, "get">
    /** Of the whole run. */
    readonly shards: number
    /** Further shards go to classes in turn instead of to those with the most work. */
    readonly inTurn?: boolean
  },
): readonly Portions[] {
  const { shared, scenarios, inTurn = false } = options
  const portions = classes.map((): Record<string, Portion> => ({}))
  // Every other class has a shard at least.
  const most = Math.max(1, options.shards - classes.length + 1)
  for (const [name, quantity] of Object.entries(shared)) {
    const list = takersOf(classes, { name, quantity, scenarios }).map((takers) => ({
      ...takers,
      shards: 1,
      limit: Math.min(
        most,
        classes[takers.place]?.runner.maxShards ?? most,
        inTurn ? most : takers.components.length,
      ),
      workMs: inTurn ? 1 : takers.components.reduce((sum, { workMs }) => sum + workMs, 0),
    }))
    let left = list.reduce((rest, { largest }) => rest - grains(largest), wholeGrains(quantity))
    for (;;) {
      const open = list.filter((one) => one.shards < one.limit && grains(one.largest) <= left)
      const [first] = open
      if (first === undefined) break
      const next = open.reduce((a, b) => (b.workMs / b.shards > a.workMs / a.shards ? b : a), first)
      next.shards += 1
      left -= grains(next.largest)
    }
    const taken = list.reduce((sum, { largest, shards }) => sum + largest * shards, 0)
    for (const { place, largest, shards } of list) {
      const own = portions[place]
      if (own !== undefined) own[name] = { shards, share: (quantity * largest) / taken }
    }
  }
  return portions
}

/**
 * Why scenarios of some classes have to be left out, by id: there is less of a quantity than one share
 * for each class. It goes to the classes with the most takers. Empty where there is enough.
 */
export function withoutShare(
  classes: readonly ClassWork[],
  of: {
    readonly capabilities: readonly Capability[]
    readonly scenarios: Pick<ScenarioIndex, "get">
  },
): ReadonlyMap<string, string> {
  const why = new Map<string, string>()
  if (classes.length < 2) return why
  const shared = sharedQuantities(of.capabilities)
  for (const capability of of.capabilities) {
    const { name, evidence } = capability
    const quantity = shared[name]
    if (quantity === undefined) continue
    const sharing = { name, quantity, scenarios: of.scenarios }
    let left = wholeGrains(quantity)
    const served = new Set<number>()
    const list = takersOf(classes, sharing)
    for (const { place, largest } of byTakers(list)) {
      if (grains(largest) > left) continue
      left -= grains(largest)
      served.add(place)
    }
    if (served.size === list.length) continue
    const namesOf = (some: readonly Takers[]): string =>
      some.map(({ place }) => classes[place]?.name ?? "").join(" and ")
    const lacking = list.filter(({ place }) => !served.has(place))
    const having = list.filter(({ place }) => served.has(place))
    const whose = having.length === 1 ? "runner class" : "runner classes"
    const message = `${name}: the whole run shares ${shown(capability)} (${evidence}); it goes to ${whose} ${namesOf(having)}, and nothing is left for ${namesOf(lacking)}`
    for (const { components } of lacking) {
      for (const { units } of components) {
        for (const { id } of units) if (demandOf(id, sharing) > 0) why.set(id, message)
      }
    }
    // What is left out may take of the next as well, so that there is enough of that.
    return why
  }
  return why
}

/** Most takers first, so that the fewest are left out; then in the order of the classes. */
function byTakers(list: readonly Takers[]): readonly Takers[] {
  return [...list].sort((a, b) => b.components.length - a.components.length || a.place - b.place)
}

/** Those of the classes that take some. */
function takersOf(classes: readonly Class[], of: Sharing): readonly Takers[] {
  return classes.flatMap((one, place): Takers[] => {
    let largest = 0
    const components = one.components.filter(({ units }) => {
      const own = units.reduce((most, { id }) => Math.max(most, demandOf(id, of)), 0)
      largest = Math.max(largest, own)
      return own > 0
    })
    // Who asks for more than there is gets all of it, and is told so by the shard.
    return components.length === 0
      ? []
      : [{ place, components, largest: Math.min(largest, of.quantity) }]
  })
}

/** In thousandths, as shares are cut. */
function grains(amount: number): number {
  return Math.ceil(amount * 1_000 - 1e-9)
}

function wholeGrains(quantity: number): number {
  return Math.floor(quantity * 1_000 + 1e-9)
}
