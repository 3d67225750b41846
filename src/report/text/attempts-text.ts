/**
 * The attempts of a scenario in a few words, so that the last one does not hide the earlier ones.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { AttemptResult, Results, ScenarioResult } from "../../formats/results.ts"
import { neutraliseInline } from "../lines/neutralise.ts"
import { renderCause } from "./cause-text.ts"

/** Number of attempts shown at both ends; those between are counted. */
const SHOWN = 3

/** `1 exit-code 3 (4.2s), 2 passed (3.1s)`. */
export function renderAttempts({
  attempts,
  onlyWithNeighbours,
}: Pick<ScenarioResult, "attempts" | "onlyWithNeighbours">): string {
  const told = attempts.map((attempt) => `${attempt.number} ${endOf(attempt)} (${timeOf(attempt)})`)
  const left = told.length - 2 * SHOWN
  const shown =
    left <= 0 ? told : [...told.slice(0, SHOWN), `… ${left} more …`, ...told.slice(-SHOWN)]
  return `${shown.join(", ")}${onlyWithNeighbours === true ? "; fails only with neighbours" : ""}`
}

/** `12 of 15 scenarios of shard 1 failed alike (exit code 7: no route to host): no more retries`. */
export function renderOutage({
  shard,
  failed,
  tried,
  alike,
}: NonNullable<Results["outages"]>[number]): string {
  const why = neutraliseInline(alike, 200)
  return `${failed} of ${tried} scenarios of shard ${shard} failed alike (${why}): no more retries`
}

/** True if a scenario passed, but only after trouble that was not its own failure. */
export function passedAgain({ verdict, attempts, iterations }: ScenarioResult): boolean {
  if (iterations !== undefined) return false
  return verdict === "passed" && attempts.some((attempt) => isTrouble(attempt, attempts.at(-1)))
}

/**
 * An attempt that was postponed because of memory does not count; one of an earlier attempt of the
 * run does.
 */
function isTrouble(attempt: AttemptResult, last: AttemptResult | undefined): boolean {
  if (attempt.outcome === "failed") return true
  return attempt.outcome === "cancelled" && attempt.runAttempt !== last?.runAttempt
}

function endOf(attempt: AttemptResult): string {
  if (attempt.outcome === "failed") return renderCause(attempt)
  if (attempt.outcome === "cancelled") return neutraliseInline(attempt.message ?? "cancelled", 200)
  return attempt.outcome
}

/** `4.2s`, and what was special: `4.2s, alone, attempt 2 of the run`. */
export function timeOf({ durationSeconds, runAttempt, alone }: AttemptResult): string {
  const run = runAttempt === undefined ? "" : `, attempt ${runAttempt} of the run`
  return `${formatDuration(durationSeconds * 1_000)}${alone === true ? ", alone" : ""}${run}`
}
