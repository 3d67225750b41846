import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seededRandom } from "../../../src/core/quantities/random.ts"
import type { PlannedGroup } from "../../../src/formats/plan.ts"
import { improveOrder, type OrderRequest } from "../../../src/plan/order/order-search.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { item, schedule } from "../../schedule/schedule-rig.ts"

const GROUPS: Readonly<Record<string, PlannedGroup>> = {
  slow: { maxParallel: 2 },
  line: { maxParallel: null, sequential: true },
  red: { maxParallel: null, conflicts: ["slow"] },
}

const request: fc.Arbitrary<OrderRequest> = fc
  .record({
    specs: fc.array(
      fc.record({
        needs: fc.array(fc.nat(), { maxLength: 2 }),
        groups: fc.subarray(Object.keys(GROUPS), { maxLength: 2 }),
        cpu: fc.constantFrom(0, 0, 0.5, 1, 2, 9),
        gpu: fc.constantFrom(0, 0, 1),
        exclusive: fc.nat(15).map((n) => n === 0),
        seconds: fc.nat(20),
      }),
      { minLength: 1, maxLength: 16 },
    ),
    workers: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  })
  .map(({ specs, workers, seed }) => {
    const items = specs.map(({ needs, groups, cpu, gpu, exclusive }, i) =>
      item(`s${i}`, {
        needs: [...new Set(i === 0 ? [] : needs.map((need) => `s${need % i}`))],
        groups,
        demand: { cpu, gpu },
        exclusive,
      }),
    )
    const resources = { cpu: 3, gpu: 1 }
    return {
      schedule: schedule(items, { workers, resources, groups: GROUPS, seed }),
      durationMs: (id) => (specs[Number(id.slice(1))]?.seconds ?? 0) * 1_000,
    }
  })

const idsOf = ({ schedule }: OrderRequest) => schedule.items.map(({ id }) => id)

function makespan({ schedule, durationMs }: OrderRequest, ids: readonly string[]): number {
  const byId = new Map(schedule.items.map((one) => [one.id, one]))
  const items = ids.flatMap((id) => byId.get(id) ?? [])
  return simulate({ ...schedule, items }, (id) => ({
    durationMs: durationMs(id),
    end: { outcome: "passed" },
  })).makespanMs
}

describe("improveOrder", () => {
  it("gives every id once, never a longer run, and the same for the same seed", () => {
    fc.assert(
      fc.property(request, (of) => {
        const given = idsOf(of)
        const found = improveOrder(of)
        expect(found.toSorted()).toEqual(given.toSorted())
        expect(makespan(of, found)).toBeLessThanOrEqual(makespan(of, given))
        expect(improveOrder(of)).toEqual(found)
      }),
      { numRuns: 50 },
    )
  })

  it("finds what longest first misses", () => {
    // Longest first: 3 | 3 beside 2 2 2 leaves a gap; three twos on one worker are optimal.
    const seconds: Readonly<Record<string, number>> = { a: 3, b: 3, c: 2, d: 2, e: 2 }
    const of: OrderRequest = {
      schedule: schedule(Object.keys(seconds).map((id) => item(id))),
      durationMs: (id) => (seconds[id] ?? 0) * 1_000,
    }
    expect(makespan(of, ["a", "b", "c", "d", "e"])).toBe(7_000)
    expect(makespan(of, improveOrder(of))).toBe(6_000)
  })

  it("keeps members of sequential groups in the order that they were given", () => {
    fc.assert(
      fc.property(request, (of) => {
        const { items } = of.schedule
        fc.pre(items.every(({ id, needs }) => needs.length === 0 && of.durationMs(id) > 0))
        const line = (ids: readonly string[]) =>
          ids.filter((id) => items.some((one) => one.id === id && one.groups.includes("line")))
        expect(line(improveOrder(of))).toEqual(line(idsOf(of)))
      }),
      { numRuns: 50 },
    )
  })

  it("leaves a list alone that cannot become shorter, whatever its length", () => {
    const items = Array.from({ length: 20_000 }, (_, i) => item(`s${i}`))
    const of: OrderRequest = { schedule: schedule(items, { workers: 4 }), durationMs: () => 1_000 }
    expect(improveOrder(of)).toEqual(idsOf(of))
  })

  it("knows that nothing runs before the instances that it leases are there", () => {
    const fixtures = { pool: { instances: 2, leases: 1, warm: 2, startMs: 10_000 } }
    const leases = { fixtures: [{ name: "pool", key: null }] }
    const items = Array.from({ length: 40 }, (_, i) => item(`s${i}`, leases))
    let asked = 0
    const request: OrderRequest = {
      schedule: schedule(items, { workers: 2, fixtures }),
      durationMs: () => {
        asked += 1
        return 1_000
      },
    }
    expect(makespan(request, idsOf(request))).toBe(10_000 + 20_000)
    asked = 0
    expect(improveOrder(request)).toEqual(idsOf(request))
    // Twice for the bound, once for the given order: it reaches the bound, so that no other is tried.
    expect(asked).toBe(3 * items.length)
  })

  it("draws lists where all rules miss, a hundred near the best four of them", () => {
    const made = Array.from({ length: 6 }, (_, seed) => hardOrder(seed))
    const sum = (tries: number) =>
      made.reduce((ms, of) => ms + makespan(of, improveOrder({ ...of, tries })), 0)
    const given = made.reduce((ms, of) => ms + makespan(of, idsOf(of)), 0)
    expect(sum(16) / given).toBeLessThan(0.95)
    expect(sum(116) / sum(16)).toBeLessThan(0.985)
  })
})

/** Forty scenarios with needs that demand two resources. */
function hardOrder(seed: number): OrderRequest {
  const random = seededRandom(seed)
  const items = Array.from({ length: 40 }, (_, i) => {
    const needs = i < 4 || random() < 0.2 ? [] : [`s${Math.floor(random() * i)}`]
    return item(`s${i}`, {
      needs,
      demand: { cpu: Math.floor(5 * random()), gpu: random() < 0.3 ? 1 : 0 },
    })
  })
  const ms = new Map(items.map(({ id }) => [id, 1_000 * Math.ceil(10 * random())]))
  return {
    schedule: schedule(items, { workers: 6, resources: { cpu: 6, gpu: 2 }, seed }),
    durationMs: (id) => ms.get(id) ?? 0,
  }
}
