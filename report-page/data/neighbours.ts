/**
 * What ran beside an attempt: the first suspects where something fails only now and then.
 */
import type { PageAttempt, PageScenario } from "../../src/report/page/page-data.ts"

/** Scenarios of the same shard with an attempt at the same time, those that failed first. */
export function neighboursOf(
  scenarios: readonly PageScenario[],
  scenario: PageScenario,
  attempt: PageAttempt,
): readonly PageScenario[] {
  const from = attempt.startedMs
  const to = from + attempt.durationSeconds * 1_000
  return scenarios
    .filter(
      (other) =>
        other !== scenario &&
        other.shard === scenario.shard &&
        other.attempts.some(
          ({ startedMs, durationSeconds, runAttempt }) =>
            runAttempt === attempt.runAttempt &&
            startedMs < to &&
            startedMs + durationSeconds * 1_000 > from,
        ),
    )
    .sort((a, b) => Number(b.verdict === "failed") - Number(a.verdict === "failed"))
}
