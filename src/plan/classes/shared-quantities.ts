/**
 * Quantities that all shards of a run share: how many shards may hold takers at all, and what of it
 * is each shard's.
 */
import { shown } from "../../capability/evaluate.ts"
import { shareOut, type Taker } from "../../capability/shares.ts"
import type { Capability } from "../../formats/capability.ts"
import { roomOf } from "../units/beside.ts"
import { type Component, keyOf } from "../units/components.ts"
import { chosenPlace } from "../units/rendezvous.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"
import type { ClassWork } from "./classes.ts"

/** Quantities of the whole run by name of the resource. */
export type SharedQuantities = Readonly<Record<string, number>>

/** What of them is one shard's. */
export type Share = Readonly<Record<string, number>>

/** What a runner class gets of a quantity. */
interface Portion {
  /** So many of its shards may hold takers. */
  readonly shards: number
  /** What each of those can count on. */
  readonly share: number
}

/** What a class gets, by name of the quantity; absent where nothing of it takes some. */
export type Portions = Readonly<Record<string, Portion>>

/** Those of the capabilities that are counted and shared by the run. */
export function sharedQuantities(capabilities: readonly Capability[]): SharedQuantities {
  return Object.fromEntries(
    capabilities.flatMap(({ name, scope, present, quantity }) =>
      scope === "run" && present && quantity !== null ? [[name, quantity]] : [],
    ),
  )
}

/**
 * Components of a class joined so that every shard with a taker can be given what its largest needs:
 * where there is not enough for all shards, the takers go into as many bundles as there is enough for.
 */
export function bundleTakers(options: {
  readonly components: readonly Component[]
  /** Of the class. */
  readonly portions: Portions
  /** The most shards that the class can have. */
  readonly shards: number
  readonly scenarios: Pick<ScenarioIndex, "get">
  /** Each chooses its bundle by its key, whatever else there is. */
  readonly byKey?: boolean
}): readonly Component[] {
  const { scenarios, byKey = false } = options
  let components = options.components
  for (const [name, { shards: room }] of Object.entries(options.portions)) {
    if (room >= options.shards) continue
    const takes = ({ units }: Component): boolean =>
      units.some(({ id }) => demandOf(id, { scenarios, name }) > 0)
    const takers = components.filter(takes)
    if (takers.length <= room && !byKey) continue
    const taking = new Set(takers)
    const rest = components.filter((component) => !taking.has(component))
    components = [
      ...rest,
      ...(byKey ? bundledByKey(takers, { room, name }) : bundled(takers, room)),
    ]
  }
  return components
}

/** The longest first, each to the bundle with the least work. */
function bundled(components: readonly Component[], count: number): readonly Component[] {
  const bundles = Array.from({ length: count }, () => ({ workMs: 0, list: [] as Component[] }))
  const order = [...components].sort(
    (a, b) => b.workMs - a.workMs || ((a.units[0]?.id ?? "") < (b.units[0]?.id ?? "") ? -1 : 1),
  )
  for (const component of order) {
    const least = bundles.reduce((found, each) => (each.workMs < found.workMs ? each : found))
    least.workMs += component.workMs
    least.list.push(component)
  }
  return bundles.map(({ list }) => joined(list))
}

function bundledByKey(
  components: readonly Component[],
  { room, name }: { readonly room: number; readonly name: string },
): readonly Component[] {
  const bundles = Map.groupBy(components, (component) => chosenPlace(keyOf(component), room))
  // No id begins with a space.
  return [...bundles].map(([place, list]) => ({ ...joined(list), key: ` ${name} ${place}` }))
}

function joined(components: readonly Component[]): Component {
  return {
    workMs: components.reduce((sum, { workMs }) => sum + workMs, 0),
    units: components.flatMap(({ units }) => units).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** What of each shared quantity is each shard's; a shard without takers has no share. */
export function sharesOf(
  shards: readonly (readonly Component[])[],
  options: {
    readonly shared: SharedQuantities
    readonly scenarios: Pick<ScenarioIndex, "get">
  },
): readonly Share[] {
  const { shared, scenarios } = options
  const shares = shards.map((): Record<string, number> => ({}))
  for (const [name, quantity] of Object.entries(shared)) {
    const takers = shards.map((components): Taker => {
      const taker = takerOf(components, { scenarios, name })
      // A scenario that asks for more than there is gets all of it, and the shard reports that.
      return { ...taker, largest: Math.min(taker.largest, quantity) }
    })
    if (takers.every(({ largest }) => largest === 0)) continue
    const cut = shareOut(quantity, takers)
    if (!cut.ok) throw new Error(`there is not enough ${name} for ${takers.length} shards`)
    for (const [index, amount] of cut.value.entries()) {
      const share = shares[index]
      if (share !== undefined && (takers[index]?.largest ?? 0) > 0) share[name] = amount
    }
  }
  return shares
}

/** True where none of them takes more of a shared quantity than such a share. */
export function fitsShare(
  components: readonly Component[],
  options: {
    readonly share: Share
    readonly shared: SharedQuantities
    readonly scenarios: Pick<ScenarioIndex, "get">
  },
): boolean {
  const { share, shared, scenarios } = options
  return Object.keys(shared).every(
    (name) => takerOf(components, { scenarios, name }).largest <= (share[name] ?? 0),
  )
}

/** The share without what none of them takes. */
export function usedShare(
  components: readonly Component[],
  of: { readonly share: Share; readonly scenarios: Pick<ScenarioIndex, "get"> },
): Share {
  const { share, scenarios } = of
  return Object.fromEntries(
    Object.entries(share).filter(([name]) => takerOf(components, { scenarios, name }).largest > 0),
  )
}

function takerOf(components: readonly Component[], of: Parameters<typeof demandOf>[1]): Taker {
  let largest = 0
  let total = 0
  for (const { units } of components) {
    for (const { id } of units) {
      const demand = demandOf(id, of)
      largest = Math.max(largest, demand)
      total += demand
    }
  }
  return { largest, total }
}

/** What a scenario takes of a quantity, the instances that it leases included. */
function demandOf(
  id: string,
  { scenarios, name }: { readonly scenarios: Pick<ScenarioIndex, "get">; readonly name: string },
): number {
  const scenario = scenarios.get(id)
  return scenario === undefined ? 0 : (roomOf(scenario)[name] ?? 0)
}

// How the quantities that all shards share are divided among the runner classes, in whole shares.

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
    // A scenario that asks for more than there is gets all of it, and the shard reports that.
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
