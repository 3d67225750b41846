/**
 * Scenarios of a page for tests.
 */
import { type PageAttempt, type PageScenario, restored } from "../../src/report/page/page-data.ts"

/** A scenario that passed, but for what is given. */
export function buildScenario(id: string, rest: Partial<PageScenario> = {}): PageScenario {
  return { ...restored({ id, file: "smoke.yml", line: 1, durationSeconds: 1 }), ...rest }
}

/** An attempt that passed, but for what is given. */
export function buildAttempt(rest: Partial<PageAttempt> = {}): PageAttempt {
  const scenario = restored({ attempts: [{ startedMs: 0, durationSeconds: 1, log: "logs/a.log" }] })
  const [attempt] = scenario.attempts
  if (attempt === undefined) throw new Error("no attempt")
  return { ...attempt, ...rest }
}
