/**
 * Trends of series, and what is never called a leak. The same with 1,000 series of each kind:
 * `__tests__/long/soak-statistics.test.ts`.
 */
import { describe, expect, it } from "vitest"
import { driftOf, exceeds, type Reading } from "../../src/statistics/drift.ts"
import { HARMLESS, leakOf, memoryOf } from "../__rig__/soak-campaigns.ts"

const KI = 1024
const LIMIT = 256 * KI

function every10Seconds(count: number, value: (index: number) => number): readonly Reading[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: index * 10_000,
    value: value(index),
  }))
}

/** Of 360 readings the first 36 are the warm-up. */
const STEADY = { shape: "steady", overMs: 3_230_000 }

/** How many of so many seeded series are accused. */
function accusedOf(series: number, kind: Parameters<typeof memoryOf>[1]): number {
  let accused = 0
  for (let seed = 1; seed <= series; seed++) {
    const drift = driftOf(memoryOf(seed, kind))
    if (drift !== null && exceeds(drift, LIMIT)) accused += 1
  }
  return accused
}

describe("driftOf", () => {
  it("is the slope per hour of a line", () => {
    const drift = driftOf(every10Seconds(360, (index) => 7 + index))
    expect(drift).toEqual({ ...STEADY, perHour: 360, low: 360, high: 360 })
  })

  it("follows the low readings alone", () => {
    // The first of each block of six is on the line, and the lowest.
    const drift = driftOf(
      every10Seconds(360, (index) => index + (index % 6 === 0 ? 0 : (index * 37) % 300)),
    )
    expect(drift).toEqual({ ...STEADY, perHour: 360, low: 360, high: 360 })
  })

  it("also finds what falls", () => {
    const drift = driftOf(every10Seconds(360, (index) => 7 - index))
    expect(drift).toMatchObject({ perHour: -360, shape: "steady" })
  })

  it("needs 46 readings, of which 10 are the warm-up", () => {
    expect(driftOf(every10Seconds(45, (index) => index))).toBeNull()
    expect(driftOf(every10Seconds(46, (index) => index))?.perHour).toBeCloseTo(360)
    expect(driftOf([])).toBeNull()
  })

  it.each([
    [360, 36],
    [60, 10],
  ])("leaves out the warm-up: of %i readings %i", (count, warm) => {
    const drift = driftOf(every10Seconds(count, (index) => (index < warm ? 1e9 - index * 1e6 : 5)))
    expect(drift).toMatchObject({ perHour: 0, low: 0, high: 0, shape: "steady" })
  })

  it("is the median of the slopes of all pairs, with Sen's interval", () => {
    // 12 blocks of three equal readings, so that each block is one point.
    const y = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    const readings = [...Array(10).fill(0), ...y.flatMap((value) => [value, value, value])]
    const drift = driftOf(every10Seconds(46, (index) => readings[index]))
    // Of 66 slopes 33 and 34 in the middle; the spread is 2.5758 × √(12·11·29/18) = 37.56.
    const slopes = y.flatMap((from, i) =>
      y.slice(i + 1).map((to, j) => ((to - from) / (j + 1)) * 120),
    )
    slopes.sort((a, b) => a - b)
    expect(drift?.perHour).toBeCloseTo(((slopes[32] ?? 0) + (slopes[33] ?? 0)) / 2)
    expect(drift?.low).toBeCloseTo(slopes[13] ?? 0)
    expect(drift?.high).toBeCloseTo(slopes[66 - 14] ?? 0)
  })

  it("tells a jump and noise from steady growth", () => {
    expect(driftOf(every10Seconds(360, (index) => (index < 200 ? 0 : 1e6)))?.shape).toBe("jump")
    expect(driftOf(every10Seconds(360, (index) => (index * 37) % 100))?.shape).toBe("level")
    expect(driftOf(every10Seconds(360, (index) => index + ((index * 37) % 100)))?.shape).toBe(
      "steady",
    )
  })

  it("takes readings of one instant", () => {
    expect(driftOf(Array(100).fill({ atMs: 5, value: 1 }))?.shape).not.toBeUndefined()
  })
})

it("a leak under a slow sawtooth is found by its low points", () => {
  const drift = driftOf(every10Seconds(360, (index) => index * 10 + 200 * (index % 24)))
  expect(drift).toEqual({ ...STEADY, perHour: 3_600, low: 3_600, high: 3_600 })
})

describe("in seeded hours of memory", () => {
  it.each(Object.entries(HARMLESS))("%s is not called a leak", (_, kind) => {
    expect(accusedOf(25, kind)).toBe(0)
  })

  it("a leak of twice the limit is found", () => {
    expect(accusedOf(40, leakOf(500 * KI))).toBeGreaterThanOrEqual(38)
  })

  it("a leak of just the limit is not: its interval holds it", () => {
    expect(accusedOf(60, leakOf(LIMIT))).toBeLessThanOrEqual(3)
  })
})
