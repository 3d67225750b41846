/** Time, and waking up at a time. */
export interface Clock {
  /** Milliseconds since 1970; may jump. For instants; no duration is a difference of two. */
  now(): number
  /** Milliseconds from an arbitrary start; never goes back. For what bounds a whole run. */
  monotonic(): number
  /** Calls back once after so many milliseconds; the returned function takes the call back. */
  after(delayMs: number, call: () => void): () => void
  /**
   * `monotonic` without the time that was lost while this process could not run: it or its machine was
   * stopped, or others had the processors. What is lost is seen while a call of `afterRunning` is waited
   * for. For durations and time limits of what runs here, as that was stopped, too.
   */
  running(): number
  /**
   * How late this process was at its latest look at the clock, at most a moment ago: what it hears of now
   * may have waited as long.
   */
  lateMs(): number
  /** `after` by `running`: what was lost is waited for again, and what has happened is heard of first. */
  afterRunning(delayMs: number, call: () => void): () => void
}
