/**
 * How many shards each runner class gets, and what its shards have to hold.
 */
import {
  bundleTakers,
  type Portions,
  portionsOf,
  type Share,
  sharesOf,
} from "../classes/shared-quantities.ts"
import { bundleByLeases } from "../units/bundles.ts"
import type { Component } from "../units/components.ts"
import { type Loads, loadsOf } from "../units/loads.ts"
import { onMachine } from "../units/to-units.ts"
import type { STRATEGIES } from "./assign.ts"
import type { ClassToCut, Cutting } from "./cutting.ts"
import { everyPlain } from "./predict.ts"

/** What so many shards of a class have to hold. */
export interface Division {
  readonly of: ClassToCut
  readonly shards: number
  readonly loads: Loads
  /** What of each quantity of the whole run a shard was taken to have in its loads, 1 being all. */
  readonly parts: Readonly<Record<string, number>>
}

/** Least number of shards that there can be: each class has its own. */
export function leastShards({ classes }: Pick<Cutting, "classes">): number {
  return classes.length
}

/** Most shards that have something to do. */
export function mostShards({ classes, strategy }: Pick<Cutting, "classes" | "strategy">): number {
  return classes.reduce((sum, { components, runner }) => {
    // A hash may leave shards out, but chooses among all that were asked for.
    const most = strategy === "hash" ? Number.POSITIVE_INFINITY : components.length
    return sum + Math.max(1, Math.min(most, runner.maxShards ?? most))
  }, 0)
}

/** Loads of each class as so many shards weigh them, with the number of its shards. */
export function divide(cutting: Cutting, shards: number): readonly Division[] {
  const { classes, shared, scenarios, strategy, planned } = cutting
  const plain = everyPlain(scenarios)
  const byKey = strategy === "hash"
  const portions = plain ? [] : portionsOf(classes, { shared, shards, scenarios, inTurn: byKey })
  const weighed = classes.map((of, place) => {
    const own = portions[place] ?? {}
    // A scenario that takes nothing but a worker weighs the same on every machine.
    // Each class has at least one shard.
    const most = Math.min(of.runner.maxShards ?? shards, shards - classes.length + 1)
    const held = cutting.bundled === true ? bundled(of, { cutting, shards: most }) : of.components
    const components = plain
      ? held
      : weigh({ ...of, components: held }, { cutting, shards, portions: own })
    const loads = loadsOf(components, { workers: of.workers, seed: planned.seed })
    const parts = Object.entries(own).map(([name, { share }]) => {
      return [name, share / (shared[name] ?? share)] as const
    })
    return { of, loads, parts: Object.fromEntries(parts) }
  })
  const counts = splitShards(
    weighed.map(({ of, loads }) => {
      const most = byKey ? shards : loads.components.length
      return { boundMs: loads.boundOf, components: most, maxShards: of.runner.maxShards }
    }),
    shards,
  )
  return weighed.map((each, index) => ({ ...each, shards: counts[index] ?? 1 }))
}

function bundled(
  { components }: ClassToCut,
  { cutting, shards }: { readonly cutting: Cutting; readonly shards: number },
): readonly Component[] {
  const { starts = {} } = cutting.planned
  return bundleByLeases(components, {
    scenarios: cutting.scenarios,
    startMs: (name) => (starts[name]?.seconds ?? 0) * 1_000,
    shards: Math.max(1, shards),
  })
}

function weigh(
  of: ClassToCut,
  by: { readonly cutting: Cutting; readonly shards: number; readonly portions: Portions },
): readonly Component[] {
  const { portions } = by
  const { scenarios, strategy, planned, classes } = by.cutting
  const { groups, fixtures } = planned
  const most = by.shards - classes.length + 1
  const resources: Record<string, number> = { ...of.resources }
  for (const [name, { share }] of Object.entries(portions)) resources[name] = share
  const bundles = bundleTakers({
    components: of.components,
    portions,
    shards: Math.max(1, Math.min(most, of.runner.maxShards ?? most)),
    scenarios,
    byKey: strategy === "hash",
  })
  const machine = { workers: of.workers, resources }
  return bundles.map((bundle) => ({
    ...bundle,
    units: onMachine(bundle.units, { machine, scenarios, groups, fixtures }),
  }))
}

/** What a shard of a class holds, before it has an order. */
export interface Held {
  readonly of: ClassToCut
  readonly components: readonly Component[]
  readonly share: Share
}

/** Who goes to which shard, and what each shard has of what all share. */
export function holdings(
  { scenarios, shared }: Pick<Cutting, "scenarios" | "shared">,
  by: {
    readonly divisions: readonly Division[]
    readonly strategy: (typeof STRATEGIES)[keyof typeof STRATEGIES]
  },
): readonly Held[] {
  const shards = by.divisions.flatMap(({ of, loads, shards: count }) =>
    by.strategy(loads, count).map((components) => ({ of, components })),
  )
  const shares = sharesOf(
    shards.map(({ components }) => components),
    { shared, scenarios },
  )
  return shards.map((shard, index) => ({ ...shard, share: shares[index] ?? {} }))
}

/** A class as splitting sees it. */
export interface ClassLoad {
  /** Least time of its work on so many shards. */
  readonly boundMs: (shards: number) => number
  readonly components: number
  readonly maxShards: number | null
}

/** Shards of each class, in the order given; at least one each, even where fewer are asked for. */
export function splitShards(classes: readonly ClassLoad[], shards: number): readonly number[] {
  const counts = classes.map(() => 1)
  const limits = classes.map(({ components, maxShards }) =>
    Math.max(1, Math.min(components, maxShards ?? components)),
  )
  for (let left = shards - counts.length; left > 0; left--) {
    let longest = -1
    let most = -1
    for (const [index, one] of classes.entries()) {
      const count = counts[index] ?? 1
      if (count >= (limits[index] ?? 1)) continue
      const ms = one.boundMs(count)
      if (ms > most) {
        most = ms
        longest = index
      }
    }
    if (longest < 0) break
    counts[longest] = (counts[longest] ?? 1) + 1
  }
  return counts
}
