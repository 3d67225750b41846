/**
 * The vocabulary of results: how attempts and scenarios can end, and why. Values are public
 * (results, journal, docs) and never renamed within a major version.
 */
import { DAY_MS } from "./quantities/duration.ts"

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
  "infrastructure",
] as const
/** Why an attempt failed. */
export type Cause = (typeof CAUSES)[number]

/** Causes in the infrastructure, not in the tested product; counted separately. */
export const INFRASTRUCTURE_CAUSES = ["fixture", "hook", "spawn", "infrastructure"] as const
export type InfrastructureCause = (typeof INFRASTRUCTURE_CAUSES)[number]

/** True for a cause in the infrastructure. */
export function isInfrastructure(cause: Cause | null): cause is InfrastructureCause {
  return INFRASTRUCTURE_CAUSES.some((one) => one === cause)
}

interface AttemptEnding {
  readonly outcome: Outcome
  readonly cause: Cause | null
}

/** True for an attempt that failed by itself, not because of infrastructure. */
export function isOwnFailure({ outcome, cause }: AttemptEnding): boolean {
  return outcome === "failed" && !isInfrastructure(cause)
}

/** The verdict of a scenario that finally passed: `flaky` after a failure of its own. */
export function passedAfter(attempts: readonly AttemptEnding[]): "passed" | "flaky" {
  return attempts.some(isOwnFailure) ? "flaky" : "passed"
}

/**
 * What the runs of a repeated scenario say about `--fail-rate`: enough, too little without any failure,
 * or too little after failures, which makes a run incomplete.
 */
export const RATE_STATES = ["decided", "undecided", "incomplete"] as const
export type RateState = (typeof RATE_STATES)[number]

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
export const CANCEL_REASONS = ["interrupted", "fail-fast", "budget", "unwritable", "queue"] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

/** Why a scenario is lost: its end is unknown. */
export const LOST_REASONS = ["shard-missing", "shard-incomplete", "no-verdict"] as const
export type LostReason = (typeof LOST_REASONS)[number]

/** The conclusion of a whole run. */
export const CONCLUSIONS = ["success", "failure", "incomplete", "empty", "cancelled"] as const
export type Conclusion = (typeof CONCLUSIONS)[number]

/** How a scenario ended when it was last planned to run. */
export interface LatestVerdict {
  readonly verdict: Verdict
  /** Why it was skipped, where it was. */
  readonly reason: string | null
  /** When its shard began: milliseconds since 1970. */
  readonly at: number
}

/**
 * True if nothing is left to do: a scenario that was skipped because another one failed was never
 * tried.
 */
export function isSettled({ verdict, reason }: Pick<LatestVerdict, "verdict" | "reason">): boolean {
  if (verdict === "skipped") return reason !== "dependency-failed"
  return verdict === "passed" || verdict === "flaky"
}

// Dates of quarantines: the last day, in UTC, on which a failure is tolerated.

/** The last possible day: a failure that is always tolerated. */
export const NEVER_ENDS = "9999-12-31"

/** The start of a day such as `2027-01-31`; null if the day does not exist. */
export function startOfDay(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  if (parts === null) return null
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day)
  return new Date(at).toISOString().startsWith(text) ? at : null
}

/** True while failures are tolerated: until the end of the day `until`. */
export function isInForce(until: string, at: number): boolean {
  const start = startOfDay(until)
  return start !== null && at < start + DAY_MS
}

/** The text for a tolerated failure: `quarantined until 2027-01-31`, or `tolerated`. */
export function acceptanceText(until: string): string {
  return until === NEVER_ENDS ? "tolerated" : `quarantined until ${until}`
}
