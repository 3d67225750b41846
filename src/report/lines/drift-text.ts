/**
 * Trends of a soak in words.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { DriftResult, ScenarioResult } from "../../formats/results.ts"

type Slope = Pick<DriftResult, "perHour" | "low" | "high">

const BYTES = { name: "MiB/h", size: 2 ** 20 }
const TIME = { name: "ms/h", size: 1 }

/** `+0.49 MiB/h (0.41 to 0.57, 99 %)`, of a trend in bytes. */
export function memoryGrowthText(slope: Slope): string {
  return slopeText(slope, BYTES)
}

/** `0.25 MiB/h`. */
export function bytesPerHourText(bytes: number): string {
  return `${shown(bytes, BYTES)} ${BYTES.name}`
}

/** `+0.49 MiB/h (0.41 to 0.57, 99 %) over 54m00s`, `no trend`, `one jump, no trend`, `too few readings`. */
export function memoryDriftText(drift: DriftResult | undefined): string {
  switch (drift?.shape) {
    case undefined:
      return "too few readings"
    case "level":
      return "no trend"
    case "jump":
      return "one jump, no trend"
    case "steady":
      return `${slopeText(drift, BYTES)} over ${formatDuration(drift.overSeconds * 1_000)}`
  }
}

/**
 * `+12 ms/h (9.5 to 14, 99 %)` where iterations surely get slower or faster all the time, after `lead`; else
 * nothing.
 */
export function timeDriftText(
  { drift }: Pick<NonNullable<ScenarioResult["iterations"]>, "drift">,
  lead = "",
): string {
  const isTold = drift?.shape === "steady" && (drift.low > 0 || drift.high < 0)
  return isTold ? lead + slopeText(drift, TIME) : ""
}

interface Unit {
  readonly name: string
  readonly size: number
}

function slopeText({ perHour, low, high }: Slope, unit: Unit): string {
  const sign = perHour > 0 ? "+" : ""
  return `${sign}${shown(perHour, unit)} ${unit.name} (${shown(low, unit)} to ${shown(high, unit)}, 99 %)`
}

function shown(perHour: number, { size }: Unit): number {
  return Number((perHour / size).toPrecision(2))
}
