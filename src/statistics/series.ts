/**
 * Readings of a soak in bounded memory: a night has more of them than a trend needs. What is kept
 * depends on the readings and their order alone, so a live report and a merged one agree.
 */
import type { Reading } from "./drift.ts"

/** A series that grows by `withReading`. */
export interface Series {
  /** In the order of time, with as many left out between any two. */
  readonly readings: readonly Reading[]
  /** Every so many-th reading is kept. */
  readonly every: number
  /** How many there were. */
  readonly seen: number
}

/** Many more than a trend needs; percentiles need no more either. */
const MOST_READINGS = 512

/** A series without readings. */
export const EMPTY_SERIES: Series = { readings: [], every: 1, seen: 0 }

/** One reading more; when there are too many, only every second one stays, also from then on. */
export function withReading({ readings, every, seen }: Series, reading: Reading): Series {
  if (seen % every !== 0) return { readings, every, seen: seen + 1 }
  const more = [...readings, reading]
  if (more.length <= MOST_READINGS) return { readings: more, every, seen: seen + 1 }
  return { readings: more.filter((_, i) => i % 2 === 0), every: 2 * every, seen: seen + 1 }
}
