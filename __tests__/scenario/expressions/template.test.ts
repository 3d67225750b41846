// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Json } from "../../../src/core/json/json.ts"
import {
  evaluateTemplate,
  parseTemplate,
  readTemplate,
  renderTemplate,
} from "../../../src/scenario/expressions/template.ts"

const contexts: Readonly<Record<string, Json>> = {
  matrix: { pool: "rep2", Size: { name: "small", cpu: 2 }, list: [1, 2], none: null },
  github: { event: { "pull-request": { head: { ref: "a'b" } } }, ref_name: "main" },
}

function render(text: string): string {
  const template = parseTemplate(text)
  if (!template.ok) return `${template.error.message} @${template.error.range.start}`
  const value = renderTemplate(template.value, { contexts })
  return value.ok ? value.value : value.error.message
}

describe("renderTemplate", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ["a ${{ matrix.pool }}-${{ matrix.size.cpu }} b", "a rep2-2 b"],
    ["${{ MATRIX.POOL }}", "rep2"],
    ["${{ github.event['pull-request'].head.ref }}", "a'b"],
    ["${{ matrix.none }}${{ matrix.other.deep }}${{ vars.NAME }}", ""],
    ["${{ 'it''s ''quoted'' }}' }}", "it's 'quoted' }}"],
    ["${{ matrix.list.*.x }}", "Array"],
    ["${{ join(matrix.list, '+') }}", "1+2"],
    ["${{ toJSON(matrix.size) == fromJSON('\"{}\"') }}", "false"],
    ["${{ fromJSON('{\"constructor\": 7}').constructor }}", "7"],
    ["${{ matrix.constructor }}${{ matrix.toString }}${{ matrix.__proto__ }}", ""],
    ["${{ matrix.pool == 'REP2' && 'same' || 'other' }}", "same"],
    ["} }} $ {{ $$", "} }} $ {{ $$"],
  ])("renders %j as %j", (text, expected) => {
    expect(render(text)).toBe(expected)
  })

  it.each([
    ["a ${{ open", "`${{` is not closed with `}}` @2"],
    ["a ${{ 'open }}", "`${{` is not closed with `}}` @2"],
    ["${{ }}", "an expression is expected @3"],
    ["${{ a b }}", "`b` is not expected here @6"],
    ["${{ 'x\ny' == }}", "the expression ends too early @10"],
    ["${{ 'x\ny' == zap() }}", "there is no function `zap` @13"],
    ["${{ hasOwnProperty('x') }}", "there is no function `hasOwnProperty` @4"],
    ["${{ constructor('x') }}", "there is no function `constructor` @4"],
    ['${{ "x" }}', '`"x"` is not expected here @4'],
    ["${{ fromJSON('x') }}", "`fromJSON('x')` has no value: fromJSON was given `x`"],
    ["${{ always() }}", "`always()` has no value: always() is known only while running"],
  ])("says of %j: %s", (text, expected) => {
    expect(render(text)).toBe(expected)
  })

  it("goes on behind an expression that does not parse", () => {
    const { problems, template } = readTemplate("${{ a b }} ${{ matrix.pool }} ${{ c d }}")
    expect(problems.map((problem) => problem.range.start)).toEqual([6, 36])
    expect(template.parts).toHaveLength(3)
  })

  it("keeps a text without expressions as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes("${{"))
        expect(render(text)).toBe(text)
      }),
    )
  })

  it("gives any text of a context back unchanged", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const template = parseTemplate("<${{ matrix.value }}>")
        if (!template.ok) throw new Error(template.error.message)
        const rendered = renderTemplate(template.value, { contexts: { matrix: { value } } })
        expect(rendered).toEqual({ ok: true, value: `<${value}>` })
      }),
    )
  })

  it("never throws, and points into the text", () => {
    const piece = fc.constantFrom("${{", "}}", "'", '"', "(", ")", "[", "]", ".", "*", ",", "!")
    const word = fc.constantFrom("a", " ", "\n", "matrix", "contains", "1", "-", "==", "&&", "null")
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, word), { maxLength: 12 }), (parts) => {
        const text = ["${{", ...parts, "}}"].join("")
        const { problems, template } = readTemplate(text)
        for (const { range } of problems) {
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeLessThanOrEqual(text.length)
          expect(range.start).toBeLessThanOrEqual(range.end)
        }
        renderTemplate(template, { contexts })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe("evaluateTemplate", () => {
  it.each<[string, Json]>([
    ["${{ matrix.list }}", [1, 2]],
    [" ${{ matrix.size }}\n", { name: "small", cpu: 2 }],
    ["${{ matrix.size.cpu }}", 2],
    ["x${{ matrix.size.cpu }}", "x2"],
    ["${{ 1 == 1 }}", true],
    ["${{ matrix.none }}", null],
  ])("gives %j as %j", (text, expected) => {
    const template = parseTemplate(text)
    if (!template.ok) throw new Error(template.error.message)
    expect(evaluateTemplate(template.value, { contexts })).toEqual({ ok: true, value: expected })
  })
})
