/**
 * With `--hash` a filter moves nobody: who shares a shard with whom stays.
 */
import { describe, expect, it } from "vitest"
import type { Capability, RunnerClass } from "../../../src/formats/capability.ts"
import { curveOf } from "../../../src/plan/explain/curve.ts"
import { makePlan, type PlanOptions, preparePlan } from "../../../src/plan/make-plan.ts"
import { planOptions, type ScenarioSketch } from "../plan-rig.ts"

const license: Capability = {
  ...{ name: "license", scope: "run", present: true, quantity: 3, unit: null, evidence: "" },
}

const groups = { db: { maxParallel: null, scope: "run" as const } }

/** The shard of each scenario by its number; every shard is chosen by some that no filter takes. */
function homesOf(
  list: readonly ScenarioSketch[],
  keeps: (id: string) => boolean,
  more: Partial<PlanOptions> = {},
): ReadonlyMap<string, number> {
  const many = Array.from({ length: 60 }, (_, i) => ({ id: `s${i}`, estimateMs: 1_000 }))
  const options = planOptions([...many, ...list], { strategy: "hash", shards: 5, ...more })
  const plan = makePlan({
    ...options,
    suite: { ...options.suite, groups },
    selected: new Set([...options.selected].filter(keeps)),
  })
  expect(plan.shards).toHaveLength(5)
  return new Map(plan.shards.flatMap(({ shard, scenarios }) => scenarios.map((id) => [id, shard])))
}

function expectToStay(
  list: readonly ScenarioSketch[],
  keeps: (id: string) => boolean,
  more: Partial<PlanOptions> = {},
) {
  const before = homesOf(list, () => true, more)
  const after = homesOf(list, keeps, more)
  expect([...after.keys()].length).toBeLessThan(before.size)
  for (const [id, shard] of after) expect([id, before.get(id)]).toEqual([id, shard])
}

const numbers = Array.from({ length: 10 }, (_, i) => i)

describe("leaving some out with --hash moves no other", () => {
  it("that they need", () => {
    const list = numbers.flatMap((i) => [{ id: `a${i}`, needs: [`z${i}`] }, { id: `z${i}` }])
    expectToStay(list, (id) => !id.startsWith("a"))
  })

  it("that they were joined with by what both need, or that they join", () => {
    const list = numbers.flatMap((i) => [
      { id: `a${i}`, needs: [`m${i}`, `z${i}`] },
      { id: `m${i}` },
      { id: `z${i}` },
    ])
    expectToStay(list, (id) => !id.startsWith("a"))
  })

  it("of their group of the run", () => {
    const list = ["a", "m", "z"].map((id) => ({ id, definition: { groups: ["db"] } }))
    expectToStay(list, (id) => id !== "a")
  })

  it("that takes of what all shards share", () => {
    const list = numbers.map((i) => ({
      id: `l${i}`,
      estimateMs: 1_000 * i,
      demand: { license: 1 },
    }))
    const odd = (id: string) => !["l1", "l4", "l8", "l9"].includes(id)
    expectToStay(list, odd, { capabilities: [license] })
  })
})

it("has no row in the curve for shards that no class may have, or that nothing can fill", () => {
  const counts = (options: PlanOptions) =>
    curveOf(preparePlan(options).cutting, { to: 6, prices: {} }).map(({ shards }) => shards)
  const list = numbers.map((i) => ({ id: `l${i}`, demand: { license: 1 } }))
  const options = planOptions(list, { strategy: "hash", shards: 3 })
  const runner: RunnerClass = {
    ...{ runsOn: "x", startupMs: null, capabilities: {}, workers: null, maxShards: 2 },
  }
  expect(counts({ ...options, suite: { ...options.suite, runners: { only: runner } } })).toEqual([
    1, 2,
  ])
  expect(counts(planOptions(list, { capabilities: [license] }))).toEqual([1, 2, 3])
})
