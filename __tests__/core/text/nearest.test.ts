import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { editDistance, nearest } from "../../../src/core/text/nearest.ts"

const WORD = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 })

/** The same measure written plainly, without a limit. */
function plainDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i])
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let j = 1; j <= b.length; j++) rows[0]?.push(j)
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      rows[i]?.push(Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, swap))
    }
  }
  return at(a.length, b.length)
}

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["a", "", 1],
    ["timeout", "timeout", 0],
    ["timeuot", "timeout", 1],
    ["tmeout", "timeout", 1],
    ["retries", "retry", 3],
    ["ab", "ba", 1],
    ["abc", "xyz", 3],
  ])("of %j and %j is %i", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  it("is what the plain algorithm finds, up to its limit", () => {
    fc.assert(
      fc.property(WORD, WORD, (a, b) => {
        const plain = plainDistance(a, b)
        if (plain <= 3) expect(editDistance(a, b)).toBe(plain)
        else expect(editDistance(a, b)).toBeGreaterThan(3)
      }),
    )
  })

  it("is the same in both directions", () => {
    fc.assert(
      fc.property(WORD, WORD, (a, b) => {
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9))
      }),
    )
  })
})

describe("nearest", () => {
  const keys = ["run", "env", "if", "name", "timeout", "retry", "tags", "working-directory"]

  it.each([
    ["timout", "timeout"],
    ["Timeout", "timeout"],
    ["retyr", "retry"],
    ["rnu", "run"],
    ["nam", "name"],
    ["working_directory", "working-directory"],
    ["rxx", undefined],
    ["completely-different", undefined],
    ["", undefined],
    ["x", undefined],
  ])("to %j is %j", (word, expected) => {
    expect(nearest(word, keys)).toBe(expected)
  })

  it("is the first of those that are equally near", () => {
    expect(nearest("tabs", ["tags", "tads"])).toBe("tags")
    expect(nearest("tabs", ["tads", "tags"])).toBe("tads")
  })

  it("of a word that exists is that word", () => {
    fc.assert(
      fc.property(fc.array(WORD, { minLength: 1 }), fc.nat(), (words, index) => {
        const word = words[index % words.length] ?? ""
        expect(nearest(word, words)).toBe(word)
      }),
    )
  })
})
