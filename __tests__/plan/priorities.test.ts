import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { KnownTime } from "../../src/plan/known-time.ts"
import { ORDER_NAMES, prioritise } from "../../src/plan/priorities.ts"

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

function ids(order: (typeof ORDER_NAMES)[number], seed = 1) {
  return prioritise(UNITS, { order, known: KNOWN, seed }).map(({ id }) => id)
}

describe("prioritise", () => {
  it("takes the longest remaining path first", () => {
    expect(ids("longest")).toEqual(["b", "d", "c", "a", "e"])
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
        const list = prioritise(shuffled, { order, known: KNOWN, seed: 7 }).map(({ id }) => id)
        expect(list).toEqual(ids(order, 7))
        expect(list.toSorted()).toEqual(["a", "b", "c", "d", "e"])
      }),
    )
  })
})
