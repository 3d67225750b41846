import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseOutputs } from "../../../src/execute/output/output-file.ts"

describe("parseOutputs", () => {
  it.each([
    ["", {}],
    ["a=1", { a: "1" }],
    ["a=1\nb=x=y\nc=\n", { a: "1", b: "x=y", c: "" }],
    ["a=1\r\nb=2\r\n", { a: "1", b: "2" }],
    ["a=1\na=2\n", { a: "2" }],
    ["a<<END\none\n\ntwo\nEND\nb=2\n", { a: "one\n\ntwo", b: "2" }],
    ["a<<END\nEND\n", { a: "" }],
    ["a<<END\nb=1\nEND\n", { a: "b=1" }],
    ["b=1\na<<END\nnever ended\nc=3\n", { b: "1" }],
    ["no sense\n=x\n1a=2\na b=3\n-x=4\nok=5\n", { ok: "5" }],
    ["skip=no GPU here\n", { skip: "no GPU here" }],
    ["__proto__=x\n", { ["__proto__"]: "x" }],
  ])("%j", (text, expected) => {
    expect(Object.entries(Object.fromEntries(parseOutputs(text)))).toEqual(Object.entries(expected))
  })

  it("takes anything a child may write", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const name of parseOutputs(text).keys()) expect(name).toMatch(/^[A-Za-z_][\w-]*$/u)
      }),
    )
  })

  it("reads back what GitHub's toolkit writes", () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,9}$/u)
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (outputs) => {
        const lines = Object.entries(outputs).map(([key, value]) => {
          const text = value.replaceAll("\r", " ")
          return [key, text, `${key}<<ghadelimiter_1\n${text}\nghadelimiter_1\n`] as const
        })
        const read = parseOutputs(lines.map(([, , line]) => line).join(""))
        expect([...read]).toEqual(lines.map(([key, value]) => [key, value]))
      }),
    )
  })
})
