/**
 * Cuts the work of every runner class into shards, and tells how long they take.
 */
import type { Plan } from "../formats/plan.ts"
import type { Scenario } from "../scenario/model.ts"
import { simulate } from "../schedule/simulate.ts"
import type { ScheduleOptions } from "../schedule/types.ts"
import { STRATEGIES, type StrategyName } from "./assign.ts"
import { DEFAULT_STARTUP_MS } from "./choose-shards.ts"
import type { ClassWork } from "./classes.ts"
import type { Component, Unit } from "./components.ts"
import { evenOut } from "./even-out.ts"
import { toScheduleOptions } from "./items.ts"
import type { KnownTimes } from "./known-time.ts"
import { listMakespan } from "./list-makespan.ts"
import { type Loads, loadsOf } from "./loads.ts"
import { remainingPaths } from "./paths.ts"
import { type OrderName, prioritise } from "./priorities.ts"
import type { ScenarioIndex } from "./scenario-index.ts"
import { bundleTakers, type SharedQuantities } from "./shared-quantities.ts"
import { shorten } from "./shorten.ts"
import { splitShards } from "./split-shards.ts"
import { onMachine } from "./to-units.ts"

/** A class with what one of its machines has. */
export interface ClassToCut extends ClassWork {
  readonly workers: number
  /** Cores of one of its machines, as far as they are known. */
  readonly cores: number
  /** Quantities of its machines by resource, where they are known. */
  readonly resources: Readonly<Record<string, number>>
}

/** A shard before it has its number. */
export interface CutShard {
  readonly of: ClassToCut
  readonly components: readonly Component[]
  /** In order of priority. */
  readonly ids: readonly string[]
  /** How long it takes, as the scheduler itself would do it. */
  readonly predictedMs: number
  /** How long it takes when shards are compared. */
  readonly weighedMs: number
}

/** Everything that cutting depends on. */
export interface Cutting {
  readonly classes: readonly ClassToCut[]
  readonly scenarios: ScenarioIndex
  readonly planned: Pick<Plan, "scenarios" | "groups" | "seed" | "sharing">
  /** How long a scenario takes with the retries that are expected, by its id. */
  readonly durationMs: (id: string) => number
  readonly shared: SharedQuantities
  readonly strategy: StrategyName
  readonly order: OrderName
  readonly known: KnownTimes
}

/** Least number of shards that there can be: each class has its own. */
export function leastShards({ classes }: Cutting): number {
  return classes.length
}

/** Most shards that have something to do. */
export function mostShards({ classes, strategy }: Cutting): number {
  if (strategy === "hash") return Number.POSITIVE_INFINITY
  return classes.reduce(
    (sum, { components, runner }) =>
      sum + Math.max(1, Math.min(components.length, runner.maxShards ?? components.length)),
    0,
  )
}

/** What so many shards of a class have to hold. */
export interface Division {
  readonly of: ClassToCut
  readonly shards: number
  readonly loads: Loads
}

/** Loads of each class as so many shards weigh them, with the number of its shards. */
export function divide(cutting: Cutting, shards: number): readonly Division[] {
  const plain = everyPlain(cutting.scenarios)
  const weighed = cutting.classes.map((of) => {
    // Whoever takes nothing but a worker weighs the same on every machine.
    const components = plain ? of.components : weigh(of, { cutting, shards })
    const loads = loadsOf(components, { workers: of.workers, seed: cutting.planned.seed })
    return { of, loads }
  })
  const counts = splitShards(
    weighed.map(({ of, loads }) => {
      // A hash may leave shards out, but chooses among all that were asked for.
      const most = cutting.strategy === "hash" ? shards : loads.components.length
      return { boundMs: loads.boundOf, components: most, maxShards: of.runner.maxShards }
    }),
    shards,
  )
  return weighed.map((each, index) => ({ ...each, shards: counts[index] ?? 1 }))
}

function weigh(
  of: ClassToCut,
  { cutting, shards }: { readonly cutting: Cutting; readonly shards: number },
): readonly Component[] {
  const { scenarios, shared } = cutting
  const { groups } = cutting.planned
  const resources: Record<string, number> = { ...of.resources }
  for (const [name, quantity] of Object.entries(shared)) resources[name] = quantity / shards
  const bundles = bundleTakers({ components: of.components, shards, shared, scenarios })
  const machine = { workers: of.workers, resources }
  return bundles.map(({ units, workMs }) => ({
    units: onMachine(units, { machine, scenarios, groups }),
    workMs,
  }))
}

/**
 * The shards, evened out by simulation where loads alone do not tell how long they take, and in the
 * best order that a search finds.
 */
export function cut(cutting: Cutting, divisions: readonly Division[]): readonly CutShard[] {
  const { strategy, order, known, planned } = cutting
  const plain = onlyWorkersCount(cutting)
  const shards = divisions.flatMap((division) => {
    const { of, loads } = division
    const ordered = (components: readonly Component[]): CutShard => {
      const units = components.flatMap((component) => component.units)
      const sorted = prioritise(units, { order, known, seed: planned.seed })
      const ids = sorted.map(({ id }) => id)
      const predictedMs = plain
        ? listMakespan(
            sorted.map(({ estimateMs }) => estimateMs),
            of.workers,
          )
        : predictMs(cutting, { of, ids })
      return { of, components, ids, predictedMs, weighedMs: weighedMs(units, { of, predictedMs }) }
    }
    const made = STRATEGIES[strategy](loads, division.shards).map(ordered)
    // What a simulation would still gain is less than what a single run leaves open.
    if (strategy !== "balanced" || loads.plain !== null || !needsSimulation(made)) return made
    return evenOut(made, ordered)
  })
  // Where only workers count no order is better. Parts of workers are made by estimates: they hardly
  // depend on the order.
  if (plain || order !== "longest" || planned.sharing !== undefined) return shards
  return shorten(shards, {
    seed: planned.seed,
    durationMs: cutting.durationMs,
    scheduleOf: (shard) => (isPlainList(cutting, shard.ids) ? null : scheduleOf(cutting, shard)),
    reorder: (shard, ids) => ({
      ...shard,
      ids,
      predictedMs: predictMs(cutting, { ...shard, ids }),
    }),
  })
}

/** Loads tell all where one worker does one scenario after another. */
function needsSimulation(shards: readonly CutShard[]): boolean {
  return shards.length > 1 && shards.some(({ of }) => of.workers > 1)
}

/**
 * A prediction lets every scenario take its time, whoever runs beside it. Where workers share cores,
 * what is left at the end runs quicker than that, and all the work decides: both count alike then.
 */
function weighedMs(
  units: readonly Unit[],
  { of, predictedMs }: Pick<CutShard, "of" | "predictedMs">,
): number {
  if (of.workers <= of.cores) return predictedMs
  const work = units.reduce((sum, { estimateMs, slots = 1 }) => sum + estimateMs * slots, 0)
  return (predictedMs + work / of.workers) / 2
}

/** What the scheduler itself does with the estimates. */
export function predictMs(cutting: Cutting, { of, ids }: Pick<CutShard, "of" | "ids">): number {
  if (isPlainList(cutting, ids)) {
    return listMakespan(ids.map(cutting.durationMs), of.workers)
  }
  const end = { outcome: "passed" } as const
  return simulate(scheduleOf(cutting, { of, ids }), (id) => ({
    durationMs: cutting.durationMs(id),
    end,
  })).makespanMs
}

function scheduleOf(
  { planned }: Cutting,
  { of, ids }: Pick<CutShard, "of" | "ids">,
): ScheduleOptions {
  const { workers, resources } = of
  return toScheduleOptions({ plan: planned, ids, workers, failFast: null, resources })
}

function isPlainList({ planned, scenarios }: Cutting, ids: readonly string[]): boolean {
  if (planned.sharing !== undefined) return false
  return ids.every((id) => isPlain(scenarios.get(id)))
}

/** True where nothing but workers decides: predictions are as cheap as loads then. */
export function onlyWorkersCount({ planned, scenarios }: Cutting): boolean {
  return planned.sharing === undefined && everyPlain(scenarios)
}

function everyPlain(scenarios: ScenarioIndex): boolean {
  for (const scenario of scenarios.values()) if (!isPlain(scenario)) return false
  return true
}

/** Nothing but a worker decides when it starts. */
function isPlain(scenario: Scenario | undefined): boolean {
  if (scenario === undefined || scenario.needs.length > 0) return false
  const { groups, exclusive = false } = scenario.definition
  return groups.length === 0 && !exclusive && scenario.demand === undefined
}

/** Start of a job of a class. */
export function startupMs({ runner }: Pick<ClassToCut, "runner">): number {
  return runner.startupMs ?? DEFAULT_STARTUP_MS
}

/** What so many shards cost in time, by loads alone: near enough to compare numbers of shards. */
export interface RoughShard {
  readonly of: ClassToCut
  readonly ms: number
}

/** Times of the shards that so many would be, without start-up. */
export function roughTimes(cutting: Cutting, shards: number): readonly RoughShard[] {
  const strategy = cutting.strategy === "hash" ? STRATEGIES.hash : STRATEGIES.lpt
  return divide(cutting, shards).flatMap(({ of, loads, shards: count }) =>
    strategy(loads, count).map((components) => {
      const { weights } = loadsOf(components, { workers: of.workers, seed: 0 })
      const sums = weights.map((each) => each.reduce((sum, one) => sum + one, 0))
      return { of, ms: Math.max(longestPath(components), ...sums) }
    }),
  )
}

/** Wall time of so many shards, start-up included. */
export function wallMs(cutting: Cutting, shards: number): number {
  return roughTimes(cutting, shards).reduce(
    (most, { of, ms }) => Math.max(most, startupMs(of) + ms),
    0,
  )
}

function longestPath(components: readonly Component[]): number {
  let most = 0
  for (const { units } of components) most = Math.max(most, pathOf(units))
  return most
}

function pathOf(units: readonly Unit[]): number {
  const [only] = units
  if (units.length === 1 && only !== undefined) return only.estimateMs
  return [...remainingPaths(units).values()].reduce((most, each) => Math.max(most, each), 0)
}
