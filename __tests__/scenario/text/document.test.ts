import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { positionOf } from "../../../src/core/text/source.ts"
import { readDocument } from "../../../src/scenario/text/document.ts"

describe("readDocument", () => {
  const text = "a:\r\n  b: &x [1, 1.10]\r\n  'c d': *x\r\nrun: |\r\n  echo a\r\n  echo a b\r\n"
  const document = readDocument({ path: "f.yml", text })

  it("gives plain values", () => {
    const list = [1, 1.1]
    expect(document.value).toEqual({ a: { b: list, "c d": list }, run: "echo a\necho a b\n" })
    expect(document.diagnostics).toEqual([])
    expect(document.written(["a", "b", 1])).toBe("1.10")
  })

  it.each([
    ["a value", document.locate(["a", "b", 1]), 2, 13],
    ["a value through an alias", document.locate(["a", "c d", 0]), 2, 10],
    ["a key", document.locateKey(["a", "c d"]), 3, 3],
    ["what is missing: what it would be in", document.locate(["a", "x", "y"]), 2, 3],
    ["a part of a text", document.locateInText(["run"], { start: 12, end: 15 }), 6, 8],
    ["the second of two equal parts", document.locateInText(["run"], { start: 12, end: 13 }), 6, 8],
  ])("locates %s", (_, location, line, column) => {
    expect(positionOf(location)).toEqual({ line, column })
  })

  it("ends with a text that is nested too deeply", () => {
    const deep = readDocument({ path: "f", text: "[".repeat(100_000) })
    expect(deep.broken).toBe(true)
    const nested = readDocument({ path: "f", text: `${"[".repeat(80)}${"]".repeat(80)}` })
    expect(nested.diagnostics[0]?.message).toBe("the text is nested too deeply")
  })

  it("tells the first thousand problems of a text that has nothing else", () => {
    const { broken, diagnostics } = readDocument({
      path: "f",
      text: `a: b\n${"}\n".repeat(50_000)}`,
    })
    expect(broken).toBe(true)
    expect(diagnostics).toHaveLength(1_000)
  })

  it("reads every JSON value as itself", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/u), fc.jsonValue()), (value) => {
        const read = readDocument({ path: "f.json", text: JSON.stringify(value) })
        const strange = /"(__proto__)?":|\\u0000|e[+-]?\d/u.test(JSON.stringify(value))
        fc.pre(!strange)
        expect(read.value).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
