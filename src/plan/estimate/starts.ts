/**
 * How long starts of fixtures are expected to take.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import type { Plan } from "../../formats/plan.ts"
import { DEFAULT_ESTIMATE_MS } from "./estimate.ts"

/** As earlier runs tell; as long as a scenario of which nothing is known, where none was seen. */
export function plannedStarts(
  fixtures: NonNullable<Plan["fixtures"]>,
  known: ReadonlyMap<string, number> = new Map(),
): NonNullable<Plan["starts"]> {
  return Object.fromEntries(
    Object.keys(fixtures).map((name) => {
      const ms = known.get(name)
      const from = ms === undefined ? "default" : "history"
      return [name, { seconds: toSeconds(ms ?? DEFAULT_ESTIMATE_MS), from }]
    }),
  )
}
