import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  canonicalJson,
  MAX_JSON_DEPTH,
  parseForeignJson,
  parseJson,
  renderJson,
  WrittenNumber,
} from "../../../src/core/json/json.ts"

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

describe("numbers as they were written", () => {
  it.each([
    "[3.10,1.0,1e3,-0.50,12345678901234567890]",
    '{"a":{"b":[1.50,{"c":2}]},"d":"1.0","e":null,"f":true}',
  ])("come out of %s and go back", (text) => {
    expect(renderJson(parseJson(text))).toBe(text)
  })

  it.each(["0755", "+1", ".5", "1.", "0x1F"])("are a text where JSON has no %s", (text) => {
    expect(renderJson([new WrittenNumber(text)])).toBe(`["${text}"]`)
  })

  it("are the same JSON otherwise", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(renderJson(parseJson(text))).toBe(text)
      }),
    )
  })
})

describe("texts from elsewhere", () => {
  const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`

  it("are read as deep as everything can walk", () => {
    const deepest = nested(MAX_JSON_DEPTH)
    const deeper = nested(MAX_JSON_DEPTH + 2)
    expect(JSON.stringify(parseJson(deepest))).toBe(deepest)
    expect(JSON.stringify(parseForeignJson(deepest))).toBe(`{"ok":true,"value":${deepest}}`)
    expect(() => parseJson(deeper)).toThrow("deeper than 500 levels")
    const error = expect.stringContaining("deeper than 500 levels")
    expect(parseForeignJson(deeper)).toEqual({ ok: false, error })
    // The reader of written numbers ends the stack there, which is refused by another name.
    expect(() => parseJson(nested(100_000))).toThrow()
    expect(parseForeignJson(nested(100_000)).ok).toBe(false)
  })
})
