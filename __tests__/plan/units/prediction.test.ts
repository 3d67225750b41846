import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seededRandom } from "../../../src/core/quantities/random.ts"
import type { ShareName } from "../../../src/formats/plan.ts"
import { listMakespan } from "../../../src/plan/cut/predict.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { toScheduleOptions } from "../../../src/plan/units/items.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { planOptions, type ScenarioSketch } from "../plan-rig.ts"

describe("predictions", () => {
  it("of plain scenarios are what the scheduler does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000), { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        (durations, workers) => {
          const plan = makePlan(
            planOptions(
              durations.map((ms, i) => ({ id: `s${i}`, estimateMs: ms })),
              { shards: 1 },
            ),
          )
          const ids = durations.map((_, i) => `s${i}`)
          const options = toScheduleOptions({ plan, ids, workers, failFast: null })
          const end = { outcome: "passed" } as const
          const simulated = simulate(options, (id) => ({
            durationMs: durations[Number(id.slice(1))] ?? 0,
            end,
          }))
          expect(listMakespan(durations, workers)).toBe(simulated.makespanMs)
        },
      ),
    )
  })

  it("even out shards whose loads are even but whose schedules are not", () => {
    // By load alone 4 + 4 and 4 + 4 seem as good as any; with two workers a group of one at a time
    // makes a shard with two of its members twice as long.
    const list = ["a", "b", "c", "d"].map((id, i) => ({
      id,
      estimateMs: 40_000,
      definition: { groups: i < 2 ? ["alone"] : [] },
    }))
    const options = planOptions(list, { shards: 2, workers: 2 })
    const plan = makePlan({
      ...options,
      suite: { ...options.suite, groups: { alone: { maxParallel: 1 } } },
    })
    expect(plan.predictedSeconds).toBe(40)
  })

  it("even out work as well where workers have to share cores", () => {
    const random = seededRandom(3)
    const list = Array.from({ length: 200 }, (_, i) => ({
      id: `s${i}`,
      estimateMs: Math.round(1_000 * Math.exp(1.5 * random())),
    }))
    const planned = (assumedWorkers: number) => {
      const plan = makePlan(planOptions(list, { shards: 8, workers: 8, assumedWorkers }))
      const loads = plan.shards.map(({ scenarios }) =>
        scenarios.reduce((sum, id) => sum + (plan.scenarios[id]?.estimateSeconds ?? 0), 0),
      )
      return { predicted: plan.predictedSeconds, unevenness: unevennessOf(loads) }
    }
    const crowded = planned(2)
    const roomy = planned(8)
    expect(roomy.predicted).toBeLessThan(crowded.predicted)
    expect(crowded.unevenness).toBeLessThan(1.02)
    expect(roomy.unevenness).toBeGreaterThan(crowded.unevenness)
  })

  it("follow how workers share their list", () => {
    // A needs chain keeps the part of one worker waiting for the other's.
    const list = [
      { id: "a", estimateMs: 4_000 },
      { id: "b", estimateMs: 3_000, needs: ["a"] },
      { id: "c", estimateMs: 3_000, needs: ["a"] },
      { id: "d", estimateMs: 2_000, needs: ["a"] },
    ]
    const seconds = (sharing: ShareName) => {
      const plan = makePlan(planOptions(list, { shards: 1, workers: 2, sharing }))
      expect(plan.sharing).toBe(sharing === "queue" ? undefined : sharing)
      return plan.predictedSeconds
    }
    // Parts by LPT: a and d, b and c. Queue and hybrid let a's worker take b or c meanwhile.
    expect(seconds("queue")).toBe(9)
    expect(seconds("static")).toBe(10)
    expect(seconds("hybrid")).toBe(9)
  })

  it("keep members of a group that holds for the whole run in one shard and say what it costs", () => {
    const list = Array.from({ length: 6 }, (_, i) => ({
      id: `s${i}`,
      estimateMs: 60_000,
      definition: { groups: i < 4 ? ["db"] : [] },
    }))
    const options = planOptions(list, { shards: 3 })
    const groups = { db: { maxParallel: null, scope: "run" as const } }
    const plan = makePlan({ ...options, suite: { ...options.suite, groups } })
    const homes = plan.shards.filter(({ scenarios }) =>
      scenarios.some((id) => Number(id.slice(1)) < 4),
    )
    expect(homes).toHaveLength(1)
    expect(plan.predictedSeconds).toBe(240)
    expect(plan.limit).toMatchObject({ kind: "component" })
    expect(plan.togetherSeconds).toBe(120)
    expect(plan.heavyTies).toEqual([
      { because: { kind: "group", name: "db" }, count: 4, seconds: 240 },
    ])
  })

  it("name the group, the resource or what runs alone where that sets the bound", () => {
    const limitOf = (of: Partial<ScenarioSketch>, more: Partial<PlanOptions> = {}) => {
      const list = Array.from({ length: 10 }, (_, i) =>
        i % 2 === 0
          ? { id: `s${i}`, estimateMs: 100_000, ...of }
          : { id: `x${i}`, estimateMs: 10_000 },
      )
      const options = planOptions(list, { shards: 1, workers: 4, ...more })
      const groups = { seq: { maxParallel: null, sequential: true } }
      const plan = makePlan({ ...options, suite: { ...options.suite, groups } })
      expect(plan.lowerBoundSeconds).toBe(plan.predictedSeconds)
      return plan.limit
    }
    expect(limitOf({ definition: { groups: ["seq"] } })).toEqual({
      ...{ kind: "group", ids: [], name: "seq", runner: null },
    })
    const own = { name: "gpu", scope: "runner", present: true, quantity: 1, unit: null } as const
    const seen = new Map([["default", [{ ...own, evidence: "" }]]])
    expect(limitOf({ demand: { gpu: 1 } }, { seen })).toEqual({
      ...{ kind: "resource", ids: [], name: "gpu", runner: null },
    })
    const license = { ...own, name: "license", scope: "run", evidence: "" } as const
    expect(limitOf({ demand: { license: 1 } }, { capabilities: [license] })).toEqual({
      ...{ kind: "resource", ids: [], name: "license", shared: true, runner: null },
    })
  })

  it("name what runs alone where that sets the bound", () => {
    const list = [0, 1, 2].map((i) => ({
      id: `s${i}`,
      estimateMs: 100_000,
      definition: { exclusive: i > 0 },
    }))
    const plan = makePlan(planOptions(list, { shards: 1, workers: 2 }))
    expect(plan.limit).toEqual({ kind: "exclusive", ids: ["s1", "s2"], runner: null })
  })

  it("tell of scenarios that stay together how long a shard needs for them", () => {
    const list = Array.from({ length: 10 }, (_, i) =>
      i < 5
        ? { id: `s${i}`, estimateMs: 100_000, definition: { groups: ["seq"] } }
        : { id: `x${i}`, estimateMs: 10_000 },
    )
    const options = planOptions(list, { shards: 2, workers: 4 })
    const groups = { seq: { maxParallel: null, sequential: true, scope: "run" as const } }
    const plan = makePlan({ ...options, suite: { ...options.suite, groups } })
    expect(plan.heavyTies).toEqual([
      { because: { kind: "group", name: "seq" }, count: 5, seconds: 500 },
    ])
    expect(plan.limit).toMatchObject({ kind: "component" })
  })

  it("name what holds for any number of shards where it is as long as the work", () => {
    const list = [60, 60].map((s, i) => ({ id: `t${i}`, estimateMs: s * 1_000 }))
    const plan = makePlan(planOptions(list, { shards: 1, workers: 2 }))
    expect(plan.limit).toEqual({ kind: "scenario", ids: ["t0"], runner: null })
  })

  it("name the chain that no number of shards shortens", () => {
    const plan = makePlan(
      planOptions(
        [
          { id: "a", estimateMs: 30_000 },
          { id: "b", needs: ["a"], estimateMs: 30_000 },
          { id: "c", needs: ["b"], estimateMs: 5_000 },
          { id: "x", estimateMs: 1_000 },
        ],
        { shards: 2, workers: 4 },
      ),
    )
    expect(plan.limit).toEqual({ kind: "chain", ids: ["a", "b", "c"], runner: null })
  })

  it("name the one scenario that no number of workers makes faster", () => {
    const list = [300, 20, 20, 20].map((ms, index) => ({ id: `t${index}`, estimateMs: ms * 1_000 }))
    const plan = makePlan(planOptions(list, { shards: 2, workers: 4 }))
    expect(plan.limit).toEqual({ kind: "scenario", ids: ["t0"], runner: null })
    expect(plan.lowerBoundSeconds).toBe(300)
    expect(plan.predictedSeconds).toBe(300)
  })

  it("name the scenarios of which some shard takes two", () => {
    const list = [9, 8, 7].map((s) => ({ id: `t${s}`, estimateMs: s * 1_000 }))
    const plan = makePlan(planOptions(list, { shards: 2 }))
    expect(plan.limit).toEqual({ kind: "pair", ids: ["t8", "t7"], runner: null })
    expect(plan.predictedSeconds).toBe(15)
    expect(plan.lowerBoundSeconds).toBe(15)
  })
})

/** The largest over the mean. */
function unevennessOf(loads: readonly number[]): number {
  return (Math.max(...loads) * loads.length) / loads.reduce((sum, load) => sum + load, 0)
}
