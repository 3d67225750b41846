/** Time and timers. */
export interface Clock {
  /** Milliseconds since 1970; can jump. Use it for points in time, never for durations. */
  now(): number
  /** Milliseconds from an arbitrary start; never goes back. For limits of a whole run. */
  monotonic(): number
  /** Calls back once after this many milliseconds; the returned function cancels the call. */
  after(delayMs: number, call: () => void): () => void
  /**
   * `monotonic` without the time in which this process could not run: it or its machine was
   * stopped, or other programs used the processors. Lost time is detected while a call of
   * `afterRunning` is pending. For durations and time limits of children, because they were stopped
   * too.
   */
  running(): number
  /**
   * How late this process was when it last read the clock: events that it sees now may have waited
   * as long.
   */
  lateMs(): number
  /**
   * `after`, measured by `running`: lost time is added to the wait, and pending events are handled
   * first.
   */
  afterRunning(delayMs: number, call: () => void): () => void
}
