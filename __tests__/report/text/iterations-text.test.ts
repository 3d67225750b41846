import { describe, expect, it } from "vitest"
import {
  renderCampaign,
  renderFirstFailure,
  renderIterations,
} from "../../../src/report/text/iterations-text.ts"

const NONE = { passed: 0, failed: 0, flaky: 0, cancelled: 0 }

describe("renderIterations", () => {
  it.each([
    [{ passed: 59 }, "59 iterations, 0 failed: below 5 % (95 %)"],
    [{ passed: 1 }, "1 iteration, 0 failed: below 95 % (95 %)"],
    [{ passed: 17, failed: 3 }, "20 iterations, 3 failed: 15 % (95 %: 5.2 to 36 %)"],
    [
      { passed: 7, flaky: 1, failed: 1, cancelled: 2 },
      "9 iterations, 1 failed: 11 % (95 %: 2 to 43 %), 1 flaky, 2 cut",
    ],
    [{ cancelled: 2 }, "no whole iteration, 2 cut"],
  ])("%j", (counts, expected) => {
    expect(renderIterations({ ...NONE, ...counts })).toBe(expected)
  })
})

it("says where too few iterations tell the failure rate", () => {
  const counts = { ...NONE, passed: 59 }
  const told = "59 iterations, 0 failed: below 5 % (95 %)"
  expect(renderIterations(counts, "decided")).toBe(told)
  expect(renderIterations(counts, "undecided")).toBe(`${told}, too few to decide about --fail-rate`)
})

it("adds what earlier runs of a campaign counted", () => {
  const campaign = { runs: 443, failed: 1, flaky: 2 }
  expect(renderIterations({ ...NONE, passed: 59, campaign }, "decided")).toBe(
    "59 iterations, 0 failed: below 5 % (95 %), in the campaign 443, 1 failed: 0.23 % (95 %: 0.04 to 1.3 %), 2 flaky",
  )
})

describe("renderCampaign", () => {
  const campaign = { name: "nightly", runs: 5, since: "2026-11-27T02:17:00.000Z", reset: [] }

  it("names the newest commits, and counts the others", () => {
    const commits = ["1", "2", "3", "4", "5", "6", "7"].map((digit) => digit.repeat(40))
    expect(renderCampaign({ ...campaign, commits })).toBe(
      "nightly: 5 runs since 2026-11-27, of 7 commits: 2 more, 33333333, 44444444, 55555555, 66666666, 77777777",
    )
    expect(renderCampaign({ ...campaign, commits: [], reset: ["a:b"] })).toBe(
      "nightly: 5 runs since 2026-11-27; begun again: a:b",
    )
  })
})

describe("renderFirstFailure", () => {
  const first = { iteration: 7, seed: 42, worker: 2, endedAt: "2026-11-30T00:00:00.000Z" }

  it("names what ran beside it, at most five", () => {
    const neighbours = ["a", "b", "c", "d", "e", "f"]
    expect(renderFirstFailure({ ...first, others: 9, neighbours })).toBe(
      "iteration 7, seed 42, worker 2, beside a, b, c, d, e and 4 more",
    )
    expect(renderFirstFailure({ ...first, others: 0, neighbours: [] })).toBe(
      "iteration 7, seed 42, worker 2, alone",
    )
  })
})
