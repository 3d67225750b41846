import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Capability, RunnerClass } from "../../../src/formats/capability.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { planOptions } from "../plan-rig.ts"

const license = (quantity: number): Capability => ({
  name: "license",
  scope: "run",
  present: true,
  quantity,
  unit: null,
  evidence: "as declared",
})

function planWith(
  demands: readonly number[],
  shards: number,
  quantity: number,
  more: Partial<PlanOptions> = {},
) {
  const options = planOptions(
    demands.map((_, i) => ({ id: `s${i}`, estimateMs: 10_000 + i })),
    { shards, capabilities: [license(quantity)], ...more },
  )
  const scenarios = options.suite.scenarios.map((one, i) => {
    const amount = demands[i] ?? 0
    return amount === 0 ? one : { ...one, demand: { license: amount } }
  })
  return makePlan({ ...options, suite: { ...options.suite, scenarios } })
}

interface Taking {
  readonly runner: string
  readonly demand: number
}

/** Classes by name, and scenarios that are bound to them. */
function planOnClasses(
  takers: readonly Taking[],
  of: { readonly quantity: number; readonly maxShards?: number } & Partial<PlanOptions>,
) {
  const { quantity, maxShards = null, ...more } = of
  const options = planOptions(
    takers.map((_, i) => ({ id: `s${i}`, estimateMs: 60_000 + i })),
    { capabilities: [license(quantity)], ...more },
  )
  const bare = { runsOn: "x", startupMs: null, capabilities: {}, workers: null }
  const runners: Record<string, RunnerClass> = {
    linux: { ...bare, maxShards: null },
    gpu: { ...bare, maxShards },
    win: { ...bare, maxShards: null },
  }
  const scenarios = options.suite.scenarios.map((one, i) => {
    const { runner = "linux", demand = 0 } = takers[i] ?? {}
    return { ...one, runner, ...(demand === 0 ? {} : { demand: { license: demand } }) }
  })
  return makePlan({ ...options, suite: { ...options.suite, runners, scenarios } })
}

const four = (runner: string): readonly Taking[] => Array(4).fill({ runner, demand: 1 })

describe("a quantity that all shards share", () => {
  it("is handed out in whole shares that never add up to more, each enough for what its shard holds", () => {
    const demand = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        demand,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 3, max: 12 }),
        (demands, shards, quantity) => {
          const plan = planWith(demands, shards, quantity)
          const shares = plan.shards.map(({ share }) => share["license"] ?? 0)
          expect(shares.every(Number.isInteger)).toBe(true)
          expect(shares.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(quantity)
          for (const [index, { scenarios }] of plan.shards.entries()) {
            const largest = Math.max(
              ...scenarios.map((id) => plan.scenarios[id]?.demand["license"] ?? 0),
            )
            expect(shares[index]).toBeGreaterThanOrEqual(largest)
          }
        },
      ),
    )
  })

  it("goes to as many shards as there is enough for", () => {
    const plan = planWith([1, 1, 1, 1, 1, 1, 0, 0], 4, 2)
    const shares = plan.shards.map(({ share }) => share["license"])
    expect(shares.filter((share) => share !== undefined)).toEqual([1, 1])
  })

  it("is enough where its parts are no whole numbers", () => {
    // Three times 0.3333 is less than one, but in thousandths each takes 0.334.
    const { shards } = planWith([0.3333, 0.3333, 0.3333], 3, 1)
    expect(shards).toHaveLength(2)
    for (const { share } of shards) expect(share["license"]).toBeGreaterThanOrEqual(0.3333)
  })
})

describe("a quantity that shards of several runner classes share", () => {
  it("is divided among the classes in whole shares, each with as many takers as there is for", () => {
    const plan = planOnClasses([...four("linux"), ...four("gpu")], { quantity: 2, shards: 4 })
    expect(plan.skipped).toEqual([])
    expect(plan.shards.map(({ runner, share }) => [runner, share])).toEqual([
      ["linux", { license: 1 }],
      ["gpu", { license: 1 }],
    ])
  })

  it("goes to the classes that it is enough for; the others' takers are skipped and say why", () => {
    const takers = [
      { runner: "linux", demand: 1 },
      ...four("gpu"),
      { runner: "win", demand: 1 },
      { runner: "win", demand: 0 },
    ]
    const plan = planOnClasses(takers, { quantity: 1, shards: 4 })
    expect(plan.shards.map(({ runner, share }) => [runner, share])).toEqual([
      ["gpu", { license: 1 }],
      ["win", {}],
    ])
    expect(plan.skipped.map(({ id, reason }) => [id, reason])).toEqual([
      ["s0", "missing-capability"],
      ["s5", "missing-capability"],
    ])
    expect(plan.skipped[0]?.message).toBe(
      "license: the whole run shares 1 (as declared); it goes to runner class gpu, and nothing is left for linux and win",
    )
  })

  it("never adds up to more, and is enough for what every shard holds, for any classes", () => {
    const taking = fc.record({
      runner: fc.constantFrom("linux", "gpu", "win"),
      demand: fc.constantFrom(0, 1, 2, 3, 0.5, 0.3333),
    })
    const shape = fc.record({
      shards: fc.integer({ min: 1, max: 8 }),
      workers: fc.integer({ min: 1, max: 4 }),
      quantity: fc.constantFrom(3, 4, 5, 7.5, 12),
      maxShards: fc.integer({ min: 1, max: 3 }),
      strategy: fc.constantFrom("balanced" as const, "hash" as const),
    })
    fc.assert(
      fc.property(fc.array(taking, { minLength: 1, maxLength: 20 }), shape, (takers, of) => {
        const plan = planOnClasses(takers, of)
        const shares = plan.shards.map(({ share }) => share["license"] ?? 0)
        const sum = shares.reduce((all, each) => all + each, 0)
        expect(sum).toBeLessThanOrEqual(of.quantity + 1e-9)
        for (const [index, { scenarios }] of plan.shards.entries()) {
          const largest = Math.max(
            ...scenarios.map((id) => plan.scenarios[id]?.demand["license"] ?? 0),
          )
          expect(shares[index]).toBeGreaterThanOrEqual(largest)
          if (largest === 0) expect(shares[index]).toBe(0)
        }
        const placed = plan.shards.flatMap(({ scenarios }) => scenarios)
        const ids = [...placed, ...plan.skipped.map(({ id }) => id)]
        expect(ids.toSorted()).toEqual(takers.map((_, i) => `s${i}`).toSorted())
        expect(plan.predictedSeconds).toBeGreaterThanOrEqual(plan.lowerBoundSeconds - 0.001)
      }),
      { numRuns: 300 },
    )
  })
})

describe("predictions with a quantity that all shards share", () => {
  it("wait for it as the shards will", () => {
    const plan = planWith([1, 1, 1, 1, 1, 1], 2, 1, { workers: 4 })
    expect(plan.shards).toHaveLength(1)
    expect(plan.predictedSeconds).toBeCloseTo(60.015)
    expect(plan.lowerBoundSeconds).toBeCloseTo(60.015)
  })

  it("keep the takers even where workers have to share cores", () => {
    // Two cores for four workers: the crowd that half of the others are for them shortens nothing
    // that waits for the quantity.
    const demands = Array.from({ length: 16 }, (_, i) => (i < 8 ? 1 : 0))
    const plan = planWith(demands, 2, 2, { workers: 4, assumedWorkers: 2 })
    const takers = plan.shards.map(
      ({ scenarios }) => scenarios.filter((id) => Number(id.slice(1)) < 8).length,
    )
    expect(takers).toEqual([4, 4])
  })

  it("are never below the lower bound", () => {
    const demand = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 })
    const few = fc.integer({ min: 1, max: 8 })
    fc.assert(
      fc.property(
        demand,
        few,
        few,
        fc.integer({ min: 3, max: 12 }),
        (demands, shards, workers, quantity) => {
          const plan = planWith(demands, shards, quantity, { workers })
          expect(plan.predictedSeconds).toBeGreaterThanOrEqual(plan.lowerBoundSeconds - 0.001)
        },
      ),
      { numRuns: 300 },
    )
  })
})
