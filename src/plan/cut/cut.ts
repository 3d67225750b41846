/**
 * Cuts the work of every runner class into shards, and tells how long they take.
 */
import { fitsShare, type Share, usedShare } from "../classes/shared-quantities.ts"
import { orderFor, prioritise } from "../order/priorities.ts"
import type { Component, Unit } from "../units/components.ts"
import { longestPart } from "../units/loads.ts"
import { STRATEGIES } from "./assign.ts"
import { type ClassToCut, type Cutting, prioritiesOf } from "./cutting.ts"
import { type Division, type Held, holdings } from "./divide.ts"
import { evenOut } from "./even-out.ts"
import {
  isPlainList,
  listMakespan,
  onlyWorkersCount,
  type Prediction,
  predict,
  scheduleOf,
} from "./predict.ts"
import { shorten } from "./shorten.ts"

/** A shard before it has its number. */
export interface CutShard extends Prediction {
  readonly of: ClassToCut
  readonly components: readonly Component[]
  /** What is its own of the quantities that all shards share. */
  readonly share: Share
  /** In order of priority. */
  readonly ids: readonly string[]
  /** How long it takes when shards are compared. */
  readonly weighedMs: number
}

/** The work of each class, and how long another plan of it takes. */
interface ToCut {
  readonly divisions: readonly Division[]
  readonly worthMs?: number
}

/** Searches shorten plans of a large suite by less than this part: what misses by more is not worth one. */
const MOST_GAIN = 0.25

/**
 * The shards, evened out by simulation where loads alone do not tell how long they take, and in the
 * best order that a search finds; without either where the longest cannot come near `worthMs`.
 */
export function cut(
  cutting: Cutting,
  { divisions, worthMs = Number.POSITIVE_INFINITY }: ToCut,
): readonly CutShard[] {
  const { strategy, order, planned } = cutting
  const plain = onlyWorkersCount(cutting)
  const made = holdings(cutting, { divisions, strategy: STRATEGIES[strategy] }).map((held) =>
    ordered(cutting, { held, plain }),
  )
  if (longestOf(made) * (1 - MOST_GAIN) > worthMs) return made
  const even = divisions.flatMap(({ of, loads }) => {
    const own = made.filter((shard) => shard.of === of)
    // What a simulation would still gain is less than what a single run leaves open.
    if (strategy !== "balanced" || loads.plain !== null || !needsSimulation(own)) return own
    return evenOut(own, (components, { share }) => {
      // Shares stay: what would be too much for one goes nowhere else.
      const fits = fitsShare(components, { ...cutting, share })
      return fits ? ordered(cutting, { held: { of, components, share }, plain }) : null
    })
  })
  const shards = even.map((shard) => ({
    ...shard,
    share: usedShare(shard.components, { ...cutting, ...shard }),
  }))
  // Where only workers count no order is better. Parts of workers are made by estimates: they hardly
  // depend on the order.
  if (plain || planned.sharing !== undefined) return shards
  const stays = ({ of, ids }: CutShard) =>
    orderFor(order, of.workers) !== "longest" || isPlainList(cutting, ids)
  return shorten(shards, {
    durationMs: cutting.durationMs,
    scheduleOf: (shard) => (stays(shard) ? null : scheduleOf(cutting, shard)),
    reorder: (shard, ids) => ({
      ...shard,
      ids,
      ...predict(cutting, { ...shard, ids }),
    }),
  })
}

/** How long the longest of these takes. */
export function longestOf(shards: readonly CutShard[]): number {
  return shards.reduce((most, { predictedMs }) => Math.max(most, predictedMs), 0)
}

function ordered(
  cutting: Cutting,
  { held, plain }: { readonly held: Held; readonly plain: boolean },
): CutShard {
  const { of, components, share } = held
  const units = components.flatMap((component) => component.units)
  const sorted = prioritise(units, prioritiesOf(cutting, of))
  const ids = sorted.map(({ id }) => id)
  const durations = sorted.map(({ estimateMs }) => estimateMs)
  const prediction = plain
    ? { predictedMs: listMakespan(durations, of.workers), starts: {} }
    : predict(cutting, { of, ids, share })
  return {
    of,
    components,
    share,
    ids,
    ...prediction,
    weighedMs: weighedMs(units, { of, ...prediction }),
  }
}

/** Loads tell all where one worker does one scenario after another. */
function needsSimulation(shards: readonly CutShard[]): boolean {
  return shards.length > 1 && shards.some(({ of }) => of.workers > 1)
}

/**
 * A prediction lets every scenario take its time, whatever runs beside it. Where workers share cores,
 * what is left at the end runs quicker than that, and all the work decides: both count alike then. What
 * waits for a group or a resource has no more to gain from that than its own work.
 */
function weighedMs(
  units: readonly Unit[],
  { of, predictedMs }: Pick<CutShard, "of" | "predictedMs">,
): number {
  if (of.workers <= of.cores) return predictedMs
  const work = units.reduce((sum, { estimateMs, slots = 1 }) => sum + estimateMs * slots, 0)
  return Math.max((predictedMs + work / of.workers) / 2, longestPart(units))
}
