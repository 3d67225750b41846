/**
 * The promises of soak verdicts, by simulation: how often the test of a failure rate is wrong, and
 * which series are called a leak.
 */
import { describe, expect, it } from "vitest"
import { driftOf, exceeds } from "../../src/statistics/drift.ts"
import { rateTest } from "../../src/statistics/rate-test.ts"
import { tellFigure } from "../__rig__/load.ts"
import { campaignsOf, decisionsOf, HARMLESS, leakOf, memoryOf } from "../__rig__/soak-campaigns.ts"

describe("the test of a failure rate, asked after every run", () => {
  it.each([
    [0.01, 10_000],
    [0.05, 2_000],
    [0.2, 1_000],
  ])(
    "is wrong in at most one of 20 campaigns where the rate is just %d, after up to %i runs",
    (rate, runs) => {
      const decide = rateTest({ rate, scenarios: 1 })
      const { failed, passed } = decisionsOf(10_000, { truth: rate, runs }, decide)
      tellFigure(
        `rate ${rate}: ${failed} failed and ${passed} passed of 10,000 campaigns of ${runs} runs`,
      )
      expect(failed).toBeLessThanOrEqual(500)
      expect(passed).toBeLessThanOrEqual(500)
      expect(failed).toBeGreaterThan(50)
      expect(passed).toBeGreaterThan(50)
    },
  )

  it("accuses nothing in 100 nights of 623 scenarios that fail ten times less than allowed", () => {
    const decide = rateTest({ rate: 0.01, scenarios: 623 })
    const { failed, passed } = decisionsOf(62_300, { truth: 0.001, runs: 500 }, decide)
    tellFigure(
      `623 scenarios at 0.1% of 1%: ${failed} false reds and ${passed} passed in 100 nights`,
    )
    expect(failed).toBeLessThanOrEqual(5)
    expect(passed).toBeGreaterThan(40_000)
  })

  it("accuses in at most 5% of nights, where all 623 scenarios fail just as often as allowed", () => {
    const decide = rateTest({ rate: 0.01, scenarios: 623 })
    const { failed } = decisionsOf(62_300, { truth: 0.01, runs: 500 }, decide)
    tellFigure(`623 scenarios at 1% of 1%: ${failed} false reds in 100 nights`)
    expect(failed).toBeLessThanOrEqual(5)
  })
})

describe("a campaign of 14 nights, judged after every run by all nights and by each alone", () => {
  it.each([
    [0.01, 74],
    [0.05, 40],
  ])(
    "is wrong in at most one of 20 where the rate is just %d, with %i runs a night",
    (rate, runs) => {
      const { failed, passed } = campaignsOf(10_000, { rate, runs, nights: 14 })
      tellFigure(
        `rate ${rate}: ${failed} failed and ${passed} passed of 10,000 campaigns of 14 nights of ${runs} runs`,
      )
      expect(failed).toBeLessThanOrEqual(500)
      expect(passed).toBeLessThanOrEqual(500)
      expect(failed).toBeGreaterThan(50)
      expect(passed).toBeGreaterThan(50)
    },
  )
})

describe("1,000 seeded hours of memory, limit 256 KiB/h", () => {
  function accused(kind: Parameters<typeof memoryOf>[1]): number {
    let count = 0
    for (let seed = 1; seed <= 1_000; seed++) {
      const drift = driftOf(memoryOf(seed, kind))
      if (drift !== null && exceeds(drift, 256 * 1024)) count += 1
    }
    return count
  }

  it.each(Object.entries(HARMLESS))("%s is never called a leak", (_, kind) => {
    expect(accused(kind)).toBe(0)
  })

  it("500 KiB/h is found in at least 95%", () => {
    const found = accused(leakOf(500 * 1024))
    tellFigure(`500 KiB/h: found in ${found} of 1,000`)
    expect(found).toBeGreaterThanOrEqual(950)
  })

  it("256 KiB/h itself is accused in at most 1%", () => {
    const found = accused(leakOf(256 * 1024))
    tellFigure(`256 KiB/h: accused in ${found} of 1,000`)
    expect(found).toBeLessThanOrEqual(10)
  })
})
