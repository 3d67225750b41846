import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PlannedGroup } from "../../../src/formats/plan.ts"
import { shorten } from "../../../src/plan/cut/shorten.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { prioritise } from "../../../src/plan/order/priorities.ts"
import { toScheduleOptions } from "../../../src/plan/units/items.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { item, schedule } from "../../schedule/schedule-rig.ts"
import { planOptions, type ScenarioSketch } from "../plan-rig.ts"

/** Longest first leaves a gap: three times two seconds on one worker would be best. */
const GAP = Object.entries({ a: 3_000, b: 3_000, c: 2_000, d: 2_000, e: 2_000 })

const GROUPS: Readonly<Record<string, PlannedGroup>> = {
  slow: { maxParallel: 2 },
  line: { maxParallel: null, sequential: true },
  red: { maxParallel: null, conflicts: ["slow"] },
}

function plan(sketches: readonly ScenarioSketch[], more: Partial<PlanOptions> = {}) {
  const options = planOptions(sketches, { shards: 1, workers: 2, ...more })
  return makePlan({ ...options, suite: { ...options.suite, groups: GROUPS } })
}

const sketches: fc.Arbitrary<readonly ScenarioSketch[]> = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 2 }),
      groups: fc.subarray(Object.keys(GROUPS), { maxLength: 2 }),
      exclusive: fc.nat(15).map((n) => n === 0),
      seconds: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 16 },
  )
  .map((specs) =>
    specs.map(({ needs, groups, exclusive, seconds }, i) => ({
      id: `s${i}`,
      needs: [...new Set(i === 0 ? [] : needs.map((need) => `s${need % i}`))],
      estimateMs: seconds * 1_000,
      definition: { groups, ...(exclusive ? { exclusive } : {}) },
    })),
  )

describe("orders of shards", () => {
  it("are searched where groups or needs count, and only when the order is to be the best", () => {
    const list = GAP.map(([id, estimateMs]) => ({
      id,
      estimateMs,
      definition: { groups: ["slow"] },
    }))
    expect(plan(list).predictedSeconds).toBe(6)
    expect(plan(list, { order: "failed-first" }).predictedSeconds).toBe(7)
  })

  it("are predicted as the scheduler runs them, and never longer than longest first", () => {
    fc.assert(
      fc.property(sketches, fc.integer({ min: 1, max: 4 }), (list, workers) => {
        const made = plan(list, { workers, order: "longest" })
        const ids = made.shards.flatMap(({ scenarios }) => scenarios)
        const units = list.map(({ id, needs = [], estimateMs }) => {
          return { id, needs, estimateMs: estimateMs ?? 0 }
        })
        const { groups } = made
        const by = { order: "longest", workers, groups, known: new Map(), seed: 1 } as const
        const longestFirst = prioritise(units, { ...by, placeOf: () => 0 })
        const msOf = (order: readonly string[]) =>
          simulate(
            toScheduleOptions({ plan: made, ids: order, workers, failFast: null }),
            (id) => ({
              durationMs: (made.scenarios[id]?.estimateSeconds ?? 0) * 1_000,
              end: { outcome: "passed" },
            }),
          ).makespanMs
        expect(ids.toSorted()).toEqual(list.map(({ id }) => id).toSorted())
        expect(made.predictedSeconds).toBeCloseTo(msOf(ids) / 1_000, 3)
        expect(msOf(ids)).toBeLessThanOrEqual(msOf(longestFirst.map(({ id }) => id)))
        // Members of a sequential group keep the order of the suite, whatever that costs.
        if (list.some(({ definition }) => definition?.groups?.includes("line"))) return
        const other = plan(list.toReversed(), { workers, order: "longest" })
        expect(other.shards).toEqual(made.shards)
      }),
      { numRuns: 60 },
    )
  })

  it("are searched for the longest shard first, until the work for the whole plan is done", () => {
    const ids = Array.from({ length: 100 }, (_, i) => `s${i}`)
    const tried: number[] = []
    const shards = Array.from({ length: 40 }, (_, i) => ({ ids, predictedMs: 1_000 + i }))
    const made = shorten(shards, {
      durationMs: (id) => Number(id.slice(1)) % 7,
      scheduleOf: ({ predictedMs }) => {
        tried.push(predictedMs)
        return schedule(ids.map((id) => item(id)))
      },
      reorder: (shard) => shard,
    })
    // 30,000 scheduled scenarios: 116 lists each for two shards, and what is left for a third.
    expect(tried).toEqual([1_039, 1_038, 1_037])
    expect(made).toEqual(shards)
  })
})
