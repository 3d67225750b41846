import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse, stringify } from "yaml"
import { toInlineSuite } from "../../../src/scenario/text/one-line-suite.ts"

/** All parts together, as a suite again. */
function whole(text: string): string {
  const suite = toInlineSuite(text)
  if (suite === null) throw new Error("no suite")
  const scenarios = suite.scenarios.map((one) => one.text)
  const own = scenarios.length === 0 ? [] : [`scenarios: {${scenarios.join(", ")}}`]
  return `{${[...suite.rest, ...own].join(", ")}}`
}

describe("toInlineSuite", () => {
  it("keeps numbers as they were written, and scripts as they are", () => {
    const suite = toInlineSuite(`# a suite
name: shop
scenarios:
  old: { run: go test, meta: { version: 4.10, mode: 0755 } }
  cart:
    run: |
      cat <<END
        two  spaces
      END
`)
    expect(suite).toEqual({
      rest: ["name: shop"],
      scenarios: [
        { line: 4, text: 'old: {run: "go test", meta: {version: 4.10, mode: 0755}}' },
        {
          line: 5,
          text: String.raw`cart: {run: "cat <<END\n \x20two \x20spaces\nEND\n"}`,
        },
      ],
    })
  })

  it("leaves scenarios together that share text", () => {
    const text = "scenarios:\n  a: &a { run: 'true' }\n  b: *a\n"
    expect(toInlineSuite(text)).toEqual({
      rest: ['scenarios: {a: &a {run: "true"}, b: *a }'],
      scenarios: [],
    })
    expect(parse(whole(text))).toEqual(parse(text))
  })

  it("is nothing where the text is no map", () => {
    expect(toInlineSuite("- a")).toBeNull()
    expect(toInlineSuite("{")).toBeNull()
  })

  it("is read as the text itself, on one line and without doubled spaces", () => {
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(" ", "\n", "a", ":", "#", "'", '"', "\\", "{", ",", "-") }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string(), { maxLength: 3 }),
    )
    const map = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), value, { maxKeys: 4 })
    fc.assert(
      fc.property(
        map,
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/u), map, { minKeys: 1 }),
        (rest, scenarios) => {
          const suite = { name: "x", rest, scenarios }
          const line = whole(stringify(suite))
          expect(parse(line)).toEqual(parse(stringify(suite)))
          expect(line).not.toMatch(/ {2}|[\n\r\t]/u)
        },
      ),
    )
  })
})
