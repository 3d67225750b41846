import { describe, expect, it } from "vitest"
import { largerByChance, standOut } from "../../src/statistics/rank-test.ts"

describe("largerByChance", () => {
  it("is exact: of all orders the part with as many larger pairs", () => {
    // 3 of 3 and 3: one order in C(6, 3) = 20; the next two have 2 in 20.
    expect(largerByChance([1, 2, 3], [4, 5, 6])).toBeCloseTo(1 / 20, 12)
    expect(largerByChance([1, 2, 4], [3, 5, 6])).toBeCloseTo(2 / 20, 12)
    expect(largerByChance([4, 5, 6], [1, 2, 3])).toBe(1)
  })

  it("agrees with a table: 5 of 20 above all others is 1 in 15,504", () => {
    const earlier = Array.from({ length: 15 }, (_, i) => i)
    expect(largerByChance(earlier, [20, 21, 22, 23, 24])).toBeCloseTo(1 / 15_504, 12)
  })

  it("agrees with a count of all orders", () => {
    const all = subsets([1, 2, 3, 4, 5, 6, 7], 3)
    const pairsOf = (later: readonly number[]) =>
      later.flatMap((one) =>
        [1, 2, 3, 4, 5, 6, 7].filter((other) => !later.includes(other) && one > other),
      ).length
    for (const later of all) {
      const earlier = [1, 2, 3, 4, 5, 6, 7].filter((one) => !later.includes(one))
      const expected = all.filter((other) => pairsOf(other) >= pairsOf(later)).length / all.length
      expect(largerByChance(earlier, later)).toBeCloseTo(expected, 12)
    }
  })

  it("is not moved by how wild a value is, and careful with equal ones", () => {
    expect(largerByChance([1, 2, 3], [4, 5, 1e9])).toBe(largerByChance([1, 2, 3], [4, 5, 6]))
    expect(largerByChance([1, 1, 1], [1, 1, 1])).toBe(1)
    expect(largerByChance([], [1])).toBe(1)
  })
})

describe("standOut", () => {
  it("keeps at most a part by chance: the example of Benjamini and Hochberg (1995)", () => {
    const chances = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
      ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ]
    const tests = chances.map((chance) => ({ chance })).toReversed()
    expect(standOut(tests, { made: 15, rate: 0.05 })).toHaveLength(4)
  })

  it("counts tests that are not given", () => {
    expect(standOut([{ chance: 0.004 }], { made: 10, rate: 0.05 })).toHaveLength(1)
    expect(standOut([{ chance: 0.004 }], { made: 100, rate: 0.05 })).toHaveLength(0)
  })
})

function subsets(of: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]]
  return of.flatMap((one, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [one, ...rest]))
}
