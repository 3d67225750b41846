/**
 * Readings of a soak in bounded memory: a night has more of them than a trend needs. What is kept
 * depends on the readings and their order alone, so a live report and a merged one agree.
 */
import type { Reading } from "./drift.ts"

/** A series that grows by `addReading`. */
export interface Series {
  /** At equal distances, in the order of time. */
  readonly readings: Reading[]
  /** Every so many-th reading is kept. */
  every: number
  /** How many there were. */
  seen: number
}

/** Many more than a trend needs; at least one reading each minute of 20 hours remains. */
const MOST_READINGS = 2_400

/** A series without readings. */
export function emptySeries(): Series {
  return { readings: [], every: 1, seen: 0 }
}

/** Adds a reading; when there are too many, only every second one stays, also from then on. */
export function addReading(series: Series, reading: Reading): void {
  const { readings } = series
  if (series.seen++ % series.every !== 0) return
  readings.push(reading)
  if (readings.length <= MOST_READINGS) return
  series.every *= 2
  readings.splice(0, readings.length, ...readings.filter((_, index) => index % 2 === 0))
}
