import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assertScenarioId, isScenarioId, toSegment } from "../../src/core/ids.ts"

const VALID = ["login", "storage:rep2:small:seq:4k", "sql:random/select/good_19", "a.b", "-", "1:2"]
const INVALID = ["", ":", "a:", ":a", "a::b", "a b", "a\nb", "a\n", "é", "a:b c", "a*", "a\\b"]

describe("ids", () => {
  it.each(VALID)("accept %j", (text) => {
    expect(isScenarioId(text)).toBe(true)
    expect(assertScenarioId(text)).toBe(text)
  })

  it.each(INVALID)("refuse %j", (text) => {
    expect(isScenarioId(text)).toBe(false)
    expect(() => assertScenarioId(text)).toThrow(JSON.stringify(text))
  })
})

describe("toSegment", () => {
  it.each([
    ["", "-"],
    ["small", "small"],
    ["a b", "a-b"],
    ["a:b", "a-b"],
    ["ä", "-"],
    ["😀", "-"],
    ["a/b.c_d-e", "a/b.c_d-e"],
  ])("makes %j to %j", (text, segment) => {
    expect(toSegment(text)).toBe(segment)
  })

  it("makes a segment of any text, and leaves a segment as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (a, b) => {
        expect(isScenarioId(`${toSegment(a)}:${toSegment(b)}`)).toBe(true)
        expect(toSegment(toSegment(a))).toBe(toSegment(a))
        expect(toSegment(a)).not.toContain(":")
      }),
    )
  })
})
