/**
 * Predictions of suites with fixtures, whatever is guessed of them: nothing is left out of them.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makePlan } from "../../../src/plan/make-plan.ts"
import { fixtureSpec, planOptions } from "../plan-rig.ts"

const VALUE = { matrix: {}, demand: {}, fixtures: [] }

const scenarios = fc.array(
  fc.record({
    ms: fc.constantFrom(1_000, 5_000, 40_000),
    leases: fc.subarray(["db", "vm", "app"]),
    key: fc.constantFrom("1", "2", "3"),
    after: fc.boolean(),
    runner: fc.constantFrom("default", "other"),
  }),
  { minLength: 1, maxLength: 6 },
)

const limits = fc.record({
  instances: fc.integer({ min: 1, max: 3 }),
  leases: fc.constantFrom(1, 2, null),
  leaseTimeoutMs: fc.constantFrom(null, 2_000, 20_000),
  maxAgeMs: fc.constantFrom(null, 2_000, 20_000),
  maxUses: fc.constantFrom(null, 1, 2),
  idleMs: fc.constantFrom(null, 0, 3_000),
})

describe("predictions of suites with fixtures", () => {
  it("are never below the lower bound", () => {
    fc.assert(
      fc.property(
        fc.record({
          scenarios,
          db: limits,
          vm: limits,
          app: limits,
          shards: fc.integer({ min: 1, max: 4 }),
          workers: fc.integer({ min: 1, max: 4 }),
          seconds: fc.constantFrom(0, 1, 30),
        }),
        (of) => {
          const list = of.scenarios.map(({ ms, leases, key, after }, i) => ({
            id: `s${i}`,
            estimateMs: ms,
            needs: after && i > 0 ? [`s${i - 1}`] : [],
            definition: {
              fixtures: leases.map((name) => ({ name, key: name === "vm" ? key : null })),
            },
          }))
          const { shards, workers, seconds } = of
          const options = planOptions(list, { shards, workers })
          const fixtures = {
            db: fixtureSpec({ ...of.db, keys: { "": VALUE } }),
            vm: fixtureSpec({ ...of.vm, keys: { "1": VALUE, "2": VALUE, "3": VALUE } }),
            app: fixtureSpec({
              ...of.app,
              keys: { "": { ...VALUE, fixtures: [{ name: "db", key: null }] } },
            }),
          }
          const suite = {
            ...options.suite,
            fixtures,
            scenarios: options.suite.scenarios.map((one, i) => ({
              ...one,
              runner: of.scenarios[i]?.runner ?? "default",
            })),
            runners: {},
          }
          const starts = new Map(Object.keys(fixtures).map((name) => [name, seconds * 1_000]))
          const plan = makePlan({ ...options, suite, starts })
          expect(plan.predictedSeconds).toBeGreaterThanOrEqual(plan.lowerBoundSeconds - 0.002)
        },
      ),
      { numRuns: 40 },
    )
  })
})
