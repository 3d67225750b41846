/**
 * What more shards bring and cost: for each number of them the wall time, the minutes that are
 * billed and their price.
 */
import { type Cutting, leastShards, mostShards, roughTimes, startupMs } from "./cut.ts"
import { type Prices, priceOf } from "./prices.ts"

/** One number of shards. */
export interface CurvePoint {
  readonly shards: number
  /** The longest job, start-up included. */
  readonly wallMs: number
  /** Every job by itself rounded up to whole minutes. */
  readonly billedMinutes: number
  /** US dollars; null where the price of a class is not known. */
  readonly price: number | null
}

/** Numbers of shards that a curve has at most. */
export const MAX_CURVE = 20

const MINUTE_MS = 60_000

/** Points from the fewest shards to `to`, or to as many as there is work for. */
export function curveOf(
  cutting: Cutting,
  options: { readonly to: number; readonly prices: Prices },
): readonly CurvePoint[] {
  if (cutting.classes.length === 0) return []
  const from = leastShards(cutting)
  const to = Math.max(from, Math.min(options.to, mostShards(cutting)))
  return Array.from({ length: to - from + 1 }, (_, i) => pointAt(cutting, from + i, options.prices))
}

function pointAt(cutting: Cutting, shards: number, prices: Prices): CurvePoint {
  let wallMs = 0
  let billedMinutes = 0
  let price: number | null = 0
  for (const { of, ms } of roughTimes(cutting, shards)) {
    const whole = startupMs(of) + ms
    const minutes = Math.max(1, Math.ceil(whole / MINUTE_MS))
    const rate = priceOf(of.runner.runsOn, prices)
    wallMs = Math.max(wallMs, whole)
    billedMinutes += minutes
    price = price === null || rate === null ? null : price + minutes * rate
  }
  // Sums of fractions of a cent are rounded to what they mean.
  const rounded = price === null ? null : Math.round(price * 1e6) / 1e6
  return { shards, wallMs, billedMinutes, price: rounded }
}
