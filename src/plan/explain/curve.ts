/**
 * What more shards bring and cost: for each number of them the wall time, the minutes that are
 * billed and their price. Each number is planned by LPT and predicted by the scheduler itself; the
 * plan's own number is shown as it was planned.
 */
import type { Plan, PlannedShard } from "../../formats/plan.ts"
import type { Cutting } from "../cut/cutting.ts"
import { leastShards, mostShards } from "../cut/divide.ts"
import { startupMs } from "../cut/predict.ts"
import { canSimulate, timesOf } from "../cut/times.ts"
import { type Prices, priceOf } from "../estimate/prices.ts"

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

/** One job: what it runs on, and how long it takes with its start. */
interface Job {
  readonly runsOn: PlannedShard["runsOn"]
  readonly ms: number
}

/** Points from the fewest shards to `to`, or to as many as there is work for. */
export function curveOf(
  cutting: Cutting,
  options: {
    readonly to: number
    readonly prices: Prices
    /** The plan that was made of it. */
    readonly plan?: Pick<Plan, "shards">
  },
): readonly CurvePoint[] {
  if (cutting.classes.length === 0) return []
  const from = leastShards(cutting)
  const to = Math.max(from, Math.min(options.to, mostShards(cutting)))
  const made = options.plan?.shards ?? []
  const counts = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const simulated = canSimulate(cutting, counts.length)
  const points: CurvePoint[] = []
  for (const shards of counts) {
    const jobs = shards === made.length ? jobsOf(made) : jobsFor(cutting, { shards, simulated })
    // Some must stay together: as many shards as that cannot be filled. A hash may leave out any.
    if (jobs.length < shards && cutting.strategy !== "hash" && points.length > 0) break
    points.push(pointAt(shards, { jobs, prices: options.prices }))
  }
  return points
}

function jobsFor(cutting: Cutting, by: Parameters<typeof timesOf>[1]): readonly Job[] {
  return timesOf(cutting, by).map(({ of, ms }) => {
    return { runsOn: of.runner.runsOn, ms: startupMs(of) + ms }
  })
}

function jobsOf(shards: Plan["shards"]): readonly Job[] {
  return shards.map(({ runsOn, predictedSeconds, startupSeconds = 0 }) => {
    return { runsOn, ms: Math.round((predictedSeconds + startupSeconds) * 1_000) }
  })
}

function pointAt(
  shards: number,
  of: { readonly jobs: readonly Job[]; readonly prices: Prices },
): CurvePoint {
  let wallMs = 0
  let billedMinutes = 0
  let price: number | null = 0
  for (const { runsOn, ms } of of.jobs) {
    const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS))
    const rate = priceOf(runsOn, of.prices)
    wallMs = Math.max(wallMs, ms)
    billedMinutes += minutes
    price = price === null || rate === null ? null : price + minutes * rate
  }
  // Sums of fractions of a cent are rounded to what they mean.
  const rounded = price === null ? null : Math.round(price * 1e6) / 1e6
  return { shards, wallMs, billedMinutes, price: rounded }
}
