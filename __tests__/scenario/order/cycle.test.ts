import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findCycles } from "../../../src/scenario/order/cycle.ts"

describe("findCycles", () => {
  it.each<[string, number[][], number[][]]>([
    ["nothing", [], []],
    ["no circle", [[1, 2], [2], []], []],
    ["a node that needs itself", [[0]], [[0]]],
    ["the shortest of a tangle", [[1], [2, 3], [0], [1]], [[1, 3]]],
    [
      "one of each tangle",
      [[1], [0], [3], [4], [2]],
      [
        [0, 1],
        [2, 3, 4],
      ],
    ],
  ])("%s", (_, graph, expected) => {
    expect(findCycles(graph)).toEqual(expected)
  })

  it("finds circles exactly where removing leaves does not end, and they are circles", () => {
    const graphs = fc
      .integer({ min: 1, max: 8 })
      .chain((size) =>
        fc.array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size }),
      )
    fc.assert(
      fc.property(graphs, (graph) => {
        const left = new Set(graph.keys())
        for (let before = -1; before !== left.size; ) {
          before = left.size
          for (const node of left) {
            if (!graph[node]?.some((next) => left.has(next))) left.delete(node)
          }
        }
        const cycles = findCycles(graph)
        expect(cycles.length > 0).toBe(left.size > 0)
        for (const cycle of cycles) {
          for (const [i, node] of cycle.entries()) {
            expect(graph[node]).toContain(cycle[(i + 1) % cycle.length])
          }
        }
      }),
    )
  })

  it("does not run out of stack", () => {
    const size = 50_000
    const graph = Array.from({ length: size }, (_, i) => [(i + 1) % size])
    expect(findCycles(graph)[0]).toHaveLength(size)
  })
})
