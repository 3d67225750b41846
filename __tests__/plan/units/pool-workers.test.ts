/**
 * Where the number of workers is left open, it follows the pools and how many scenarios lease from them.
 */
import { describe, expect, it } from "vitest"
import type { WorkerCount } from "../../../src/core/quantities/workers.ts"
import type { FixtureSpec } from "../../../src/formats/fixture.ts"
import { poolWorkers } from "../../../src/plan/units/pool-workers.ts"
import { fixtureSpec } from "../plan-rig.ts"

function workers(
  count: WorkerCount,
  of: {
    readonly pool?: Partial<FixtureSpec>
    readonly users?: number
    readonly others?: number
    readonly keys?: number
  },
) {
  const { pool = {}, users = 0, others = 0, keys = 0 } = of
  const leases = [
    ...Array.from({ length: users }, () => [{ name: "p", key: null }]),
    ...Array.from({ length: keys }, (_, i) => [{ name: "vm", key: String(i) }]),
    ...Array.from({ length: others }, () => []),
  ]
  const fixtures = { p: fixtureSpec(pool), vm: fixtureSpec({}) }
  return poolWorkers({ cores: 4, count, leases, fixtures })
}

const GRID = { instances: 10, warm: 6 }

describe("workers", () => {
  it.each<[string, WorkerCount, Parameters<typeof workers>[1], number, number]>([
    ["a number is kept to", 3, { pool: GRID, users: 200 }, 3, 3],
    ["as many as the pool, those for warm ones at once", "auto", { pool: GRID, users: 200 }, 10, 6],
    [
      "never fewer at once than the machine has cores",
      "auto",
      { pool: { instances: 10, warm: 1 }, users: 200 },
      10,
      4,
    ],
    ["no more than scenarios", "auto", { pool: GRID, users: 5 }, 5, 5],
    ["no more than can be leased", "auto", { pool: { instances: 2 }, users: 50 }, 2, 2],
    [
      "others use what the pool leaves",
      "auto",
      { pool: { instances: 2 }, users: 50, others: 9 },
      4,
      4,
    ],
    [
      "several leases of an instance count",
      "auto",
      { pool: { instances: 3, leases: 4 }, users: 50 },
      12,
      4,
    ],
    ["a service limits nothing", "auto", { pool: { leases: null }, users: 50 }, 4, 4],
    ["keys are as many as workers, not workers as many as keys", "auto", { keys: 99 }, 4, 4],
    [
      "a part of the machine is where a pool begins",
      "50%",
      { pool: { instances: 10 }, users: 99 },
      10,
      2,
    ],
  ])("%s", (_, count, of, most, first) => {
    expect(workers(count, of)).toEqual({ workers: most, first })
  })

  it("are those of the machine where there is no fixture", () => {
    const leases = [[]]
    expect(poolWorkers({ cores: 4, count: "auto", leases, fixtures: undefined })).toEqual({
      ...{ workers: 4, first: 4 },
    })
  })
})
