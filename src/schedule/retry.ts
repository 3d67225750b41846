/**
 * Whether a failed attempt is followed by another, and after how long. Nothing else decides this.
 */
import { randomOf } from "../core/random.ts"
import type { RetrySpec } from "../formats/plan.ts"
import type { AttemptEnd } from "./types.ts"

type Failed = Extract<AttemptEnd, { outcome: "failed" }>

/**
 * Milliseconds until the next attempt, or null when there is none.
 * Exponential back-off with a cap; with jitter, between half of the delay and all of it ("equal
 * jitter" of the AWS Architecture Blog, 2015), drawn from seed, id and number alone so that a
 * repeated run waits as long.
 */
export function retryDelayMs(retry: {
  readonly spec: RetrySpec
  readonly id: string
  /** How many attempts have failed. */
  readonly number: number
  readonly seed: number
  /** How the latest failed, where its kind matters. */
  readonly end?: Failed
}): number | null {
  const { spec, id, number, seed, end } = retry
  if (number >= spec.maxAttempts) return null
  if (end !== undefined && !isRetried(spec.on, end)) return null
  const full = Math.min(spec.maxDelayMs, spec.delayMs * spec.factor ** (number - 1))
  if (!spec.jitter) return Math.round(full)
  return Math.round(full / 2 + (full / 2) * randomOf(seed, "retry", id, number))
}

/** True when this kind of failure is one that asks for another attempt. */
function isRetried(on: RetrySpec["on"], end: Failed): boolean {
  if (on === undefined) return true
  return on.some((one) =>
    typeof one === "string" ? one === end.cause : one.exitCode === end.exitCode,
  )
}
