import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PlannedGroup } from "../../../src/formats/plan.ts"
import { fixturesMs, openKeysMs, type Work } from "../../../src/plan/order/fixture-bound.ts"
import { withTurns } from "../../../src/plan/units/group-turns.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { item, PASSED, schedule } from "../../schedule/schedule-rig.ts"
import { scenario } from "../plan-rig.ts"

interface Sketch {
  readonly pool: number
  readonly key: number
  readonly fixtures: readonly string[]
  readonly need: number | null
  readonly seconds: number
}

/** Sequential groups of keys, and of what has nothing to do with them; pools and keys, also together. */
const work: fc.Arbitrary<Work> = fc
  .record({
    sketches: fc.array(
      fc.record({
        pool: fc.nat(2),
        key: fc.nat(3),
        fixtures: fc.constantFrom(["vm"], ["vm"], ["vm"], ["db"], ["db", "vm"], []),
        need: fc.option(fc.nat(), { freq: 12 }),
        seconds: fc.nat(9),
      }),
      { minLength: 1, maxLength: 24 },
    ),
    grouped: fc.constantFrom("never", "by key", "by pool"),
    workers: fc.integer({ min: 1, max: 4 }),
    startMs: fc.constantFrom(0, 700, 20_000),
    instances: fc.integer({ min: 1, max: 3 }),
    leases: fc.constantFrom(1, 1, 2, null),
    startParallel: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ sketches, grouped, workers, ...fixture }) => {
    const groupOf = ({ pool, key }: Sketch) =>
      grouped === "never" ? [] : [`line[${grouped === "by key" ? key % 2 : pool}]`]
    const items = sketches.map((one, i) =>
      item(`s${i}`, {
        needs: one.need === null || i === 0 ? [] : [`s${one.need % i}`],
        groups: groupOf(one),
        fixtures: one.fixtures.map((name) => ({
          name,
          key:
            name === "db" ? null : grouped === "by key" ? `${one.key}` : `${one.pool},${one.key}`,
        })),
      }),
    )
    const groups: Record<string, PlannedGroup> = Object.fromEntries(
      sketches.flatMap(groupOf).map((name) => [name, { maxParallel: null, sequential: true }]),
    )
    const scenarios = items.map(({ id, groups: of, fixtures = [] }) =>
      scenario({ id, definition: { groups: [...of], fixtures: [...fixtures] } }),
    )
    return {
      ...schedule(items, { workers, groups: withTurns(groups, scenarios) }),
      fixtures: { vm: { ...fixture, instances: 1 }, db: fixture },
      durationMs: (id) => (sketches[Number(id.slice(1))]?.seconds ?? 0) * 1_000,
    }
  })

function makespan({ durationMs, ...options }: Work): number {
  const of = schedule(options.items, options)
  return simulate(of, (id) => ({ durationMs: durationMs(id), end: PASSED })).makespanMs
}

/** Keys of so many scenarios of a second each; a start takes ten. */
function keyed(keys: number, each: number, workers: number): Work {
  const items = Array.from({ length: keys * each }, (_, i) =>
    item(`s${i}`, { fixtures: [{ name: "vm", key: String(i % keys) }] }),
  )
  const fixtures = { vm: { instances: 1, leases: 1, startMs: 10_000 } }
  return { ...schedule(items, { workers, fixtures }), durationMs: () => 1_000 }
}

describe("the least time that fixtures leave", () => {
  it("is never more than the scheduler takes", () => {
    fc.assert(
      fc.property(work, (one) => {
        expect(fixturesMs(one)).toBeLessThanOrEqual(makespan(one) + 1e-6)
        expect(openKeysMs(one) / one.workers).toBeLessThanOrEqual(fixturesMs(one) + 1e-6)
      }),
      { numRuns: 1_000 },
    )
  })

  it("is what keys take where a worker is at each of them", () => {
    for (const [keys, workers] of [
      [38, 2],
      [37, 2],
      [5, 4],
    ] as const) {
      const one = keyed(keys, 12, workers)
      expect(fixturesMs(one)).toBe(Math.ceil(keys / workers) * 22_000)
      expect(makespan(one)).toBe(fixturesMs(one))
      expect(openKeysMs(one)).toBe(keys * 22_000)
    }
  })

  it("is what a pool takes whose instances start a few at a time", () => {
    const items = Array.from({ length: 20 }, (_, i) =>
      item(`s${i}`, { fixtures: [{ name: "db", key: null }] }),
    )
    const fixtures = { db: { instances: 10, leases: 1, startMs: 10_000, startParallel: 2 } }
    const one = { ...schedule(items, { workers: 10, fixtures }), durationMs: () => 3_000 }
    // Two from 10 s on do 20 s of work, four from 20 s on the other 40 s.
    expect(fixturesMs(one)).toBe(30_000)
    expect(makespan(one)).toBeLessThanOrEqual(34_000)
  })

  it("says nothing of keys of which more than workers may be open", () => {
    const one = keyed(6, 2, 1)
    const waits = one.items.map((each, i) => (i === 7 ? { ...each, needs: ["s0"] } : each))
    const both = one.items.map((each) => ({
      ...each,
      fixtures: [...(each.fixtures ?? []), { name: "other", key: "x" }],
    }))
    expect(openKeysMs(one)).toBe(6 * 12_000)
    expect(openKeysMs({ ...one, items: waits })).toBe(0)
    expect(openKeysMs({ ...one, items: both })).toBe(0)
  })
})
