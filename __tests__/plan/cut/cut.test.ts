import { describe, expect, it } from "vitest"
import { cut, longestOf } from "../../../src/plan/cut/cut.ts"
import { divide } from "../../../src/plan/cut/divide.ts"
import { searchesAll } from "../../../src/plan/cut/times.ts"
import { preparePlan } from "../../../src/plan/make-plan.ts"
import { planOptions } from "../plan-rig.ts"

/** Scenarios of so many seconds each, in a group that makes predictions need the scheduler. */
function cuttingOf(seconds: readonly number[]) {
  const list = seconds.map((each, i) => ({
    ...{ id: `s${i}`, estimateMs: each * 1_000 },
    definition: { groups: ["wide"] },
  }))
  const options = planOptions(list, { shards: 1, workers: 2 })
  const groups = { wide: { maxParallel: 9 } }
  return preparePlan({ ...options, suite: { ...options.suite, groups } }).cutting
}

describe("a plan that is held against another", () => {
  const cutting = cuttingOf([3, 3, 2, 2, 2])
  const divisions = divide(cutting, 1)
  const lengthFor = (worthMs?: number) =>
    longestOf(cut(cutting, worthMs === undefined ? { divisions } : { divisions, worthMs }))

  it("is searched where it may be the shorter one", () => {
    expect(lengthFor()).toBe(6_000)
    // Longest first takes 7 s, a quarter less is 5.25 s.
    expect(lengthFor(5_300)).toBe(6_000)
  })

  it("is not searched where it misses the other by more than a search gains", () => {
    expect(lengthFor(5_200)).toBe(7_000)
  })

  it("is always searched where that is cheap", () => {
    const ones = (count: number) => cuttingOf(Array.from({ length: count }, () => 1))
    expect(searchesAll(ones(1_000))).toBe(true)
    expect(searchesAll(ones(1_001))).toBe(false)
  })
})
