/**
 * A line of JSON for each attempt, for databases and scripts: every line holds all that is known of it. A scenario
 * without an attempt has one line, whose `number` is null.
 */
import { inPieces } from "../../core/json/pieces.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"

/** The lines in pieces; `every` are all scenarios where the results do not hold them. */
export function attemptLines({
  results,
  every = results.scenarios,
}: {
  readonly results: Results
  readonly every?: Iterable<ScenarioResult>
}): Generator<string> {
  return inPieces(lines(results, every))
}

function* lines({ run }: Results, every: Iterable<ScenarioResult>): Generator<string> {
  const { id, suite, commit, ref, attempt } = run
  const about = { run: id, suite, commit, ref }
  for (const scenario of every) {
    const { attempts, id: scenarioId, name, verdict, file, line, tags, shard, reason } = scenario
    const known = { ...about, id: scenarioId, name, verdict, reason, file, line, tags, shard }
    for (const one of attempts) {
      const { number, outcome, cause, exitCode, signal, startedAt, durationSeconds, message, log } =
        one
      const { runAttempt = 1, cpuSeconds, peakMemoryBytes } = one
      const times = { startedAt, durationSeconds, cpuSeconds, peakMemoryBytes }
      const end = { outcome, cause, exitCode, signal, message, log }
      yield `${JSON.stringify({ ...known, runAttempt, number, ...end, ...times })}\n`
    }
    if (attempts.length > 0) continue
    const { cause, message } = scenario
    yield `${JSON.stringify({ ...known, runAttempt: attempt, number: null, outcome: null, cause, message })}\n`
  }
}
