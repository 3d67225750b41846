/**
 * Why an attempt failed, in a few words.
 */
import type { Cause } from "../../core/verdict.ts"
import { neutraliseInline } from "../lines/neutralise.ts"

/** The needed properties of an attempt, from the fold or from the results. */
export interface FailedAttempt {
  readonly cause: Cause | null
  readonly exitCode: number | null
  readonly signal: string | null
  readonly message: string | null
}

/** Causes whose messages are complete: `exit code 3: no such host`. */
const SPOKEN: readonly (Cause | null)[] = ["exit-code", "signal", "timeout", "idle-timeout"]

/** `exit-code 3`, `signal SIGSEGV`, `timeout`. */
export function renderCause(attempt: Omit<FailedAttempt, "message">): string {
  if (attempt.cause === "exit-code" && attempt.exitCode !== null) {
    return `exit-code ${attempt.exitCode}`
  }
  if (attempt.cause === "signal" && attempt.signal !== null) return `signal ${attempt.signal}`
  return attempt.cause ?? "failed"
}

/** Cause and message in one text, without repetition. */
export function renderWhy(attempt: FailedAttempt, maxChars?: number): string {
  const cause = renderCause(attempt)
  const message = neutraliseInline(attempt.message ?? "", maxChars)
  if (message === "") return cause
  return SPOKEN.includes(attempt.cause) ? message : `${cause}: ${message}`
}
