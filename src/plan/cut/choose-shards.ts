/**
 * How many shards are worth their start: the smallest number that is fast enough.
 */

/** Shards that `auto` uses at most. */
export const MAX_AUTO_SHARDS = 10

/** Time from the start of a job to its first scenario, where a runner class says nothing else. */
export const DEFAULT_STARTUP_MS = 40_000

/** Near enough to the best: another shard must gain more than this part of the whole time. */
const KNEE = 0.1

/** What is known of numbers of shards, each a wall time with the start of the jobs. */
export interface ShardTimes {
  /** About what so many take. */
  readonly wallMs: (shards: number) => number
  /** What the plan of so many takes; dear, so it is only asked where it matters. */
  readonly plannedMs: (shards: number) => number
  /** Less than this no plan of so many takes. */
  readonly leastMs: (shards: number) => number
  /** Nor less than this, which is known at once. */
  readonly floorMs: (shards: number) => number
  /** Plans that may be made. */
  readonly tries: number
}

/**
 * The fewest shards whose time, start-up included, meets the target; without a target the fewest within
 * 10 % of the best that any number reaches, and the fewest with the best where no number meets it.
 */
export function chooseShards(options: {
  /** The least and the most shards that there can be. */
  readonly from: number
  readonly to: number
  readonly targetMs: number | null
  readonly times: ShardTimes
}): number {
  const { from, to, targetMs, times } = options
  const counts = Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i)
  const near = (ms: number) =>
    counts.find((count) => times.floorMs(count) <= ms && times.wallMs(count) <= ms)
  const least = () => near(fastest(counts, times) * (1 + (targetMs === null ? KNEE : 0))) ?? to
  if (targetMs === null) return least()
  return confirmed({ counts, start: near(targetMs) ?? least(), targetMs, times })
}

/** The shortest of these times; most shards mostly take it, and rule others out. */
function fastest(counts: readonly number[], { wallMs, floorMs }: ShardTimes): number {
  return counts.reduceRight(
    (best, count) => (floorMs(count) < best ? Math.min(best, wallMs(count)) : best),
    Number.POSITIVE_INFINITY,
  )
}

/** The fewest whose plan meets the target, from a likely number on; else those with the best plan. */
function confirmed(options: {
  readonly counts: readonly number[]
  readonly start: number
  readonly targetMs: number
  readonly times: ShardTimes
}): number {
  const { counts, start, targetMs, times } = options
  const made = new Map<number, number>()
  const plan = (count: number): number => {
    const ms = made.get(count) ?? (made.size < times.tries ? times.plannedMs(count) : null)
    if (ms !== null) made.set(count, ms)
    return ms ?? Number.POSITIVE_INFINITY
  }
  const leastMs = (count: number, most: number): number => {
    const floorMs = times.floorMs(count)
    return floorMs > most ? floorMs : Math.max(floorMs, times.leastMs(count))
  }
  const meets = (count: number): boolean =>
    leastMs(count, targetMs) <= targetMs && plan(count) <= targetMs
  const found =
    plan(start) <= targetMs ? start : counts.find((count) => count > start && meets(count))
  if (found !== undefined) {
    let fewest = found
    // What is about so long may still be shorter, once it is planned.
    while (found === start && counts.includes(fewest - 1) && meets(fewest - 1)) fewest -= 1
    return fewest
  }
  let best = start
  for (const count of counts) {
    const least = leastMs(count, plan(best))
    if (count < best ? least > plan(best) : least >= plan(best)) continue
    const gain = plan(best) - plan(count)
    if (gain > 0 || (gain === 0 && count < best)) best = count
  }
  return best
}
