import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Capability } from "../../src/formats/capability.ts"
import { makePlan } from "../../src/plan/make-plan.ts"
import { planOptions } from "./plan-rig.ts"

const license = (quantity: number): Capability => ({
  name: "license",
  scope: "run",
  present: true,
  quantity,
  unit: null,
  evidence: "as declared",
})

function planWith(demands: readonly number[], shards: number, quantity: number) {
  const options = planOptions(
    demands.map((_, i) => ({ id: `s${i}`, estimateMs: 10_000 + i })),
    { shards, capabilities: [license(quantity)] },
  )
  const scenarios = options.suite.scenarios.map((one, i) => {
    const amount = demands[i] ?? 0
    return amount === 0 ? one : { ...one, demand: { license: amount } }
  })
  return makePlan({ ...options, suite: { ...options.suite, scenarios } })
}

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
})
