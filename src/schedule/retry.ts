/**
 * Whether a failed attempt is followed by another, and after how long. Nothing else decides this.
 */
import { randomOf } from "../core/quantities/random.ts"
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
  const full = fullDelayMs(spec, number)
  if (!spec.jitter) return Math.round(full)
  return Math.round(full / 2 + (full / 2) * randomOf(seed, "retry", id, number))
}

/**
 * Milliseconds that failing attempts are expected to cost beyond the one that ends the scenario: each
 * further attempt happens when all before it have failed, and costs its delay and one duration more.
 */
export function expectedRetryMs(of: {
  readonly spec: RetrySpec
  /** How likely an attempt fails, from 0 to 1. */
  readonly failing: number
  /** How long an attempt takes. */
  readonly attemptMs: number
}): number {
  const { spec, failing, attemptMs } = of
  // With jitter a delay is drawn from its upper half.
  const usual = spec.jitter ? 0.75 : 1
  let expected = 0
  let reached = failing
  for (let number = 1; number < spec.maxAttempts && reached > 0; number++) {
    expected += reached * (attemptMs + usual * fullDelayMs(spec, number))
    reached *= failing
  }
  return expected
}

function fullDelayMs({ delayMs, factor, maxDelayMs }: RetrySpec, number: number): number {
  return Math.min(maxDelayMs, delayMs * factor ** (number - 1))
}

/** True when this kind of failure is one that asks for another attempt. */
function isRetried(on: RetrySpec["on"], end: Failed): boolean {
  if (end.again !== undefined) return end.again
  if (on === undefined) return true
  return on.some((one) => {
    if (typeof one === "string") return one === end.cause
    return "exitCode" in one && one.exitCode === end.exitCode
  })
}
