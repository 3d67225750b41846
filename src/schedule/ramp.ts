/**
 * The ramped start: workers are let in one after another, evenly over the time it takes.
 */
import type { ScheduleOptions } from "./types.ts"

/** How many workers are allowed `elapsedMs` after the beginning, and when one more is; null when all are. */
export function rampedWorkers(
  { workers, rampMs = 0 }: Pick<ScheduleOptions, "workers" | "rampMs">,
  elapsedMs: number,
): { readonly workers: number; readonly nextMs: number | null } {
  const each = rampMs / workers
  const allowed = each === 0 ? workers : 1 + Math.floor(elapsedMs / each + 1e-9)
  return allowed >= workers
    ? { workers, nextMs: null }
    : { workers: allowed, nextMs: allowed * each }
}
