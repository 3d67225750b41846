/**
 * Trends of a soak in words.
 */
import type { Drift } from "../../statistics/drift.ts"

/** For example `+0.49 MiB/h (0.41 to 0.57, 99 %)`, of a trend in bytes. */
export function memoryDriftText(drift: Drift | null): string {
  return driftText(drift, { name: "MiB/h", size: 2 ** 20 })
}

/** For example `+12 ms/h (9.5 to 14, 99 %)`, of a trend in milliseconds. */
export function timeDriftText(drift: Drift | null): string {
  return driftText(drift, { name: "ms/h", size: 1 })
}

interface Unit {
  readonly name: string
  readonly size: number
}

function driftText(drift: Drift | null, { name, size }: Unit): string {
  const number = (perHour: number) => Number((perHour / size).toPrecision(2))
  switch (drift?.shape) {
    case undefined:
      return "too few readings"
    case "level":
      return "no trend"
    case "jump":
      return "one jump, no trend"
    case "steady": {
      const { perHour, low, high } = drift
      const sign = perHour > 0 ? "+" : ""
      return `${sign}${number(perHour)} ${name} (${number(low)} to ${number(high)}, 99 %)`
    }
  }
}
