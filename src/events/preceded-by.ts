/**
 * Earlier attempts of a run that are not in the folded journals. They are shown first, and a
 * scenario that passes now is flaky if it failed in one of them.
 */
import { isOwnFailure } from "../core/verdict.ts"
import type { AttemptState, RunState } from "./state.ts"

/** Earlier attempts by id of the scenario, oldest first. */
export type EarlierAttempts = ReadonlyMap<string, readonly AttemptState[]>

/** Adds earlier attempts to the state, for scenarios that ran; a pass after a failure is flaky. */
export function precededBy(state: RunState, earlier: EarlierAttempts): RunState {
  if (earlier.size === 0) return state
  const scenarios = new Map(state.scenarios)
  for (const [id, before] of earlier) {
    const scenario = scenarios.get(id)
    if (scenario === undefined) continue
    const { attempts, ending } = scenario
    const flaky = ending?.verdict === "passed" && before.some(isOwnFailure)
    scenarios.set(id, {
      ...scenario,
      attempts: [...before, ...attempts],
      ending: flaky ? { verdict: "flaky", cause: null } : ending,
    })
  }
  return { ...state, scenarios }
}
