import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { KnownTime } from "../../../src/plan/estimate/estimate.ts"
import { ORDER_NAMES, prioritise } from "../../../src/plan/order/priorities.ts"

const unit = (id: string, estimateMs: number, needs: readonly string[] = []) => ({
  id,
  needs,
  estimateMs,
})

function told(lastVerdict: KnownTime["lastVerdict"]): KnownTime {
  return { ms: 1, meanMs: 1, spreadMs: 0, runs: 3, lastVerdict, peakMemoryBytes: null }
}

const UNITS = [unit("a", 10), unit("b", 50), unit("c", 20), unit("d", 30), unit("e", 5, ["a"])]
const KNOWN = new Map([
  ["a", told("passed")],
  ["b", told("passed")],
  ["c", told("failed")],
  ["d", told("flaky")],
])

const SUITE = ["d", "e", "a", "b", "c"]
const BY = { known: KNOWN, workers: 2, groups: {}, placeOf: (id: string) => SUITE.indexOf(id) }

function ids(order: (typeof ORDER_NAMES)[number], seed = 1) {
  return prioritise(UNITS, { ...BY, order, seed }).map(({ id }) => id)
}

describe("prioritise", () => {
  it("takes the longest remaining path first", () => {
    expect(ids("longest")).toEqual(["b", "d", "c", "a", "e"])
  })

  it("keeps to the suite where that is asked for", () => {
    expect(ids("suite")).toEqual(SUITE)
  })

  it("takes the longest first with several workers and keeps to the suite with one, by itself", () => {
    const auto = (workers: number) =>
      prioritise(UNITS, { ...BY, order: "auto", seed: 1, workers }).map(({ id }) => id)
    expect(auto(2)).toEqual(ids("longest"))
    expect(auto(1)).toEqual(SUITE)
  })

  it("counts what comes behind the first of a sequential group, which the suite tells", () => {
    const groups = { line: { maxParallel: null, sequential: true, turns: ["c", "d", "a"] } }
    const list = prioritise(UNITS, { ...BY, groups, order: "longest", seed: 1 })
    expect(list.map(({ id }) => id)).toEqual(["c", "b", "d", "a", "e"])
  })

  it("takes what failed last time, then what never ran with what it needs, then the rest", () => {
    expect(ids("failed-first")).toEqual(["c", "a", "e", "b", "d"])
  })

  it("shuffles by the seed alone", () => {
    expect(ids("shuffle", 1)).toEqual(ids("shuffle", 1))
    const orders = new Set(Array.from({ length: 20 }, (_, seed) => ids("shuffle", seed).join()))
    expect(orders.size).toBeGreaterThan(10)
  })

  it.each(ORDER_NAMES)("%s keeps everything and does not depend on the order given", (order) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(UNITS, { minLength: UNITS.length }), (shuffled) => {
        const list = prioritise(shuffled, { ...BY, order, seed: 7 }).map(({ id }) => id)
        expect(list).toEqual(ids(order, 7))
        expect(list.toSorted()).toEqual(["a", "b", "c", "d", "e"])
      }),
    )
  })
})
