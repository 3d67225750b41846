/** Time, and waking up at a time. */
export interface Clock {
  /** Milliseconds since 1970; may jump. For instants; no duration is a difference of two. */
  now(): number
  /** Milliseconds from an arbitrary start; never goes back. For durations and deadlines. */
  monotonic(): number
  /** Calls back once after so many milliseconds; the returned function takes the call back. */
  after(delayMs: number, call: () => void): () => void
}
