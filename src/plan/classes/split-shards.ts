/**
 * How many of a run's shards each runner class gets: one each, and then always one more for the
 * class that would take the longest.
 */

/** A class as splitting sees it. */
export interface ClassLoad {
  /** Least time of its work on so many shards. */
  readonly boundMs: (shards: number) => number
  readonly components: number
  readonly maxShards: number | null
}

/** Shards of each class, in the order given; at least one each, even where fewer are asked for. */
export function splitShards(classes: readonly ClassLoad[], shards: number): readonly number[] {
  const counts = classes.map(() => 1)
  const limits = classes.map(({ components, maxShards }) =>
    Math.max(1, Math.min(components, maxShards ?? components)),
  )
  for (let left = shards - counts.length; left > 0; left--) {
    let longest = -1
    let most = -1
    for (const [index, one] of classes.entries()) {
      const count = counts[index] ?? 1
      if (count >= (limits[index] ?? 1)) continue
      const ms = one.boundMs(count)
      if (ms > most) {
        most = ms
        longest = index
      }
    }
    if (longest < 0) break
    counts[longest] = (counts[longest] ?? 1) + 1
  }
  return counts
}
