/**
 * What is made of measured durations: their conditions are found, and taken out.
 */
import { describe, expect, it } from "vitest"
import { seededRandom } from "../../src/core/quantities/random.ts"
import type { History, HistoryRun } from "../../src/formats/history.ts"
import { conditionsOf } from "../../src/history/conditions.ts"
import { knownTimesOf } from "../../src/history/learned-times.ts"
import { history, job, passed } from "./history-rig.ts"

/** Scenarios of 1, 2, 3, … seconds on machines of these speeds, in crowds of all kinds. */
function measured(of: {
  readonly speeds: readonly number[]
  readonly slowdown: (run: HistoryRun) => number
  readonly noise?: number
}): History {
  const random = seededRandom(7)
  const scenarios: Record<string, HistoryRun[]> = {}
  for (let own = 1; own <= 40; own++) {
    scenarios[`s${own}`] = of.speeds.map((speed, place): HistoryRun => {
      const beside = 1 + Math.floor(random() * 8)
      const crowd: HistoryRun = [place, "passed", 1, beside, Math.min(1, 2 / beside), null]
      const noise = 1 + (of.noise ?? 0) * (2 * random() - 1)
      return [place, "passed", own * speed * noise * of.slowdown(crowd), beside, crowd[4], null]
    })
  }
  return history(
    scenarios,
    of.speeds.map((_, i) => job({ run: `run-${i}` })),
  )
}

describe("conditions", () => {
  it("finds a crowd that shares cores, and the machines", () => {
    const speeds = [1, 1.5, 0.8, 1, 1]
    const found = conditionsOf(
      measured({ speeds, slowdown: ([, , , , share]) => 1 / share, noise: 0.05 }),
    )
    expect(found.slowdown.by).toBe("cores")
    expect(found.slowdown.weight).toBeCloseTo(1, 1)
    for (const [place, speed] of speeds.entries()) {
      expect(found.machines[place]).toBeCloseTo(speed, 1)
    }
  })

  it("finds a crowd that stands in its own way whatever the cores", () => {
    const slowdown = ([, , , beside]: HistoryRun) => 1 + 0.25 * (beside - 1)
    const found = conditionsOf(measured({ speeds: [1, 1, 1, 1], slowdown, noise: 0.05 }))
    expect(found.slowdown.by).toBe("others")
    expect(found.slowdown.weight).toBeCloseTo(0.25, 1)
  })

  it("finds nothing where nothing is", () => {
    const found = conditionsOf(measured({ speeds: [1, 1, 1], slowdown: () => 1 }))
    expect(found.slowdown.weight).toBe(0)
    expect(found.machines).toEqual([1, 1, 1])
    expect(conditionsOf(history({})).machines).toEqual([1])
  })

  it("takes one scenario that grew for what it is, not for a slow machine", () => {
    const jobs = [0, 1, 2, 3].map((i) => job({ run: `run-${i}` }))
    const grown = history({ a: [passed(0, 10), passed(1, 10), passed(2, 10), passed(3, 40)] }, jobs)
    expect(conditionsOf(grown).machines[3]).toBeLessThan(1.5)
  })
})

describe("known times", () => {
  it("are the same from a crowded slow machine as from a quiet fast one", () => {
    const slowdown = ([, , , , share]: HistoryRun) => 1 / share
    const quiet = knownTimesOf(measured({ speeds: [1, 1, 1], slowdown: () => 1 }))
    const crowded = knownTimesOf(measured({ speeds: [1, 1.6, 0.7, 1.2], slowdown }))
    const ratios = [...quiet].map(([id, { meanMs }]) => (crowded.get(id)?.meanMs ?? 0) / meanMs)
    // One factor for all is the usual crowding; what differs between scenarios is what counts.
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(1.1)
  })

  it("cover nine of ten runs", () => {
    const runs = Array.from({ length: 20 }, (_, i) => passed(0, 1 + i / 19))
    expect(knownTimesOf(history({ a: runs })).get("a")).toEqual({
      ms: expect.closeTo(1_900, 0),
      meanMs: expect.closeTo(1_500, 0),
      spreadMs: expect.closeTo(311, 0),
      runs: 20,
      firstFailures: 0,
      lastVerdict: "passed",
      peakMemoryBytes: null,
    })
  })

  it("expect more of few runs where the others vary", () => {
    const varying = Array.from({ length: 12 }, (_, i) => passed(0, i % 2 === 0 ? 1 : 3))
    const alone = knownTimesOf(history({ a: [passed(0, 2)] })).get("a")
    const among = knownTimesOf(history({ a: [passed(0, 2)], b: varying, c: varying })).get("a")
    expect(alone?.ms).toBe(2_000)
    expect(among?.ms).toBeGreaterThan(3_000)
    expect(among?.meanMs).toBe(2_000)
  })

  it("are a quantile of ten runs and more, and a likely one of fewer", () => {
    const usual = Array.from({ length: 8 }, () => passed(0, 1))
    const ten = [...usual, passed(0, 1), passed(0, 10)]
    expect(knownTimesOf(history({ a: ten })).get("a")?.ms).toBeCloseTo(1_900, 3)
    const nine = [...usual, passed(0, 10)]
    const deviation = Math.log(10) / 3
    const likely = 1_000 * Math.exp(1.2816 * deviation)
    expect(knownTimesOf(history({ a: nine })).get("a")?.ms).toBeCloseTo(likely, 3)
  })

  it("take the spread of all scenarios for as much as four more runs", () => {
    const varying = [passed(0, 1), passed(0, 1), passed(0, Math.E)]
    const steady = [passed(0, 1), passed(0, 1), passed(0, 1)]
    const known = knownTimesOf(history({ a: steady, b: varying, c: varying }))
    // Variance: two of the scenario's own with nothing, four of a third each.
    const expected = 1_000 * Math.exp(1.2816 * Math.sqrt((4 * (1 / 3)) / (2 + 4)))
    expect(known.get("a")?.ms).toBeCloseTo(expected, 3)
  })

  it("leave failures out, unless there is nothing else", () => {
    const failed: HistoryRun = [0, "failed", 600, 1, 1, 5_000]
    const known = knownTimesOf(history({ a: [passed(0, 2), failed], b: [failed] }))
    expect(known.get("a")).toMatchObject({ meanMs: 2_000, lastVerdict: "failed", runs: 2 })
    expect(known.get("a")?.peakMemoryBytes).toBe(5_000)
    expect(known.get("b")?.meanMs).toBe(600_000)
  })

  it("are told for one attempt, with how likely the first one fails", () => {
    const flaky: HistoryRun = [0, "flaky", 6, 1, 1, null]
    const failed: HistoryRun = [0, "failed", 60, 1, 1, null]
    const known = knownTimesOf(
      history({
        a: [passed(0, 2), flaky, passed(0, 2), failed, passed(0, 2)],
        b: [flaky, failed, flaky],
        c: [failed, failed],
        d: [passed(0, 2)],
      }),
    )
    const of = (id: string) => [known.get(id)?.meanMs, known.get(id)?.firstFailures]
    expect(of("a")).toEqual([2_000, 2 / 6])
    expect(of("b")).toEqual([3_000, 3 / 4])
    expect(of("c")).toEqual([60_000, 0])
    expect(of("d")).toEqual([2_000, 0])
  })

  it("tell the memory that nine of ten runs stayed below", () => {
    const runs = Array.from({ length: 20 }, (_, i): HistoryRun => {
      return [0, "passed", 1, 1, 1, i === 7 ? 9_000_000 : 1_000 + i]
    })
    const known = knownTimesOf(history({ a: runs, b: [[0, "passed", 1, 1, 1, 70]] }))
    expect(known.get("a")?.peakMemoryBytes).toBe(1_019)
    expect(known.get("b")?.peakMemoryBytes).toBe(70)
  })
})
