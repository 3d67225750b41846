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
 * The fewest shards whose time, start-up included, meets the target; without a target, or where no
 * number meets it, the fewest within 10 % (or nothing) of the best that any number reaches.
 */
export function chooseShards(options: {
  /** The least and the most shards that there can be. */
  readonly from: number
  readonly to: number
  readonly targetMs: number | null
  /** Predicted wall time of a number of shards, start-up included. */
  readonly wallMs: (shards: number) => number
}): number {
  const { from, to, targetMs, wallMs } = options
  const times = Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => wallMs(from + i))
  const best = Math.min(...times)
  const enough = targetMs === null ? best * (1 + KNEE) : Math.max(targetMs, best)
  return from + times.findIndex((time) => time <= enough)
}
