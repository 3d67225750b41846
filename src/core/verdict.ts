/**
 * The vocabulary of results: what an attempt and a scenario can end with, and why.
 * Values are public (results, journal, docs) and are never renamed within a major version.
 */

/** How one attempt ended. */
export const OUTCOMES = ["passed", "failed", "skipped", "cancelled"] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How a scenario ended: exactly one for each planned scenario. */
export const VERDICTS = ["passed", "failed", "flaky", "skipped", "cancelled", "lost"] as const
export type Verdict = (typeof VERDICTS)[number]

/** Why an attempt failed. */
export const CAUSES = [
  "exit-code",
  "signal",
  "timeout",
  "idle-timeout",
  "memory-limit",
  "cpu-limit",
  "output-limit",
  "expectation",
  "fixture",
  "hook",
  "spawn",
] as const
/** Why an attempt failed. */
export type Cause = (typeof CAUSES)[number]

/** Causes that speak of the machinery, not of what is tested; counted apart. */
export const INFRASTRUCTURE_CAUSES: readonly Cause[] = ["fixture", "hook", "spawn"]

/** Why a scenario was skipped. */
export const SKIP_REASONS = [
  "missing-capability",
  "condition",
  "dependency-failed",
  "self",
  "explicit",
] as const
/** Why a scenario was skipped. */
export type SkipReason = (typeof SKIP_REASONS)[number]

/** Why a scenario was cancelled. */
export const CANCEL_REASONS = ["interrupted", "fail-fast", "budget", "unwritable"] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

/** Why a scenario is lost: nobody can say how it ended. */
export const LOST_REASONS = ["shard-missing", "shard-incomplete", "no-verdict"] as const
export type LostReason = (typeof LOST_REASONS)[number]

/** What a whole run comes to. */
export const CONCLUSIONS = ["success", "failure", "incomplete", "empty", "cancelled"] as const
export type Conclusion = (typeof CONCLUSIONS)[number]
