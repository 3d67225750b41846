import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { STRATEGIES } from "../../../src/plan/cut/assign.ts"
import { estimateEach, type KnownTime } from "../../../src/plan/estimate/estimate.ts"
import { componentsOf, type Unit } from "../../../src/plan/units/components.ts"
import { loadsOf } from "../../../src/plan/units/loads.ts"
import { toUnits } from "../../../src/plan/units/to-units.ts"
import { scenario } from "../plan-rig.ts"

/** A duration in milliseconds and its runs; null is one that never ran. */
type Seen = readonly [ms: number, runs: number] | null

function unitsOf(all: Readonly<Record<string, Seen>>): readonly Unit[] {
  const known = new Map<string, KnownTime>()
  for (const [id, seen] of Object.entries(all)) {
    if (seen === null) continue
    const [ms, runs] = seen
    const time = { ms, meanMs: ms, spreadMs: 0, runs, lastVerdict: null, peakMemoryBytes: null }
    known.set(id, time)
  }
  const scenarios = Object.keys(all).map((id) => scenario({ id }))
  return toUnits(scenarios, { estimates: estimateEach(scenarios, known), groups: {} })
}

function planned(units: readonly Unit[], { shards, seed = 1 }: { shards: number; seed?: number }) {
  return STRATEGIES.balanced(loadsOf(componentsOf(units), { workers: 1, seed }), shards).map(
    (part) => part.flatMap((component) => component.units.map(({ id }) => id)),
  )
}

/** Two long ones of the same folder decide; what is new may be anything. */
const lumpy = (runs: number): Readonly<Record<string, Seen>> => ({
  "db/first": [40_000, runs],
  "db/second": [39_000, runs],
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, i): [string, Seen] => [`web/${i}`, [100 + i, runs]]),
  ),
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i): [string, Seen] => [`web/new${i}`, null])),
})

/** Greedy as it is written in books, with the mean for what is unknown. */
function lptLoads(all: Readonly<Record<string, Seen>>, shards: number): readonly number[] {
  const times = Object.values(all).flatMap((seen) => (seen === null ? [] : [seen[0]]))
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length
  const loads = Array.from({ length: shards }, () => 0)
  for (const ms of Object.values(all)
    .map((seen) => seen?.[0] ?? mean)
    .sort((a, b) => b - a)) {
    const least = loads.indexOf(Math.min(...loads))
    loads[least] = (loads[least] ?? 0) + ms
  }
  return loads.map(Math.round).sort((a, b) => a - b)
}

function loadsAsLptSees(
  parts: readonly (readonly string[])[],
  all: Readonly<Record<string, Seen>>,
): readonly number[] {
  const times = Object.values(all).flatMap((seen) => (seen === null ? [] : [seen[0]]))
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length
  return parts
    .map((ids) => Math.round(ids.reduce((sum, id) => sum + (all[id]?.[0] ?? mean), 0)))
    .sort((a, b) => a - b)
}

describe("a plan from a single run", () => {
  it("is LPT's own where a few long ones decide", () => {
    const all = lumpy(1)
    const parts = planned(unitsOf(all), { shards: 5 })
    expect(loadsAsLptSees(parts, all)).toEqual(lptLoads(all, 5))
  })

  it("believes neighbours once there are more runs", () => {
    const all = lumpy(3)
    const parts = planned(unitsOf(all), { shards: 5 })
    expect(loadsAsLptSees(parts, all)).not.toEqual(lptLoads(all, 5))
  })

  it("believes neighbours where many of alike length make up for what is unsure of each", () => {
    const all: Record<string, Seen> = {}
    for (let i = 0; i < 200; i++) {
      all[`slow/${i}`] = i % 4 === 0 ? null : [9_000 + i, 1]
      all[`fast/${i}`] = i % 4 === 0 ? null : [900 + i, 1]
    }
    const parts = planned(unitsOf(all), { shards: 16 })
    const really = (id: string): number => (id.startsWith("slow/") ? 9_000 : 900)
    const loads = parts.map((ids) => ids.reduce((sum, id) => sum + really(id), 0))
    // By the mean alone it would be a tenth too much.
    expect(Math.max(...loads) / (loads.reduce((a, b) => a + b) / 16)).toBeLessThan(1.08)
  })

  it("is searched where everything was in that run", () => {
    const all: Record<string, Seen> = {}
    for (const [i, ms] of [7, 7, 6, 6, 5, 5, 4, 4, 4].entries()) all[`s${i}`] = [ms * 1_000, 1]
    const units = unitsOf(all)
    expect(
      units.every(({ plainMs, onceMs }) => plainMs === undefined && onceMs === undefined),
    ).toBe(true)
    const loads = planned(units, { shards: 4 }).map((ids) =>
      ids.reduce((sum, id) => sum + (all[id]?.[0] ?? 0), 0),
    )
    // LPT alone comes to 15 s.
    expect(Math.max(...loads)).toBe(12_000)
  })

  it("holds every scenario once, whatever the order of the input", () => {
    const seen = fc.option(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.constant(1)))
    fc.assert(
      fc.property(
        fc.array(seen, { minLength: 4, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (list, shards, seed) => {
          const all = Object.fromEntries(list.map((one, i): [string, Seen] => [`f/${i}`, one]))
          const units = unitsOf(all)
          const parts = planned(units, { shards, seed })
          expect(parts.flat().sort()).toEqual(Object.keys(all).sort())
          expect(parts.every((ids) => ids.length > 0)).toBe(true)
          expect(planned([...units].reverse(), { shards, seed })).toEqual(parts)
        },
      ),
      { numRuns: 40 },
    )
  })
})
