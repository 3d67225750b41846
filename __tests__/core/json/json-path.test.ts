import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Json } from "../../../src/core/json/json.ts"
import { jsonAt, jsonMismatches, parseJsonPath } from "../../../src/core/json/json-path.ts"

describe("parseJsonPath", () => {
  it.each([
    ["$", []],
    ["$.a.b-c", ["a", "b-c"]],
    ["$[0].a[12]", [0, "a", 12]],
    ['$["x y"]["a\\"b\\\\"]', ["x y", 'a"b\\']],
    ["a.b", null],
    ["$.", null],
    ["$..a", null],
    ["$[x]", null],
    ["$[-1]", null],
    ['$["a]', null],
  ])("%s", (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps)
  })
})

describe("jsonAt", () => {
  it("finds own members alone", () => {
    const value = { a: [{ b: null }], "": 1 }
    expect(jsonAt(value, ["a", 0, "b"])).toBeNull()
    expect(jsonAt(value, [""])).toBe(1)
    expect(jsonAt(value, ["a", "length"])).toBeUndefined()
    expect(jsonAt(value, ["constructor"])).toBeUndefined()
    expect(jsonAt(value, ["x", "y"])).toBeUndefined()
  })
})

describe("jsonMismatches", () => {
  it.each<[Json, Json, readonly string[]]>([
    [{ status: "ok" }, { status: "ok", more: 1 }, []],
    [{ status: "ok" }, { status: "down" }, ["$.status"]],
    [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2, d: 3 }], e: 4 } }, []],
    [{ a: [1] }, { a: [1, 2] }, ["$.a"]],
    [{ a: [1, 2] }, { a: [1, 3] }, ["$.a[1]"]],
    [{ a: 1, "b c": 2 }, {}, ["$.a", '$["b c"]']],
    [{ a: 1 }, { a: "1" }, ["$.a"]],
    [{ a: null }, {}, ["$.a"]],
    [{ "$.items[0].name": "x", "$.n": 1 }, { items: [{ name: "x" }], n: 2 }, ["$.n"]],
    [{ $: [1] }, [1], []],
    [[1], [1], []],
    [{ a: 1 }, [1], ["$.a"]],
    [true, "true", ["$"]],
  ])("%j in %j", (expected, found, paths) => {
    expect(jsonMismatches(expected, found).map(({ path }) => path)).toEqual(paths)
  })

  it("accepts every value of itself", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const wrapped = { value } as Json
        expect(jsonMismatches(wrapped, JSON.parse(JSON.stringify(wrapped)))).toEqual([])
      }),
    )
  })
})
