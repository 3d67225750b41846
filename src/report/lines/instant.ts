import { DAY_MS } from "../../core/quantities/duration.ts"

/** ISO 8601 in UTC; a time outside of the range of dates becomes the nearest valid one. */
export function toInstant(ms: number): string {
  return instantWriter()(ms)
}

/** Writes many: a date takes most of the time, and those of a run are few. */
export function instantWriter(): (ms: number) => string {
  const limit = 8.64e15
  let last = Number.NaN
  let date = ""
  return (ms) => {
    const at = Math.max(-limit, Math.min(limit, Math.round(ms)))
    const day = Math.floor(at / DAY_MS)
    if (day !== last) date = new Date(day * DAY_MS).toISOString().slice(0, -13)
    last = day
    const left = at - day * DAY_MS
    const [hours, minutes] = [Math.floor(left / 3_600_000), Math.floor(left / 60_000) % 60]
    const [seconds, part] = [Math.floor(left / 1_000) % 60, left % 1_000]
    return `${date}${two(hours)}:${two(minutes)}:${two(seconds)}.${String(part).padStart(3, "0")}Z`
  }
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part)
}
