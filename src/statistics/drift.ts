/**
 * Does something grow all the time? Owns the trend of a series: memory of a fixture's instance after
 * each reset, or the time that iterations take. Garbage collection, a cache that fills once, and work
 * of different kinds all look like growth for a while, so a trend counts only if one line describes
 * the series: better than one jump does, and by more than its values differ anyway.
 */
import { deviationOf, medianOf } from "../core/quantities/statistics.ts"

/** One value of a series. */
export interface Reading {
  /** Milliseconds since any fixed instant. */
  readonly atMs: number
  readonly value: number
}

/** The trend of a series, in its unit per hour. */
export interface Drift {
  readonly perHour: number
  /** The 99 % interval of `perHour`. */
  readonly low: number
  readonly high: number
  /**
   * What describes the series: `steady` change, one `jump` (with nothing known about slower growth
   * beside it), or neither (`level`): it changed by less than its values differ from each other.
   */
  readonly shape: "level" | "jump" | "steady"
  /** From the first reading after the warm-up to the last. */
  readonly overMs: number
}

const HOUR_MS = 3_600_000

/** The beginning that is left out, while caches fill: this part of the readings, and at least these. */
const WARM_UP = { share: 0.1, readings: 10 } as const

/**
 * Numbers of blocks of which only the lowest reading counts. Many small blocks find a small slope;
 * few large ones also contain the low points of a slow sawtooth. What gives the narrowest interval
 * decides.
 */
const BLOCKS = [54, 12] as const

/** Fewer readings in a block have no low point worth the name. */
const LEAST_IN_BLOCK = 3

/** Programs go on warming up for minutes: what grew for a shorter time accuses nothing. */
export const LEAST_MS = 600_000

/** The 99.5 % point of the normal distribution: 0.5 % on each side. */
const Z99 = 2.5758293035489

/** The readings left after the warm-up. */
function afterWarmUp(readings: readonly Reading[]): readonly Reading[] {
  return readings.slice(Math.max(Math.ceil(readings.length * WARM_UP.share), WARM_UP.readings))
}

/** The trend of readings in the order of time; null if they are too few (46 are enough). */
export function driftOf(readings: readonly Reading[]): Drift | null {
  const judged = afterWarmUp(readings)
  const candidates = BLOCKS.filter((blocks) => judged.length >= blocks * LEAST_IN_BLOCK)
    .map((blocks) => lowerEnvelope(judged, blocks))
    .map((lows) => ({ lows, ...theilSen(lows) }))
  const [best] = candidates.sort((a, b) => a.high - a.low - (b.high - b.low))
  if (best === undefined) return null
  const { lows, slope, low, high } = best
  const perHour = slope * HOUR_MS
  const shape = shapeOf(judged, lows, slope)
  return { perHour, low: low * HOUR_MS, high: high * HOUR_MS, shape, overMs: lengthOf(judged) }
}

/** True if something surely grows by more than the limit per hour, and has done so for long enough. */
export function exceeds({ shape, low, overMs }: Drift, limitPerHour: number): boolean {
  return shape === "steady" && low > limitPerHour && overMs >= LEAST_MS
}

function lengthOf(readings: readonly Reading[]): number {
  return (readings.at(-1)?.atMs ?? 0) - (readings[0]?.atMs ?? 0)
}

function lowerEnvelope(readings: readonly Reading[], blocks: number): readonly Reading[] {
  const start = (block: number) => Math.floor((block * readings.length) / blocks)
  return Array.from({ length: blocks }, (_, block) =>
    readings.slice(start(block), start(block + 1)).reduce((a, b) => (b.value < a.value ? b : a)),
  )
}

interface Slope {
  readonly slope: number
  readonly low: number
  readonly high: number
}

/**
 * The median of the slopes of all pairs: Theil, A Rank-Invariant Method of Linear and Polynomial
 * Regression Analysis (1950). Its interval: Sen, Estimates of the Regression Coefficient Based on
 * Kendall's Tau (1968), as in Gilbert, Statistical Methods for Environmental Pollution Monitoring
 * (1987), 16.5.
 */
function theilSen(points: readonly Reading[]): Slope {
  const slopes: number[] = []
  for (const [index, from] of points.entries()) {
    for (const to of points.slice(index + 1)) {
      // Two readings of one instant say nothing about time.
      if (to.atMs > from.atMs) slopes.push((to.value - from.value) / (to.atMs - from.atMs))
    }
  }
  slopes.sort((a, b) => a - b)
  const n = points.length
  const spread = Z99 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const beyond = Math.max(Math.floor((slopes.length - spread) / 2), 1)
  return {
    slope: medianOf(slopes),
    low: slopes[beyond - 1] ?? Number.NEGATIVE_INFINITY,
    high: slopes[slopes.length - beyond] ?? Number.POSITIVE_INFINITY,
  }
}

function shapeOf(
  readings: readonly Reading[],
  lows: readonly Reading[],
  slope: number,
): Drift["shape"] {
  const level = ({ atMs, value }: Reading) => value - slope * atMs
  if (Math.abs(slope * lengthOf(readings)) < deviationOf(readings.map(level))) return "level"
  const values = lows.map(({ value }) => value)
  return squaresWithJump(values) < squaresOf(lows.map(level)) ? "jump" : "steady"
}

/** What remains of a series, as squares, if one jump at the best place is taken away. */
function squaresWithJump(values: readonly number[]): number {
  const squares = values.map(
    (_, place) => squaresOf(values.slice(0, place)) + squaresOf(values.slice(place)),
  )
  return Math.min(...squares)
}

/** The sum of squared distances from the mean. */
function squaresOf(values: readonly number[]): number {
  return deviationOf(values) ** 2 * Math.max(values.length - 1, 0)
}
