/**
 * Whether a failed attempt is followed by another, and after how long. Nothing else decides this.
 */
import { randomOf } from "../core/random.ts"
import type { RetrySpec } from "../formats/plan.ts"

/**
 * Milliseconds until the next attempt, or null when there is none.
 * Exponential back-off with a cap; with jitter, between half of the delay and all of it ("equal
 * jitter" of the AWS Architecture Blog, 2015), drawn from seed, id and number alone so that a
 * repeated run waits as long.
 */
export function retryDelayMs(retry: {
  readonly spec: RetrySpec
  readonly id: string
  /** The attempt that failed, from 1. */
  readonly number: number
  readonly seed: number
}): number | null {
  const { spec, id, number, seed } = retry
  if (number >= spec.maxAttempts) return null
  const full = Math.min(spec.maxDelayMs, spec.delayMs * spec.factor ** (number - 1))
  if (!spec.jitter) return Math.round(full)
  return Math.round(full / 2 + (full / 2) * randomOf(seed, "retry", id, number))
}
