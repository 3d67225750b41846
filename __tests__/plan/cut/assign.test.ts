import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { STRATEGIES, type StrategyName } from "../../../src/plan/cut/assign.ts"
import { listMakespan } from "../../../src/plan/cut/predict.ts"
import { type Component, componentsOf, type Unit } from "../../../src/plan/units/components.ts"
import { loadsOf } from "../../../src/plan/units/loads.ts"

const NAMES = Object.keys(STRATEGIES) as StrategyName[]

const units: fc.Arbitrary<Unit[]> = fc
  .array(
    fc.record({
      estimateMs: fc.oneof(fc.nat(1_000), fc.nat(100_000)),
      doubtMs: fc.option(fc.nat(5_000), { nil: undefined }),
      together: fc.option(fc.constantFrom("a", "b"), { nil: undefined, freq: 6 }),
      gpu: fc.option(fc.constantFrom(0.5, 1), { nil: undefined, freq: 4 }),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ estimateMs, doubtMs, together, gpu }, index) => ({
      id: `s${index}`,
      needs: [],
      estimateMs,
      ...(doubtMs === undefined ? {} : { doubtMs }),
      ...(together === undefined ? {} : { together: [together] }),
      ...(gpu === undefined ? {} : { parts: { gpu } }),
    })),
  )

function assign(name: StrategyName, list: readonly Unit[], shards: number, seed = 1) {
  return STRATEGIES[name](loadsOf(componentsOf(list), { workers: 1, seed }), shards)
}

function idsOf(shards: readonly (readonly Component[])[]): string[][] {
  return shards.map((list) => list.flatMap((one) => one.units.map(({ id }) => id)).sort())
}

function longest(shards: readonly (readonly Component[])[]): number {
  return Math.max(0, ...shards.map((list) => list.reduce((sum, { workMs }) => sum + workMs, 0)))
}

describe.each(NAMES)("strategy %s, for any components", (name) => {
  it("puts each into exactly one shard, leaves none empty and makes no more than asked for", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 9 }), (list, shards) => {
        const made = idsOf(assign(name, list, shards))
        expect(made.flat().sort()).toEqual(list.map(({ id }) => id).sort())
        expect(made.every((ids) => ids.length > 0)).toBe(true)
        expect(made.length).toBeLessThanOrEqual(shards)
      }),
    )
  })

  it("gives the same for the same seed, in whatever order the units come", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 9 }), fc.nat(), (list, shards, turn) => {
        const at = list.length === 0 ? 0 : turn % list.length
        const turned = [...list.slice(at), ...list.slice(0, at)].reverse()
        expect(idsOf(assign(name, turned, shards))).toEqual(idsOf(assign(name, list, shards)))
      }),
    )
  })

  it("keeps together what belongs together", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 9 }), (list, shards) => {
        const made = idsOf(assign(name, list, shards))
        for (const group of ["a", "b"]) {
          const members = list.filter(({ together }) => together?.includes(group) === true)
          const homes = made.filter((ids) => members.some(({ id }) => ids.includes(id)))
          expect(homes.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe("balanced", () => {
  const plain = units.map((list) =>
    list.map(({ id, needs, estimateMs }) => ({ id, needs, estimateMs })),
  )

  it("is never worse than LPT, never below the bound, and uses every shard it can", () => {
    fc.assert(
      fc.property(plain, fc.integer({ min: 1, max: 9 }), fc.nat(9), (list, shards, seed) => {
        const made = assign("balanced", list, shards, seed)
        const loads = loadsOf(componentsOf(list), { workers: 1, seed })
        const { length } = made
        expect(length).toBe(Math.min(shards, list.length))
        expect(longest(made)).toBeLessThanOrEqual(longest(assign("lpt", list, shards)) + 1e-6)
        if (length > 0) expect(longest(made)).toBeGreaterThanOrEqual(loads.boundOf(length) - 1e-6)
      }),
      { numRuns: 300 },
    )
  })

  it("finds what LPT misses", () => {
    // 5 + 4 + 3 + 3 is what LPT ends with; 5 + 5 + 4 is even.
    const list = [5, 5, 4, 4, 3, 3, 4].map((s, i) => ({
      id: `t${i}`,
      needs: [],
      estimateMs: s * 1000,
    }))
    expect(longest(assign("lpt", list, 2))).toBe(15_000)
    expect(longest(assign("balanced", list, 2))).toBe(14_000)
  })

  it("evens out a demanded resource as well as time", () => {
    const list = Array.from({ length: 8 }, (_, i): Unit => {
      return { id: `s${i}`, needs: [], estimateMs: 10_000, ...(i < 4 ? { parts: { gpu: 1 } } : {}) }
    })
    const loads = loadsOf(componentsOf(list), { workers: 4, seed: 1 })
    const made = STRATEGIES.balanced(loads, 2)
    const gpus = made.map(
      (own) => own.filter(({ units: [unit] }) => unit?.parts !== undefined).length,
    )
    expect(gpus).toEqual([2, 2])
  })

  it("parts what is much in doubt", () => {
    const sure = Array.from({ length: 12 }, (_, i) => ({
      id: `s${i}`,
      needs: [],
      estimateMs: 5_000,
    }))
    const doubtful = Array.from({ length: 4 }, (_, i) => {
      return { id: `d${i}`, needs: [], estimateMs: 5_000, doubtMs: 5_000 }
    })
    const made = idsOf(assign("balanced", [...sure, ...doubtful], 4))
    expect(made.map((ids) => ids.filter((id) => id.startsWith("d")).length)).toEqual([1, 1, 1, 1])
  })
})

describe("hash", () => {
  const list = Array.from({ length: 400 }, (_, i) => ({
    id: `s${i}`,
    needs: [],
    estimateMs: 1_000,
  }))
  const homes = (made: readonly (readonly string[])[]) =>
    new Map(made.flatMap((ids, shard) => ids.map((id) => [id, shard])))

  it("moves nothing when others are left out", () => {
    const all = homes(idsOf(assign("hash", list, 8)))
    const some = homes(idsOf(assign("hash", list.slice(100), 8)))
    for (const [id, shard] of some) expect(all.get(id)).toBe(shard)
  })

  it("moves about one part in nine to a ninth shard, and only there", () => {
    const before = homes(idsOf(assign("hash", list, 8)))
    const after = homes(idsOf(assign("hash", list, 9)))
    const moved = [...after].filter(([id, shard]) => before.get(id) !== shard)
    expect(new Set(moved.map(([, shard]) => shard))).toEqual(new Set([8]))
    expect(moved.length).toBeGreaterThan(20)
    expect(moved.length).toBeLessThan(80)
  })
})

describe("listMakespan", () => {
  it("is one after another with one worker, and side by side with as many as there is to do", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), (list) => {
        const sum = list.reduce((all, each) => all + each, 0)
        expect(listMakespan(list, 1)).toBe(sum)
        expect(listMakespan(list, list.length + 1)).toBe(Math.max(0, ...list))
      }),
    )
  })
})
