/**
 * Fixtures that could not be had: one failure each; the scenarios that did not run because of it refer to it.
 */
import type { Results, ScenarioResult } from "../../formats/results.ts"

/** What was wrong with a fixture, and the scenarios that were not tried because of it. */
export interface FixtureFailure {
  /** Null where the message names none of the run's fixtures. */
  readonly name: string | null
  readonly message: string
  /** Never empty. */
  readonly scenarios: readonly ScenarioResult[]
}

/** The failures of fixtures, and the other failures; no scenario is in both. */
export function splitFixtures(
  { fixtures }: Pick<Results, "fixtures">,
  failed: readonly ScenarioResult[],
): { readonly fixtures: readonly FixtureFailure[]; readonly others: readonly ScenarioResult[] } {
  const byMessage = Map.groupBy(
    failed.filter(isByFixture),
    ({ message }) => message ?? "a fixture failed",
  )
  return {
    // Several keys of one fixture are often broken by the same.
    fixtures: [...byMessage].map(([message, scenarios]) => ({
      name: fixtures.find((one) => message.startsWith(`fixture ${one.name}:`))?.name ?? null,
      message,
      scenarios,
    })),
    others: failed.filter((scenario) => !isByFixture(scenario)),
  }
}

/** Failed by a fixture before it could be tried. */
function isByFixture({ cause, attempts }: ScenarioResult): boolean {
  return cause === "fixture" && attempts.every(({ outcome }) => outcome !== "failed")
}
