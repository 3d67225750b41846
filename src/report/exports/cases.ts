/**
 * How formats of other tools count a run: they know passed, failed and skipped cases alone. A run that is not
 * green never looks green in them.
 */
import { isInfrastructure } from "../../core/verdict.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { renderVerdictSentence } from "../text/verdict-sentence.ts"

/** What a reader counts a scenario as; an `error` is no failure of its own. */
export type CaseKind = "passed" | "failure" | "error" | "skipped"

/** What a reader counts a scenario as. */
export function kindOf(scenario: ScenarioResult): CaseKind {
  switch (scenario.verdict) {
    case "passed":
    case "flaky":
      return "passed"
    case "skipped":
      return "skipped"
    case "cancelled":
      // After fail-fast the file already has a failure; otherwise nothing else in it is red.
      return scenario.reason === "fail-fast" ? "skipped" : "error"
    case "lost":
      return "error"
    case "failed": {
      if (scenario.quarantined) return "skipped"
      const first = scenario.attempts.find(({ outcome }) => outcome === "failed")
      return isInfrastructure(first?.cause ?? scenario.cause) ? "error" : "failure"
    }
  }
}

/** A problem of the run itself, which belongs to no scenario. */
export interface BeyondCase {
  readonly name: string
  readonly type: string
  readonly message: string
}

/** The problems of a run, and its verdict where nothing else in the file would be red. */
export function beyondCases(results: Results): readonly BeyondCase[] {
  const beyond = results.problems.map(({ code, message }) => ({ name: code, type: code, message }))
  const { conclusion } = results.summary
  const shown = results.scenarios.some(
    ({ verdict, quarantined }) =>
      !(verdict === "failed" && quarantined) &&
      verdict !== "passed" &&
      verdict !== "skipped" &&
      verdict !== "flaky",
  )
  if (conclusion !== "success" && beyond.length === 0 && !shown) {
    beyond.push({ name: "verdict", type: conclusion, message: renderVerdictSentence(results) })
  }
  return beyond
}
