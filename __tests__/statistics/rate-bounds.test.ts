/**
 * Intervals of rates, against published values and their definition.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { meanRate, upperBound, wilsonInterval } from "../../src/statistics/rate-bounds.ts"

const tally = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([runs, part]) => ({ runs, failures: Math.floor(runs * part) }))

// Newcombe, Two-Sided Confidence Intervals for the Single Proportion (1998), table I: methods 3 and 5.
const NEWCOMBE = [
  [81, 263, 0.2553, 0.3662, 0.3676],
  [15, 148, 0.0624, 0.1605, 0.1617],
  [0, 20, 0, 0.1611, 0.1684],
  [1, 29, 0.0061, 0.1718, 0.1776],
] as const

describe("wilsonInterval", () => {
  it.each(NEWCOMBE)("of %i of %i is %d to %d", (failures, runs, low, high) => {
    const found = wilsonInterval({ runs, failures })
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
  })

  it("says nothing without runs", () => {
    expect(wilsonInterval({ runs: 0, failures: 0 })).toEqual({ low: 0, high: 1 })
  })

  it("holds the rate, within 0 and 1", () => {
    fc.assert(
      fc.property(tally, ({ runs, failures }) => {
        const { low, high } = wilsonInterval({ runs, failures })
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(failures / runs)
        expect(high).toBeGreaterThanOrEqual(failures / runs)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe("upperBound", () => {
  it.each(NEWCOMBE)(
    "of %i of %i is that of Clopper and Pearson",
    (failures, runs, _low, _high, exact) => {
      expect(upperBound({ runs, failures }, 0.975)).toBeCloseTo(exact, 4)
    },
  )

  it.each([
    [0, 1, 0.95],
    [0, 58, 0.0503],
    [0, 59, 0.0495],
    [0, 299, 0.00997],
    [1, 10, 0.3942],
    [10, 10, 1],
    [0, 0, 1],
  ])("of %i of %i is %d", (failures, runs, bound) => {
    expect(upperBound({ runs, failures })).toBeCloseTo(bound, 4)
  })

  it("is the rate that gives so few failures in 5% of all cases", () => {
    fc.assert(
      fc.property(tally, ({ runs, failures }) => {
        fc.pre(failures < runs)
        expect(atMost(failures, { runs, rate: upperBound({ runs, failures }) })).toBeCloseTo(
          0.05,
          6,
        )
      }),
    )
  })

  it("neither overflows nor vanishes with many runs", () => {
    expect(upperBound({ runs: 1_000_000, failures: 0 })).toBeCloseTo(3e-6, 7)
    expect(upperBound({ runs: 1_000_000, failures: 500_000 })).toBeCloseTo(0.5008, 4)
  })
})

describe("meanRate", () => {
  it("does not follow how often each scenario ran", () => {
    const tallies = [
      { runs: 90, failures: 45 },
      { runs: 10, failures: 0 },
      { runs: 0, failures: 0 },
    ]
    expect(meanRate(tallies)).toBe(0.25)
    expect(meanRate([])).toBe(0)
  })
})

/** The binomial distribution, term by term in logarithms. */
function atMost(most: number, { runs, rate }: { readonly runs: number; readonly rate: number }) {
  let log = runs * Math.log(1 - rate)
  let sum = Math.exp(log)
  for (let i = 1; i <= most; i++) {
    log += Math.log(((runs - i + 1) / i) * (rate / (1 - rate)))
    sum += Math.exp(log)
  }
  return sum
}
