/**
 * Cuts into as many shards as were asked for, or as many as are worth it.
 */
import { defined } from "../../core/defined.ts"
import { lowerBound } from "../order/bound.ts"
import { openKeysMs } from "../order/fixture-bound.ts"
import { chooseShards, MAX_AUTO_SHARDS } from "./choose-shards.ts"
import { type CutShard, cut, longestOf } from "./cut.ts"
import type { Cutting } from "./cutting.ts"
import { type Division, divide, leastShards, mostShards } from "./divide.ts"
import { scheduleOf } from "./predict.ts"
import {
  canSimulate,
  comparesPlans,
  leastTime,
  mayBundle,
  searchesAll,
  triesOf,
  wallMs,
} from "./times.ts"

/** What a number of shards comes to; there may be fewer than that. */
export interface CutResult {
  readonly count: number
  readonly divisions: readonly Division[]
  readonly shards: readonly CutShard[]
}

/** The shards of a plan; none where there is nothing to do. */
export function cutInto(
  cutting: Cutting,
  { shards, targetMs }: { readonly shards: number | "auto"; readonly targetMs: number | null },
): CutResult {
  if (cutting.classes.length === 0) return { count: 0, divisions: [], shards: [] }
  const from = leastShards(cutting)
  if (shards !== "auto") {
    return cutOnce(cutting, Math.max(from, Math.min(shards, mostShards(cutting))))
  }
  const made = new Map<number, CutResult>()
  const cutMemo = (count: number): CutResult => {
    const result = made.get(count) ?? cutOnce(cutting, count)
    made.set(count, result)
    return result
  }
  const simulated = comparesPlans(cutting)
  const abouts = new Map<number, number>()
  const aboutMs = (count: number): number => {
    const ms = abouts.get(count) ?? leastTime(cutting, { shards: count, simulated })
    abouts.set(count, ms)
    return ms
  }
  const chosen = chooseShards({
    from,
    to: Math.max(from, Math.min(MAX_AUTO_SHARDS, mostShards(cutting))),
    targetMs,
    times: {
      wallMs: aboutMs,
      plannedMs: (count) =>
        wallMs(cutMemo(count).shards.map(({ of, predictedMs: ms }) => ({ of, ms }))),
      // Of a large suite loads alone already tell nearly all.
      leastMs: (count) => (simulated ? leastMs(cutting, count) : aboutMs(count)),
      floorMs: floorOf(cutting),
      tries: triesOf(cutting),
    },
  })
  return cutMemo(chosen)
}

function leastMs(cutting: Cutting, count: number): number {
  return wallMs(divide(cutting, count).map((one) => ({ of: one.of, ms: lowerBound([one]).ms })))
}

/** What keys of fixtures take at least in so many shards, start-up included. */
function floorOf(cutting: Cutting): (shards: number) => number {
  if (cutting.planned.fixtures === undefined) return () => 0
  const all = cutting.classes.map((of) => {
    const ids = of.components.flatMap(({ units }) => units.map(({ id }) => id))
    const { durationMs } = cutting
    const schedule = scheduleOf(cutting, { of, ids, share: {} })
    return { of, ms: openKeysMs({ ...schedule, durationMs }) / of.workers }
  })
  // Each class has at least one shard.
  return (shards) => wallMs(all.map(({ of, ms }) => ({ of, ms: ms / (shards - all.length + 1) })))
}

/**
 * Where starts of fixtures cost, what leases the same instances is kept together unless that takes longer.
 * Of a large suite it always is: a second plan would take as long as the first.
 */
function cutOnce(cutting: Cutting, count: number): CutResult {
  const divisions = divide(cutting, count)
  if (!mayBundle(cutting)) return { count, divisions, shards: cut(cutting, { divisions }) }
  const together = { ...cutting, bundled: true } as const
  const bundles = divide(together, count)
  const bundled = {
    count,
    // Nothing has to stay together, but each class has as many shards.
    divisions: divisions.map((one, i) => ({ ...one, shards: bundles[i]?.shards ?? one.shards })),
    shards: cut(together, { divisions: bundles }),
  }
  if (!canSimulate(cutting, 2)) return bundled
  const bundledMs = longestOf(bundled.shards)
  const worthMs = searchesAll(cutting) ? undefined : bundledMs
  const apart = { count, divisions, shards: cut(cutting, defined({ divisions, worthMs })) }
  return bundledMs <= longestOf(apart.shards) ? bundled : apart
}
