/**
 * The real resources of each runner class, from its latest shards.
 */
import { medianOf } from "../core/quantities/statistics.ts"
import type { Capability } from "../formats/capability.ts"
import type { History } from "../formats/history.ts"

/** An observed runner class. */
export interface MeasuredClass {
  /** The least that a recent machine had. */
  readonly cores: number
  readonly memoryBytes: number
  /** Typical time from a shard's beginning to its first scenario; null if no shard reached one. */
  readonly startMs: number | null
  /** Shards that it stands on. */
  readonly jobs: number
}

/** The same as what planning knows of classes: so much their machines can be expected to have. */
export function measuredCapabilitiesOf(
  history: History,
): ReadonlyMap<string, readonly Capability[]> {
  return new Map(
    [...measuredClassesOf(history)].map(([name, { cores, memoryBytes, jobs }]) => {
      const evidence = `the least of ${jobs === 1 ? "one earlier shard" : `${jobs} earlier shards`}`
      const whole = { scope: "runner", present: true, evidence } as const
      const memory: Capability[] =
        memoryBytes > 0 ? [{ ...whole, name: "memory", quantity: memoryBytes, unit: "bytes" }] : []
      return [name, [{ ...whole, name: "cpu", quantity: cores, unit: "cores" }, ...memory]]
    }),
  )
}

/** An upper limit, so that a manipulated number of workers costs no simulation time. */
const MOST_CORES = 1_024

/** Older machines of a class say little about its current ones. */
const RECENT_JOBS = 50

/** Classes by name. */
export function measuredClassesOf({ jobs }: History): ReadonlyMap<string, MeasuredClass> {
  const byClass = Map.groupBy(jobs, ({ runner }) => runner)
  return new Map(
    [...byClass].map(([name, all]): [string, MeasuredClass] => {
      const recent = all.slice(-RECENT_JOBS)
      const starts = recent.flatMap(({ startSeconds }) => startSeconds ?? [])
      return [
        name,
        {
          cores: Math.min(MOST_CORES, ...recent.map(({ cores }) => cores)),
          memoryBytes: Math.min(...recent.map(({ memoryBytes }) => memoryBytes)),
          startMs: starts.length === 0 ? null : medianOf(starts) * 1_000,
          jobs: recent.length,
        },
      ]
    }),
  )
}
