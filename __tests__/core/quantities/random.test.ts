import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { hash32, randomOf, seededRandom } from "../../../src/core/quantities/random.ts"

function first(count: number, next: () => number): readonly number[] {
  return Array.from({ length: count }, next)
}

describe("hash32", () => {
  // Published values of 32-bit FNV-1a.
  it.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("of %j is %i", (text, hash) => {
    expect(hash32(text)).toBe(hash)
  })
})

describe("seededRandom", () => {
  it("repeats itself for a seed, on every machine", () => {
    expect(first(3, seededRandom(1)).map((number) => number.toFixed(6))).toEqual([
      "0.627074",
      "0.002736",
      "0.527447",
    ])
    expect(first(9, seededRandom(7))).toEqual(first(9, seededRandom(7)))
  })

  it("stays within [0, 1) for every seed", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const number of first(20, seededRandom(seed))) {
          expect(number >= 0 && number < 1).toBe(true)
        }
      }),
    )
  })

  it("spreads evenly", () => {
    const buckets = Array.from({ length: 10 }, () => 0)
    for (const number of first(100_000, seededRandom(42))) {
      const index = Math.floor(number * 10)
      buckets[index] = (buckets[index] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })
})

describe("randomOf", () => {
  it("depends on the seed and the words alone", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.string()), (seed, words) => {
        expect(randomOf(seed, ...words)).toBe(randomOf(seed, ...words))
      }),
    )
  })

  it("keeps words apart", () => {
    expect(randomOf(1, "ab", "c")).not.toBe(randomOf(1, "a", "bc"))
    expect(randomOf(1, 2, "a")).not.toBe(randomOf(12, "a"))
    expect(randomOf(1, "a", 1)).not.toBe(randomOf(1, "a", 2))
  })

  it("spreads over neighbouring words", () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => randomOf(1, "login", index))
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
    expect(new Set(numbers).size).toBeGreaterThan(9_990)
  })
})
