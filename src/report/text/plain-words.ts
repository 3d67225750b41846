/**
 * Causes, reasons and attempts in the words of everyday language, for readers who do not know ours.
 */
import type { Cause } from "../../core/verdict.ts"
import type { AttemptResult } from "../../formats/results.ts"
import { neutraliseInline } from "../lines/neutralise.ts"
import { timeOf } from "./attempts-text.ts"
import type { FailedAttempt } from "./cause-text.ts"

/** Where an attempt left no message. */
const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  "exit-code": "it failed",
  signal: "it was ended by a signal",
  timeout: "it took too long",
  "idle-timeout": "it printed nothing for too long",
  "memory-limit": "it took too much memory",
  "cpu-limit": "it took too much processor time",
  "output-limit": "it printed too much",
  expectation: "it did not do what was expected",
  fixture: "a fixture failed",
  hook: "a hook failed",
  spawn: "it could not be started",
  infrastructure: "it could not do its work",
}

const REASON_WORDS: Readonly<Record<string, string>> = {
  "missing-capability": "the machine lacks what they require",
  condition: "their condition is false",
  "dependency-failed": "what they need failed",
  self: "they skipped themselves",
  explicit: "the suite says so",
  interrupted: "the run was interrupted",
  "fail-fast": "the run stopped after failures",
  budget: "the time was over",
  unwritable: "their results could not be written",
  queue: "the shared queue was gone",
}

/** Number of attempts shown at both ends; those between are counted. */
const SHOWN = 3

/** Why an attempt failed: its message, else words for its cause. */
export function plainWhy(attempt: FailedAttempt): string {
  const { cause, exitCode, signal, message } = attempt
  if (message !== null && message.trim() !== "") return message
  if (cause === "exit-code" && exitCode !== null) return `exit code ${exitCode}`
  if (cause === "signal" && signal !== null) return `ended by ${signal}`
  return cause === null ? "it failed" : CAUSE_WORDS[cause]
}

/** Why scenarios were skipped or cancelled; a word that is not known stays. */
export function plainReason(reason: string): string {
  return REASON_WORDS[reason] ?? neutraliseInline(reason, 100)
}

/** What each attempt said, in order: its number, its words (foreign), and its time. */
export function attemptWords(
  attempts: readonly AttemptResult[],
): readonly { readonly number: number | null; readonly says: string; readonly after: string }[] {
  const told = attempts.map((attempt) => ({
    number: attempt.number,
    says: saidBy(attempt),
    after: timeOf(attempt),
  }))
  const left = told.length - 2 * SHOWN
  if (left <= 0) return told
  const more = { number: null, says: `${left} more attempts`, after: "" }
  return [...told.slice(0, SHOWN), more, ...told.slice(-SHOWN)]
}

function saidBy(attempt: AttemptResult): string {
  if (attempt.outcome === "failed") return plainWhy(attempt)
  return attempt.outcome === "cancelled" ? (attempt.message ?? "cancelled") : attempt.outcome
}
