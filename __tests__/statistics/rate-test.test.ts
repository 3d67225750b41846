/**
 * The test of a failure rate: its decisions, and its errors in seeded campaigns. The same with
 * 10,000 campaigns: `__tests__/long/soak-statistics.test.ts`.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rateTest, runsToPass } from "../../src/statistics/rate-test.ts"
import { decisionsOf, soak } from "../__rig__/soak-campaigns.ts"

const rate = fc.double({ min: 0.0001, max: 0.99, noNaN: true })
const scenarios = fc.integer({ min: 1, max: 10_000 })
const runs = fc.integer({ min: 1, max: 1_000_000 })
const part = fc.double({ min: 0, max: 1, noNaN: true })

describe("rateTest", () => {
  it.each([
    [0.01, 1, 0, 368, "undecided"],
    [0.01, 1, 0, 369, "passed"],
    [0.01, 623, 0, 369, "passed"],
    [0.01, 1, 1, 1, "undecided"],
    [0.01, 1, 2, 2, "failed"],
    [0.01, 623, 2, 2, "undecided"],
    [0.01, 623, 3, 3, "failed"],
    [0.01, 1, 1, 100, "undecided"],
    [0.01, 1, 10, 100, "failed"],
    [0.01, 1, 3, 1_000, "undecided"],
    [0.01, 1, 3, 1_050, "passed"],
    [0.01, 1, 21, 1_000, "undecided"],
    [0.01, 1, 22, 1_000, "failed"],
    [0.01, 1, 134, 10_000, "undecided"],
    [0.01, 1, 135, 10_000, "failed"],
    [0.01, 1, 100, 10_000, "undecided"],
    [0.5, 1, 50, 50, "failed"],
    [0.5, 1, 0, 8, "passed"],
  ])(
    "with %d over %i scenarios says of %i of %i: %s",
    (allowed, all, failures, count, decision) => {
      const decide = rateTest({ rate: allowed, scenarios: all })
      expect(decide({ runs: count, failures })).toBe(decision)
    },
  )

  it("never decides by one failure", () => {
    fc.assert(
      fc.property(rate, runs, (allowed, count) => {
        expect(rateTest({ rate: allowed, scenarios: 1 })({ runs: count, failures: 1 })).not.toBe(
          "failed",
        )
      }),
    )
  })

  it("says failed only of more failures than the rate gives, passed only of fewer", () => {
    fc.assert(
      fc.property(fc.tuple(rate, scenarios, runs, part), ([allowed, all, count, share]) => {
        const failures = Math.round(count * share)
        const decision = rateTest({ rate: allowed, scenarios: all })({ runs: count, failures })
        if (decision === "failed") expect(failures / count).toBeGreaterThan(allowed)
        if (decision === "passed") expect(failures / count).toBeLessThan(allowed)
      }),
    )
  })

  it("knows more with another failure, and with another pass", () => {
    const order = ["passed", "undecided", "failed"]
    fc.assert(
      fc.property(fc.tuple(rate, scenarios, runs, part), ([allowed, all, count, share]) => {
        const decide = rateTest({ rate: allowed, scenarios: all })
        const failures = Math.floor(count * share)
        const before = order.indexOf(decide({ runs: count, failures }))
        const failed = order.indexOf(decide({ runs: count + 1, failures: failures + 1 }))
        const passed = order.indexOf(decide({ runs: count + 1, failures }))
        expect(failed).toBeGreaterThanOrEqual(before)
        expect(passed).toBeLessThanOrEqual(before)
      }),
    )
  })

  it("decides after any number of runs, without an overflow", () => {
    const decide = rateTest({ rate: 0.001, scenarios: 1 })
    expect(decide({ runs: 1e9, failures: 1e9 })).toBe("failed")
    expect(decide({ runs: 1e9, failures: 0 })).toBe("passed")
    expect(decide({ runs: 0, failures: 0 })).toBe("undecided")
  })
})

describe("runsToPass", () => {
  it.each([
    [0.01, 369],
    [0.001, 3_707],
    [0.05, 73],
    [0.5, 6],
  ])("of %d is %i", (allowed, needed) => {
    expect(runsToPass(allowed)).toBe(needed)
  })

  it("is the first number of runs that passes", () => {
    fc.assert(
      fc.property(rate, (allowed) => {
        const decide = rateTest({ rate: allowed, scenarios: 7 })
        const needed = runsToPass(allowed)
        expect(decide({ runs: needed, failures: 0 })).toBe("passed")
        expect(decide({ runs: needed - 1, failures: 0 })).toBe("undecided")
      }),
    )
  })
})

describe("in seeded campaigns, asked after every run", () => {
  it("is wrong in at most 5%, in either direction, where the rate is exactly the allowed one", () => {
    const decide = rateTest({ rate: 0.05, scenarios: 1 })
    const { failed, passed } = decisionsOf(400, { truth: 0.05, runs: 600 }, decide)
    expect(failed).toBeLessThanOrEqual(20)
    expect(passed).toBeLessThanOrEqual(20)
    // Not because it never decides.
    expect(failed).toBeGreaterThan(2)
    expect(passed).toBeGreaterThan(2)
  })

  it("accuses none of 623 scenarios that fail ten times less than allowed", () => {
    const decide = rateTest({ rate: 0.01, scenarios: 623 })
    expect(decisionsOf(623, { truth: 0.001, runs: 500 }, decide).failed).toBe(0)
  })

  it("finds a scenario that fails ten times more than allowed within 200 runs", () => {
    const decide = rateTest({ rate: 0.01, scenarios: 623 })
    expect(decisionsOf(200, { truth: 0.1, runs: 200 }, decide).failed).toBeGreaterThan(190)
  })

  it("finds a broken scenario at once", () => {
    const decide = rateTest({ rate: 0.01, scenarios: 623 })
    expect(soak({ seed: 1, truth: 1, runs: 10 }, decide)).toEqual({ decision: "failed", runs: 3 })
  })
})
