/**
 * What instances of fixtures take counts when planning, as what scenarios take does.
 */
import { describe, expect, it } from "vitest"
import type { Capability } from "../../../src/formats/capability.ts"
import type { FixtureSpec } from "../../../src/formats/fixture.ts"
import { findMissing } from "../../../src/plan/explain/left-out.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { withInstances } from "../../../src/plan/units/beside.ts"
import { fixtureSpec, planOptions, scenario } from "../plan-rig.ts"

const lease = (name: string) => ({ name, key: null })
const leasing = (...names: readonly string[]) => ({ definition: { fixtures: names.map(lease) } })
const takes = (
  demand: Readonly<Record<string, number>>,
  more: Partial<FixtureSpec> & { readonly inner?: readonly string[] } = {},
) => {
  const { inner = [], ...spec } = more
  const fixtures = inner.map(lease)
  return fixtureSpec({ ...spec, keys: { "": { matrix: {}, demand, fixtures } } })
}

function planOf(
  ids: readonly string[],
  of: Partial<PlanOptions> & {
    readonly fixtures: Readonly<Record<string, FixtureSpec>>
    readonly runners?: PlanOptions["suite"]["runners"]
  },
): PlanOptions {
  const { fixtures, runners, ...more } = of
  const options = planOptions(
    ids.map((id) => ({ id, estimateMs: 60_000, ...leasing(...Object.keys(fixtures)) })),
    more,
  )
  const suite = { ...options.suite, fixtures, ...(runners === undefined ? {} : { runners }) }
  return { ...options, suite }
}

const license = (quantity: number): Capability => ({
  ...{ name: "license", scope: "run", present: true, quantity },
  ...{ unit: null, evidence: "as declared" },
})
const runner = (gpu: number) => ({
  ...{ runsOn: "own", startupMs: null, capabilities: { gpu }, workers: null, maxShards: null },
})

describe("what instances take", () => {
  it.each<[string, Readonly<Record<string, FixtureSpec>>, readonly string[]]>([
    ["one", { db: takes({ gpu: 1 }) }, ["db 1"]],
    ["none that takes nothing", { db: takes({}), web: takes({ gpu: 2 }) }, ["web 2"]],
    [
      "what they lease, as many as have leases for all",
      { db: takes({ gpu: 1 }, { instances: 2 }), web: takes({ gpu: 2 }, { inner: ["db"] }) },
      ["db 1", "db 1", "web 2"],
    ],
    [
      "one that has leases for all once",
      { db: takes({ gpu: 1 }, { leases: null }), web: takes({}, { inner: ["db"] }) },
      ["db 1"],
    ],
  ])("is counted for each that must be there beside a scenario: %s", (_, fixtures, expected) => {
    const one = scenario({ id: "a", ...leasing(...Object.keys(fixtures)) })
    const [found] = withInstances([one], fixtures)
    expect(found?.beside?.map(({ fixture, demand }) => `${fixture} ${demand["gpu"]}`)).toEqual(
      expected,
    )
  })

  it("is part of what all shards share", () => {
    const fixtures = { vm: takes({ license: 1 }) }
    const ids = ["a", "b", "c", "d"]
    const two = makePlan(planOf(ids, { fixtures, shards: 4, capabilities: [license(2)] }))
    expect(two.shards.filter(({ share }) => share["license"] === 1)).toHaveLength(2)
    expect(two.shards.filter(({ scenarios }) => scenarios.length > 0)).toHaveLength(2)
  })

  it("decides with what the scenario takes which runner class it goes to", () => {
    const fixtures = { vm: takes({ gpu: 2 }) }
    const runners = { small: runner(2), large: runner(3) }
    const options = planOf(["a"], { fixtures, runners })
    const scenarios = options.suite.scenarios.map((one) => ({ ...one, demand: { gpu: 1 } }))
    const plan = makePlan({ ...options, suite: { ...options.suite, scenarios } })
    expect(plan.shards.map((shard) => shard.runner)).toEqual(["large"])
    expect(plan.predictedSeconds).toBeGreaterThanOrEqual(60)
  })

  it("leaves scenarios out where no class has so much, and names the fixture", () => {
    const fixtures = { vm: takes({ gpu: 4 }), web: takes({}, { inner: ["vm"] }) }
    const suite = { runners: { small: runner(2), large: runner(3) }, fixtures }
    const scenarios = [scenario({ id: "a", ...leasing("web") }), scenario({ id: "b" })]
    const found = findMissing({ suite, scenarios, capabilities: [], here: false })
    expect([...found.keys()]).toEqual(["a"])
    expect(found.get("a")).toMatch(
      /^fits no runner class; small: fixture vm takes 4 gpus .*; large: fixture vm takes 4 gpus /u,
    )
  })
})
