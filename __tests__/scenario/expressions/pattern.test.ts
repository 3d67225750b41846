import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compilePattern } from "../../../src/scenario/expressions/pattern.ts"

describe("compilePattern", () => {
  it.each([
    ["cart", "cart", true],
    ["cart", "carts", false],
    ["cart", "cart:a:b", true],
    ["cart:a", "cart", false],
    ["cart:*", "cart", false],
    ["cart:*", "cart:a:b", true],
    ["*:seq", "storage:seq:4k", true],
    ["*:seq", "storage:rep2:seq", false],
    ["storage:*:*:4k", "storage:a:b:4k", true],
    ["smoke/*", "smoke/a/b", true],
    ["s*t", "smoke/cart", true],
    ["s*t", "smoke/carts", false],
    ["*", "a:b", true],
    ["**", "a", true],
    ["a.b", "axb", false],
    ["a.b*", "a.bc", true],
    ["a.b*", "axbc", false],
    ["(*", "(x", true],
    ["", "a", false],
  ])("%j on %j: %s", (pattern, id, expected) => {
    expect(compilePattern(pattern)(id)).toBe(expected)
  })

  it("ends soon with many stars", () => {
    const matches = compilePattern(`${"*a".repeat(12)}*b:${"*a".repeat(12)}*b`)
    const begun = performance.now()
    expect(matches("a".repeat(4_000))).toBe(false)
    expect(matches(`${"a".repeat(4_000)}b:${"a".repeat(4_000)}`)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(100)
  })

  it("takes any text, and any id matches itself", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(compilePattern(text)(text)).toBe(true)
      }),
    )
  })
})
