import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseOutputs } from "../../../src/execute/output/output-file.ts"

function parsed(text: string): Record<string, string> {
  return Object.fromEntries(parseOutputs(text))
}

describe("parseOutputs", () => {
  it.each([
    ["a=1\nb-2=x=y\n", { a: "1", "b-2": "x=y" }],
    ["a=1\r\nb=\r\n", { a: "1", b: "" }],
    ["a=1\na=2\n", { a: "2" }],
    ["a<<END\none\n\ntwo\nEND\nb=1", { a: "one\n\ntwo", b: "1" }],
    ["a<<END\nb=1\n", {}],
    ["=1\n1a=2\n a=3\nplain\nb=4", { b: "4" }],
    ["", {}],
  ])("%j", (text, outputs) => {
    expect(parsed(text)).toEqual(outputs)
  })

  it("never throws and never invents a name", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const name of parseOutputs(text).keys()) expect(text).toContain(name)
      }),
    )
  })

  it("keeps inherited names apart", () => {
    expect([...parseOutputs("__proto__=x\nconstructor=y")]).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ])
  })
})
