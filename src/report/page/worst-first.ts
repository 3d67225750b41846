/**
 * Scenarios in the order in which the page makes room for them.
 */
import type { Verdict } from "../../core/verdict.ts"
import type { ScenarioResult } from "../../formats/results.ts"
import type { PageInput } from "./page-input.ts"

const FIRST: readonly Verdict[] = ["failed", "flaky", "lost", "cancelled", "skipped"]

/** What is not green, worst first; then what just passed, in the order of the plan. */
export function* worstFirst({
  results,
  every,
}: Pick<PageInput, "results" | "every">): Generator<ScenarioResult> {
  const rank = ({ verdict, quarantined }: ScenarioResult) =>
    verdict === "passed" ? FIRST.length : FIRST.indexOf(verdict) + (quarantined ? 0.5 : 0)
  const seen = new Set<string>()
  for (const scenario of results.scenarios.toSorted((a, b) => rank(a) - rank(b))) {
    if (isPlainPass(scenario)) continue
    seen.add(scenario.id)
    yield scenario
  }
  for (const scenario of every()) if (!seen.has(scenario.id)) yield scenario
}

/** It passed at once. */
export function isPlainPass({ verdict, attempts }: ScenarioResult): boolean {
  return verdict === "passed" && attempts.every(({ outcome }) => outcome === "passed")
}
