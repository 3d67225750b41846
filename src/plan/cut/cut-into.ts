/**
 * Cuts into as many shards as were asked for, or as many as are worth it.
 */

import { lowerBound } from "../order/bound.ts"
import { chooseShards, MAX_AUTO_SHARDS } from "./choose-shards.ts"
import { type CutShard, cut } from "./cut.ts"
import type { Cutting } from "./cutting.ts"
import { type Division, divide, leastShards, mostShards } from "./divide.ts"
import { canSimulate, comparesPlans, leastTime, mayBundle, triesOf, wallMs } from "./times.ts"

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
      tries: triesOf(cutting),
    },
  })
  return cutMemo(chosen)
}

function leastMs(cutting: Cutting, count: number): number {
  return wallMs(divide(cutting, count).map((one) => ({ of: one.of, ms: lowerBound([one]).ms })))
}

/**
 * Where starts of fixtures cost, what leases the same instances is kept together unless that takes longer.
 * Of a large suite it always is: a second plan would take as long as the first.
 */
function cutOnce(cutting: Cutting, count: number): CutResult {
  const divisions = divide(cutting, count)
  if (!mayBundle(cutting)) return { count, divisions, shards: cut(cutting, divisions) }
  const together = { ...cutting, bundled: true } as const
  const bundles = divide(together, count)
  const bundled = {
    count,
    // Nothing has to stay together, but each class has as many shards.
    divisions: divisions.map((one, i) => ({ ...one, shards: bundles[i]?.shards ?? one.shards })),
    shards: cut(together, bundles),
  }
  if (!canSimulate(cutting, 2)) return bundled
  const apart = { count, divisions, shards: cut(cutting, divisions) }
  const lengthOf = ({ shards }: CutResult) =>
    shards.reduce((most, { predictedMs }) => Math.max(most, predictedMs), 0)
  return lengthOf(bundled) <= lengthOf(apart) ? bundled : apart
}
