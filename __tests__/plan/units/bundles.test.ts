/**
 * Scenarios that lease the same instances are kept together as far as shards stay even, and starts count.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { FixtureSpec } from "../../../src/formats/fixture.ts"
import { cut } from "../../../src/plan/cut/cut.ts"
import { divide } from "../../../src/plan/cut/divide.ts"
import { type PlanOptions, preparePlan } from "../../../src/plan/make-plan.ts"
import { bundleByLeases } from "../../../src/plan/units/bundles.ts"
import { componentsOf } from "../../../src/plan/units/components.ts"
import { indexScenarios } from "../../../src/plan/units/scenario-index.ts"
import { toUnits } from "../../../src/plan/units/to-units.ts"
import { fixtureSpec, planOptions, type ScenarioSketch } from "../plan-rig.ts"

const VALUE = { matrix: {}, demand: {}, fixtures: [] }

function leasing(id: string, key: string, estimateMs = 10_000): ScenarioSketch {
  return { id, estimateMs, definition: { fixtures: [{ name: "vm", key }] } }
}

function prepared(
  list: readonly ScenarioSketch[],
  more: Partial<PlanOptions> & { readonly fixture?: Partial<FixtureSpec> } = {},
) {
  const { fixture = {}, ...rest } = more
  const options = planOptions(list, rest)
  const keys = Object.fromEntries(
    list.flatMap(({ definition }) =>
      (definition?.fixtures ?? []).map(({ key }) => [key ?? "", VALUE]),
    ),
  )
  const fixtures = { vm: fixtureSpec({ keys, ...fixture }) }
  return preparePlan({ ...options, suite: { ...options.suite, fixtures } })
}

function planned(...of: Parameters<typeof prepared>) {
  return prepared(...of).plan
}

/** Eight keys with four scenarios each, one key after another in the list of ids. */
const KEYS = Array.from({ length: 32 }, (_, i) => leasing(`s${i}`, `k${i % 8}`))

describe("a plan with fixtures", () => {
  it("charges starts, as long as earlier runs saw them, and tells how many each shard pays", () => {
    const list = [leasing("a", "1"), leasing("b", "1")]
    const starts = new Map([["vm", 60_000]])
    const plan = planned(list, { shards: 1, starts })
    expect(plan.starts).toEqual({ vm: { seconds: 60, from: "history" } })
    expect(plan.predictedSeconds).toBe(80)
    expect(plan.shards[0]?.starts).toEqual({ vm: 1 })
  })

  it("takes a start that was never seen for as long as an unknown scenario", () => {
    const plan = planned([leasing("a", "1")], { shards: 1 })
    expect(plan.starts).toEqual({ vm: { seconds: 10, from: "default" } })
    expect(plan.predictedSeconds).toBe(20)
  })

  it("keeps a key in one shard where shards stay even", () => {
    const plan = planned(KEYS, { shards: 4, workers: 1, starts: new Map([["vm", 30_000]]) })
    expect(plan.shards.map(({ starts }) => starts)).toEqual(Array(4).fill({ vm: 2 }))
    expect(plan.predictedSeconds).toBe(2 * (30 + 4 * 10))
  })

  it("divides a key where one start more is cheaper than waiting", () => {
    const list = Array.from({ length: 16 }, (_, i) => leasing(`s${i}`, "only"))
    const plan = planned(list, { shards: 4, workers: 1, starts: new Map([["vm", 5_000]]) })
    expect(plan.shards.map(({ starts }) => starts)).toEqual(Array(4).fill({ vm: 1 }))
    expect(plan.predictedSeconds).toBe(5 + 4 * 10)
  })

  it("is never predicted longer for keeping keys together", () => {
    const list = fc.array(
      fc.record({
        key: fc.constantFrom("1", "2", "3", "4", "5"),
        ms: fc.integer({ min: 1, max: 90 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    const start = fc.constantFrom(0, 5_000, 120_000)
    fc.assert(
      fc.property(list, start, fc.integer({ min: 1, max: 4 }), (sketches, ms, shards) => {
        const scenarios = sketches.map(({ key, ms: each }, i) =>
          leasing(`s${i}`, key, each * 1_000),
        )
        const starts = new Map([["vm", ms]])
        const { plan, cutting } = prepared(scenarios, { shards, workers: 2, starts })
        expect(plan.predictedSeconds).toBeGreaterThanOrEqual(plan.lowerBoundSeconds - 1e-6)
        expect(plan.shards.flatMap((one) => one.scenarios)).toHaveLength(sketches.length)
        const apart = cut(cutting, { divisions: divide(cutting, plan.shards.length) })
        const apartMs = Math.max(...apart.map(({ predictedMs }) => predictedMs))
        expect(plan.predictedSeconds).toBeLessThanOrEqual(apartMs / 1_000 + 1e-6)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it("names the fixture where that sets the bound", () => {
    const list = Array.from({ length: 8 }, (_, i) => ({
      ...{ id: `s${i}`, estimateMs: 10_000 },
      definition: { fixtures: [{ name: "vm", key: null }] },
    }))
    const pool = (instances: number) =>
      planned(list, { shards: 1, workers: 4, fixture: { instances } })
    expect(pool(2).limit).toEqual({ kind: "fixture", ids: [], name: "vm", runner: null })
    expect(pool(2).lowerBoundSeconds).toBe(40)
    expect(pool(4).limit?.kind).toBe("work")
  })
})

describe("bundles", () => {
  const bundles = (list: readonly ScenarioSketch[], shards: number) => {
    const { scenarios } = planOptions(list).suite
    const estimates = scenarios.map(({ estimateMs }) => {
      return { ms: estimateMs ?? 0, from: "estimate", spreadMs: 0 } as const
    })
    const components = componentsOf(toUnits(scenarios, { estimates, groups: {} }))
    const startMs = () => 1_000
    return bundleByLeases(components, { scenarios: indexScenarios(scenarios), startMs, shards })
  }

  it("are one for each key, each charged with its start, and the rest as it was", () => {
    const made = bundles(
      [leasing("a", "1"), leasing("b", "2"), leasing("c", "1"), { id: "x", estimateMs: 1 }],
      1,
    )
    expect(made.map(({ units, workMs }) => [units.map(({ id }) => id).join(), workMs])).toEqual([
      ["x", 1],
      ["a,c", 21_000],
      ["b", 11_000],
    ])
  })

  it("are several of a key that is more than an even share", () => {
    const list = Array.from({ length: 12 }, (_, i) => leasing(`s${i}`, i < 8 ? "big" : "small"))
    // With starts an even share of three shards is 40.7 s: the large key fills two, and
    // the other is only a little more than one.
    expect(bundles(list, 3).map(({ units }) => units.length)).toEqual([4, 4, 4])
  })
})
