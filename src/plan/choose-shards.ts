/**
 * How many shards are worth their start: the smallest number that is fast enough.
 */

/** Shards that `auto` uses at most. */
export const MAX_AUTO_SHARDS = 10

/** Time from the start of a job to its first scenario, where a runner class says nothing else. */
export const DEFAULT_STARTUP_MS = 40_000

/** Near enough to the best: another shard must gain more than this part of the whole time. */
const KNEE = 0.1

/**
 * The fewest shards whose time, start-up included, meets the target; without a target the fewest
 * whose time is within 10 % of the best that any number up to the limit reaches.
 */
export function chooseShards(options: {
  readonly limit: number
  readonly targetMs: number | null
  readonly startupMs: number
  /** Predicted makespan for a number of shards, without start-up. */
  readonly predictMs: (shards: number) => number
}): number {
  const { limit, targetMs, startupMs, predictMs } = options
  const times = Array.from({ length: Math.max(1, limit) }, (_, i) => startupMs + predictMs(i + 1))
  const best = Math.min(...times)
  const enough = targetMs === null ? best * (1 + KNEE) : Math.max(targetMs, best)
  return times.findIndex((time) => time <= enough) + 1
}
