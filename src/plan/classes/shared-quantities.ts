/**
 * Quantities that all shards of a run share: how many shards may hold takers at all, and what of it
 * is each shard's.
 */
import { shareOut, type Taker } from "../../capability/shares.ts"
import type { Capability } from "../../formats/capability.ts"
import { type Component, keyOf } from "../units/components.ts"
import { chosenPlace } from "../units/rendezvous.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"

/** Quantities of the whole run by name of the resource. */
export type SharedQuantities = Readonly<Record<string, number>>

/** What of them is one shard's. */
export type Share = Readonly<Record<string, number>>

/** What a runner class gets of a quantity. */
export interface Portion {
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
  /** Each chooses its bundle by its key, whoever else there is. */
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
      // Who asks for more than there is gets all of it, and is told so by the shard.
      return { ...taker, largest: Math.min(taker.largest, quantity) }
    })
    if (takers.every(({ largest }) => largest === 0)) continue
    const cut = shareOut(quantity, takers)
    if (!cut.ok) throw new Error(`${name} does not suffice for ${takers.length} shards`)
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

/** What a scenario takes of a quantity. */
export function demandOf(
  id: string,
  { scenarios, name }: { readonly scenarios: Pick<ScenarioIndex, "get">; readonly name: string },
): number {
  return scenarios.get(id)?.demand?.[name] ?? 0
}
