/**
 * How busy a shard was while an attempt ran: the number of attempts at the same time, and the share
 * of a core for each.
 */

/** A period of time, in milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Means over the time of some stretches. */
export interface Crowding {
  /** Attempts that ran, itself included; at least 1. */
  readonly concurrency: number
  /** Part of a core, had all that ran shared the cores evenly; at most 1. */
  readonly share: number
}

/** How busy it was during these periods. */
export type Crowd = (stretches: readonly Stretch[]) => Crowding

/** Prepares the question for all attempts of one shard: each answer is a search, not a scan. */
export function crowdOf(all: readonly Stretch[], cores: number): Crowd {
  const steps = all
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  // At each step: its time, how many run from there on, and both integrals up to there.
  const times: number[] = []
  const counts: number[] = []
  const runs: number[] = []
  const shares: number[] = []
  let count = 0
  let run = 0
  let share = 0
  for (const { at, by } of steps) {
    const elapsed = at - (times.at(-1) ?? at)
    run += count * elapsed
    share += shareOf(count, cores) * elapsed
    count += by
    times.push(at)
    counts.push(count)
    runs.push(run)
    shares.push(share)
  }
  const upTo = (at: number) => {
    const step = lastUpTo(times, at)
    if (step < 0) return { run: 0, share: 0 }
    const since = at - (times[step] ?? 0)
    const running = counts[step] ?? 0
    return {
      run: (runs[step] ?? 0) + running * since,
      share: (shares[step] ?? 0) + shareOf(running, cores) * since,
    }
  }
  return (stretches) => {
    let ms = 0
    const sum = { run: 0, share: 0 }
    for (const { from, to } of stretches) {
      if (to <= from) continue
      const [before, after] = [upTo(from), upTo(to)]
      ms += to - from
      sum.run += after.run - before.run
      sum.share += after.share - before.share
    }
    if (ms === 0) return { concurrency: 1, share: 1 }
    return { concurrency: Math.max(1, sum.run / ms), share: Math.min(1, sum.share / ms) }
  }
}

function shareOf(running: number, cores: number): number {
  return running <= cores ? 1 : cores / running
}

/** Index of the last time that is not after `at`; -1 where all are. */
function lastUpTo(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
