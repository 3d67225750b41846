import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PlannedGroup } from "../../../src/formats/plan.ts"
import { decode, justify } from "../../../src/plan/order/order-decode.ts"
import { type OrderRequest, orderProblem } from "../../../src/plan/order/order-problem.ts"
import { improveOrder } from "../../../src/plan/order/order-search.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { item } from "../../schedule/schedule-rig.ts"

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
    const durationsMs = new Map(specs.map(({ seconds }, i) => [`s${i}`, seconds * 1_000]))
    const resources = { cpu: 3, gpu: 1 }
    return { items, workers, resources, groups: GROUPS, durationsMs, seed, budget: 200 }
  })

function makespan(of: OrderRequest, ids: readonly string[]): number {
  const { workers, resources, groups, seed, durationsMs } = of
  const byId = new Map(of.items.map((one) => [one.id, one]))
  const items = ids.flatMap((id) => byId.get(id) ?? [])
  return simulate({ items, workers, resources, groups, seed, failFast: null }, (id) => ({
    durationMs: durationsMs.get(id) ?? 0,
    end: { outcome: "passed" },
  })).makespanMs
}

describe("improveOrder", () => {
  it("gives every id once, never a longer run, and the same for the same seed", () => {
    fc.assert(
      fc.property(request, (of) => {
        const given = of.items.map(({ id }) => id)
        const found = improveOrder(of)
        expect(found.toSorted()).toEqual(given.toSorted())
        expect(makespan(of, found)).toBeLessThanOrEqual(makespan(of, given))
        expect(improveOrder(of)).toEqual(found)
      }),
      { numRuns: 150 },
    )
  })

  it("finds what longest first misses", () => {
    // Longest first: 3 | 3 beside 2 2 2 leaves a gap; three twos on one worker are optimal.
    const seconds = { a: 3, b: 3, c: 2, d: 2, e: 2 }
    const of: OrderRequest = {
      items: Object.keys(seconds).map((id) => item(id)),
      workers: 2,
      resources: {},
      groups: {},
      durationsMs: new Map(Object.entries(seconds).map(([id, s]) => [id, s * 1_000])),
      seed: 1,
      budget: 400,
    }
    expect(makespan(of, ["a", "b", "c", "d", "e"])).toBe(7_000)
    expect(makespan(of, improveOrder(of))).toBe(6_000)
  })

  it("keeps members of sequential groups in the order that they were given", () => {
    fc.assert(
      fc.property(request, (of) => {
        fc.pre([...of.durationsMs.values()].every((ms) => ms > 0))
        const free = of.items.every(({ needs }) => needs.length === 0)
        fc.pre(free)
        const line = (ids: readonly string[]) =>
          ids.filter((id) => of.items.some((one) => one.id === id && one.groups.includes("line")))
        expect(line(improveOrder(of))).toEqual(line(of.items.map(({ id }) => id)))
      }),
      { numRuns: 100 },
    )
  })

  it("leaves a list alone that cannot become shorter, whatever its length", () => {
    const items = Array.from({ length: 20_000 }, (_, i) => item(`s${i}`))
    const of: OrderRequest = {
      items,
      workers: 4,
      resources: {},
      groups: {},
      durationsMs: new Map(items.map(({ id }) => [id, 1_000])),
      seed: 1,
      budget: 1_000_000,
    }
    expect(improveOrder(of)).toEqual(items.map(({ id }) => id))
  })
})

describe("justify", () => {
  it("never makes a schedule longer, and keeps needs and capacities", () => {
    fc.assert(
      fc.property(request, (of) => {
        const problem = orderProblem(of)
        const { size, width, durations, before, demands, capacities } = problem
        const plain = decode(
          problem,
          Float64Array.from({ length: size }, (_, i) => i),
        )
        const closed = justify(problem, plain)
        expect(closed.makespanMs).toBeLessThanOrEqual(plain.makespanMs)
        const endOf = (i: number) => (closed.starts[i] ?? 0) + (durations[i] ?? 0)
        for (let i = 0; i < size; i++) {
          const at = closed.starts[i] ?? 0
          for (const one of before[i] ?? []) expect(endOf(one)).toBeLessThanOrEqual(at)
          for (let r = 0; r < width; r++) {
            let taken = 0
            for (let k = 0; k < size; k++) {
              if ((closed.starts[k] ?? 0) <= at && at < endOf(k))
                taken += demands[k * width + r] ?? 0
            }
            expect(taken).toBeLessThanOrEqual((capacities[r] ?? 0) + 1e-6)
          }
        }
      }),
    )
  })
})
