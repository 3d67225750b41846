/**
 * The base branch of a run, as far as its history tells.
 */

/** What is known of a branch to compare with. */
export interface Base {
  /** `refs/heads/main`. */
  readonly ref: string
  /** Commit of its newest run; null where that is not known. */
  readonly commit: string | null
  /** When that began: ISO 8601 in UTC. */
  readonly at: string
  /** How many of its runs the history has. */
  readonly runs: number
  /** Scenarios that were tried in any of its runs. */
  readonly seen: ReadonlySet<string>
  /** Those that were tried in its newest run. */
  readonly latest: ReadonlySet<string>
  /** Those that failed by themselves or were flaky in one of its newest 10 runs. */
  readonly unclean: ReadonlySet<string>
}
