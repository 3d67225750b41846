import { describe, expect, it } from "vitest"
import { badChains } from "../../src/formats/nesting.ts"

function chainsOf(edges: Readonly<Record<string, readonly string[]>>, most = 3) {
  return badChains(Object.keys(edges), { next: (node) => edges[node] ?? [], most })
}

describe("chains", () => {
  it("may be as long as they may, and meet", () => {
    expect(chainsOf({ a: ["b", "c"], b: ["c"], c: [], d: ["b"] })).toEqual([])
  })

  it("that lead back into themselves are told with their way, each once", () => {
    const edges = { a: ["b"], b: ["c"], c: ["b", "c"], d: ["a"] }
    expect(chainsOf(edges, 9)).toEqual([
      { kind: "circle", chain: ["b", "c", "b"] },
      { kind: "circle", chain: ["c", "c"] },
    ])
  })

  it("that are too long are told once, whatever is looked at first", () => {
    const edges = { d: ["e"], e: [], a: ["b"], b: ["c"], c: ["d"] }
    expect(chainsOf(edges)).toEqual([{ kind: "deep", chain: ["b"] }])
  })

  it("are followed once, however many ways there are", () => {
    const wide = Array.from({ length: 40 }, (_, i): [string, string[]] => [
      `n${i}`,
      i === 39 ? [] : [`n${i + 1}`, `n${i + 1}`, `n${i + 1}`],
    ])
    let asked = 0
    const edges = Object.fromEntries(wide)
    const next = (node: string) => {
      asked += 1
      return edges[node] ?? []
    }
    expect(badChains(["n0"], { next, most: 100 })).toEqual([])
    expect(asked).toBe(40)
  })
})
