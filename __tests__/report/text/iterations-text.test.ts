import { describe, expect, it } from "vitest"
import { renderFirstFailure, renderIterations } from "../../../src/report/text/iterations-text.ts"

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
