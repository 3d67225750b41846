/**
 * Quantities that all shards of a run share: how many shards may hold takers at all, and what of it
 * is each shard's.
 */
import { shareOut, type Taker } from "../capability/shares.ts"
import type { Capability } from "../formats/capability.ts"
import type { Component } from "./components.ts"
import type { ScenarioIndex } from "./scenario-index.ts"

/** Quantities of the whole run by name of the resource. */
export type SharedQuantities = Readonly<Record<string, number>>

/** Those of the capabilities that are counted and shared by the run. */
export function sharedQuantities(capabilities: readonly Capability[]): SharedQuantities {
  return Object.fromEntries(
    capabilities.flatMap(({ name, scope, present, quantity }) =>
      scope === "run" && present && quantity !== null ? [[name, quantity]] : [],
    ),
  )
}

/**
 * Components joined so that every shard with a taker can be given what its largest needs: where there
 * is not enough for all shards, the takers go into as many bundles as there is enough for.
 */
export function bundleTakers(options: {
  readonly components: readonly Component[]
  readonly shards: number
  readonly shared: SharedQuantities
  readonly scenarios: Pick<ScenarioIndex, "get">
}): readonly Component[] {
  let components = options.components
  for (const [name, quantity] of Object.entries(options.shared)) {
    const largestOf = ({ units }: Component): number =>
      units.reduce((most, { id }) => Math.max(most, demandOf(options.scenarios, { id, name })), 0)
    const takers = components.filter((component) => largestOf(component) > 0)
    const largest = takers.reduce((most, component) => Math.max(most, largestOf(component)), 0)
    const room = largest > 0 ? Math.max(1, Math.floor(quantity / largest + 1e-9)) : options.shards
    if (takers.length <= room || room >= options.shards) continue
    const taking = new Set(takers)
    const rest = components.filter((component) => !taking.has(component))
    components = [...rest, ...bundled(takers, room)]
  }
  return components
}

/** The longest first, each to the bundle with the least work. */
function bundled(components: readonly Component[], count: number): Component[] {
  const bundles = Array.from({ length: count }, () => ({
    workMs: 0,
    units: [] as Component["units"][number][],
  }))
  const order = [...components].sort(
    (a, b) => b.workMs - a.workMs || ((a.units[0]?.id ?? "") < (b.units[0]?.id ?? "") ? -1 : 1),
  )
  for (const { units, workMs } of order) {
    const least = bundles.reduce((found, each) => (each.workMs < found.workMs ? each : found))
    least.workMs += workMs
    least.units.push(...units)
  }
  return bundles.map(({ units, workMs }) => ({
    workMs,
    units: units.sort((a, b) => (a.id < b.id ? -1 : 1)),
  }))
}

/** What of each shared quantity is each shard's; a shard without takers has no share. */
export function sharesOf(
  shards: readonly (readonly string[])[],
  options: {
    readonly shared: SharedQuantities
    readonly scenarios: Pick<ScenarioIndex, "get">
  },
): readonly Readonly<Record<string, number>>[] {
  const shares = shards.map((): Record<string, number> => ({}))
  for (const [name, quantity] of Object.entries(options.shared)) {
    const takers = shards.map((ids): Taker => {
      const demands = ids.map((id) => demandOf(options.scenarios, { id, name }))
      return {
        largest: demands.reduce((most, each) => Math.max(most, each), 0),
        total: demands.reduce((sum, each) => sum + each, 0),
      }
    })
    if (takers.every(({ largest }) => largest === 0)) continue
    const cut = shareOut(quantity, takers)
    // Too few only where one scenario asks for more than there is: the shard will say so of it.
    const amounts = cut.ok ? cut.value : takers.map(() => quantity / shards.length)
    for (const [index, amount] of amounts.entries()) {
      const share = shares[index]
      if (share !== undefined && (takers[index]?.largest ?? 0) > 0) share[name] = amount
    }
  }
  return shares
}

function demandOf(
  scenarios: Pick<ScenarioIndex, "get">,
  { id, name }: { readonly id: string; readonly name: string },
): number {
  return scenarios.get(id)?.demand?.[name] ?? 0
}
