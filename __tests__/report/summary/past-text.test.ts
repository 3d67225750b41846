import { describe, expect, it } from "vitest"
import { pastText } from "../../../src/report/summary/past-text.ts"
import type { PastVerdict } from "../../../src/report/summary/summary-view.ts"
import { pastRuns } from "../../__rig__/past-runs.ts"

describe("pastText", () => {
  it.each<[readonly PastVerdict[], string]>([
    [["passed"], "passed in the last run 🟢"],
    [["failed"], "failed in the last run 🔴"],
    [["flaky"], "flaky in the last run 🟡"],
    [["passed", "passed"], "passed in all of the last 2 runs 🟢🟢"],
    [["passed", "failed", "passed", "passed"], "failed in 1 of the last 4 runs 🟢🔴🟢🟢"],
    [["flaky", "failed", "passed"], "failed in 1 and flaky in 1 of the last 3 runs 🟡🔴🟢"],
  ])("%j is %s", (past, expected) => {
    expect(pastText("a", pastRuns({ a: past }))).toBe(expected)
  })

  it("looks back at ten runs", () => {
    const past: readonly PastVerdict[] = ["failed", "failed", ...Array(10).fill("passed")]
    expect(pastText("a", pastRuns({ a: past }))).toBe(
      `passed in all of the last 10 runs ${"🟢".repeat(10)}`,
    )
  })

  it("tells a new scenario from a history that was not read", () => {
    expect(pastText("a", pastRuns({}))).toBe("no earlier run is known")
    expect(pastText("a", null)).toBe("")
  })
})
