import { describe, expect, it } from "vitest"
import { boundWithoutFailure, wilsonInterval } from "../../../src/core/quantities/rate-bounds.ts"

describe("wilsonInterval", () => {
  // Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion (2001); R: prop.test(correct = FALSE).
  it.each([
    [10, 0, 0, 0.2775],
    [10, 1, 0.0179, 0.4042],
    [20, 3, 0.0524, 0.3604],
    [100, 50, 0.4038, 0.5962],
    [5, 5, 0.5655, 1],
  ])("%i runs, %i failures", (runs, failures, low, high) => {
    const interval = wilsonInterval({ runs, failures })
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it("knows nothing without runs", () => {
    expect(wilsonInterval({ runs: 0, failures: 0 })).toEqual({ low: 0, high: 1 })
  })
})

describe("boundWithoutFailure", () => {
  it("is the rate with which so many passes in a row have a probability of 5 %", () => {
    expect(boundWithoutFailure(59)).toBeLessThan(0.05)
    expect(boundWithoutFailure(58)).toBeGreaterThan(0.05)
    expect((1 - boundWithoutFailure(20)) ** 20).toBeCloseTo(0.05, 10)
    expect(boundWithoutFailure(0)).toBe(1)
  })
})
