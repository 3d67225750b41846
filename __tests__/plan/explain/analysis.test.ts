import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { analyse } from "../../../src/plan/explain/analysis.ts"
import type { Unit } from "../../../src/plan/units/components.ts"

function unit(id: string, needs: readonly string[] = [], estimateMs = 1_000): Unit {
  return { id, needs, estimateMs }
}

describe("analyse", () => {
  it("of nothing is empty", () => {
    expect(analyse("x", [])).toEqual({
      name: "x",
      scenarios: 0,
      levels: [],
      criticalPath: { ids: [], seconds: 0 },
      longestChain: [],
      maxParallelism: 0,
      parallelismExact: true,
      components: 0,
    })
  })

  it("tells the longest time from the longest chain", () => {
    const units = [
      unit("deploy", ["test"]),
      unit("test", ["build"]),
      unit("slow", ["build"], 60_000),
      unit("build"),
      unit("alone"),
      unit("outer", ["not-selected"]),
    ]
    expect(analyse("x", units)).toEqual({
      name: "x",
      scenarios: 6,
      levels: [["build", "alone", "outer"], ["test", "slow"], ["deploy"]],
      criticalPath: { ids: ["build", "slow"], seconds: 61 },
      longestChain: ["build", "test", "deploy"],
      maxParallelism: 4,
      parallelismExact: true,
      components: 3,
    })
  })

  it("takes a chain of any length", () => {
    const long = Array.from({ length: 50_000 }, (_, i) =>
      unit(`n${i}`, i === 0 ? [] : [`n${i - 1}`]),
    )
    const analysis = analyse("x", long.toReversed())
    expect(analysis.levels).toHaveLength(50_000)
    expect(analysis.criticalPath.seconds).toBe(50_000)
    expect(analysis).toMatchObject({ maxParallelism: 1, parallelismExact: false })
  })

  it("finds scenarios of different levels that can run at the same time", () => {
    const units = [
      unit("a"),
      unit("b", ["a"]),
      unit("c", ["b"]),
      unit("d", ["a"]),
      unit("e", ["d"]),
    ]
    units.push(unit("late", ["c"]), unit("other", ["c"]), unit("third", ["e"]))
    // Levels hold at most three: but `d` waits for neither `late` nor `other`.
    expect(analyse("x", units)).toMatchObject({ maxParallelism: 3 })
    const uneven = [
      unit("a"),
      unit("b", ["a"]),
      unit("c", ["b"]),
      unit("d", ["b"]),
      unit("e", ["a"]),
    ]
    expect(analyse("x", uneven)).toMatchObject({ maxParallelism: 3, parallelismExact: true })
    expect(Math.max(...analyse("x", uneven).levels.map(({ length }) => length))).toBe(2)
  })

  it("searches 2,000 scenarios that hang together", () => {
    const layered = Array.from({ length: 2_000 }, (_, i) =>
      unit(
        `n${i}`,
        [i - 7, i - 11, i - 40].filter((j) => j >= 0).map((j) => `n${j}`),
      ),
    )
    const analysis = analyse("x", layered)
    expect(analysis.parallelismExact).toBe(true)
    const widest = Math.max(...analysis.levels.map(({ length }) => length))
    expect(analysis.maxParallelism).toBeGreaterThanOrEqual(widest)
  })

  it("agrees with a search of all sets about what can run at the same time", () => {
    const graph = fc.array(fc.nat(511), { maxLength: 9 }).map((masks) =>
      masks.map((mask, i) =>
        unit(
          `n${i}`,
          masks.flatMap((_, j) => (j < i && (mask >> j) % 2 === 1 ? [`n${j}`] : [])),
        ),
      ),
    )
    fc.assert(
      fc.property(graph, (units) => {
        const before: number[] = []
        for (const { needs } of units) {
          const places = needs.map((need) => Number(need.slice(1)))
          before.push(places.reduce((row, at) => row | (1 << at) | (before[at] ?? 0), 0))
        }
        const sets = Array.from({ length: 1 << units.length }, (_, set) => set)
        const sizes = sets
          .filter((set) => before.every((row, i) => (set >> i) % 2 === 0 || (row & set) === 0))
          .map((set) => units.filter((_, i) => (set >> i) % 2 === 1).length)
        expect(analyse("x", units.toReversed()).maxParallelism).toBe(Math.max(...sizes))
      }),
    )
  })

  it("agrees with a search of all chains", () => {
    const graph = fc
      .array(fc.record({ ms: fc.integer({ min: 0, max: 9 }), mask: fc.nat(255) }), { maxLength: 8 })
      .map((nodes) =>
        nodes.map(({ ms, mask }, i) => {
          const needs = nodes.flatMap((_, j) => (j < i && (mask >> j) % 2 === 1 ? [`n${j}`] : []))
          return unit(`n${i}`, needs, ms * 1_000)
        }),
      )
    fc.assert(
      fc.property(graph, fc.boolean(), (units, reversed) => {
        const { levels, criticalPath, longestChain } = analyse(
          "x",
          reversed ? units.toReversed() : units,
        )
        const chains = (one: Unit): Unit[][] =>
          one.needs.length === 0
            ? [[one]]
            : one.needs.flatMap((need) =>
                chains(units.find(({ id }) => id === need) ?? one).map((chain) => [...chain, one]),
              )
        const all = units.flatMap(chains)
        const time = (chain: readonly Unit[]) =>
          chain.reduce((sum, { estimateMs }) => sum + estimateMs / 1_000, 0)
        expect(criticalPath.seconds).toBe(Math.max(0, ...all.map(time)))
        expect(longestChain).toHaveLength(Math.max(0, ...all.map((chain) => chain.length)))
        const level = new Map(levels.flatMap((ids, i) => ids.map((id) => [id, i] as const)))
        expect(level.size).toBe(units.length)
        for (const { id, needs } of units) {
          const below = needs.map((need) => (level.get(need) ?? 0) + 1)
          expect(level.get(id)).toBe(Math.max(0, ...below))
        }
      }),
    )
  })
})
