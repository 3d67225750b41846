/**
 * What earlier runs tell of one scenario, as planning uses it: wherever it comes from (history,
 * imported timings), it is advice and decides no more than order and balance.
 */
export interface KnownTime {
  /** Expected duration of an attempt alone on a machine of normal speed: the 90th percentile of recent runs. */
  readonly ms: number
  /** Mean of the same runs. */
  readonly meanMs: number
  /** Standard deviation of the same runs; 0 where there was only one. */
  readonly spreadMs: number
  /** Runs that it stands on; 1 for a single imported figure. */
  readonly runs: number
  /** Runs that the durations alone stand on, where they were imported as timings. */
  readonly timings?: number
  /** How the latest of them ended; null where nobody wrote it down. */
  readonly lastVerdict: "passed" | "failed" | "flaky" | null
  /** How likely the first attempt fails, from 0 to below 1; absent where nobody can tell. */
  readonly firstFailures?: number
  /** Memory in bytes that nine of ten recent runs stayed below; null where it was not measured. */
  readonly peakMemoryBytes: number | null
}

/** Known times by id of the scenario. */
export type KnownTimes = ReadonlyMap<string, KnownTime>
