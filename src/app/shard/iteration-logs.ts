/**
 * Which logs of a scenario that is repeated stay: the latest of those that passed, and the first of each
 * message of those that failed. What is folded is the only memory of it.
 */
import { hasLogs, messageOf } from "../../events/iterations.ts"
import type { AttemptState, ScenarioState } from "../../events/state.ts"
import type { EndedAttempt } from "../../execute/attempt/shard-options.ts"
import type { Files } from "../../ports/files.ts"

/**
 * Removes the log and the kept files of what this attempt replaces, or its own; false where its own are
 * gone. `scenario` is as it was folded before the end of the attempt.
 */
export function keepsLog(
  { iteration, log, facts }: EndedAttempt,
  of: {
    readonly scenario: ScenarioState | undefined
    readonly folder: string
    readonly files: Pick<Files, "remove">
  },
): boolean {
  const { scenario, folder, files } = of
  if (iteration === undefined) return true
  const { iterations, attempts = [] } = scenario ?? {}
  const remove = (one: Pick<AttemptState, "log" | "artifacts">) => {
    for (const path of [one.log, ...(one.artifacts ?? [])]) {
      // One that was not kept has none.
      if (path !== "") files.remove(`${folder}/${path}`)
    }
  }
  if (facts.outcome !== "failed") {
    for (const one of attempts) {
      if (one.iteration !== iteration && one.iteration === iterations?.latest) remove(one)
    }
    return true
  }
  if (!hasLogs(iterations, messageOf(facts))) return true
  files.remove(`${folder}/${log}`)
  return false
}

/** Whether the combined log has an attempt: bounded where a scenario is repeated. */
export function isCombined(
  { iteration, facts }: EndedAttempt,
  of: { readonly scenario: ScenarioState | undefined; readonly keepsLog: boolean },
): boolean {
  if (iteration === undefined) return true
  const { passed = 0, flaky = 0 } = of.scenario?.iterations ?? {}
  return of.keepsLog && (facts.outcome === "failed" || passed + flaky === 0)
}
