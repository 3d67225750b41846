import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalJson } from "../../src/core/json.ts"

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== "object") return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([key, member]) => [key, shuffled(member)]))
}

describe("canonicalJson", () => {
  it.each<readonly [unknown, string]>([
    [null, "null"],
    [undefined, "null"],
    ["a\n\u2028", '"a\\n\u2028"'],
    [-0, "0"],
    [1e21, "1e+21"],
    [[], "[]"],
    [{}, "{}"],
    [[undefined, 1], "[null,1]"],
    [{ b: 1, a: [{ d: 1, c: 2 }] }, '{"a":[{"c":2,"d":1}],"b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [{ Z: 1, a: 2, é: 3, "😀": 4, "": 5 }, '{"":5,"Z":1,"a":2,"é":3,"😀":4}'],
    [{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
  ])("of %j is %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it("says the same as the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it("does not depend on the order of members", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
      }),
    )
  })
})
