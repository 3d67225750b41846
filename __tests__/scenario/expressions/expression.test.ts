// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { describe, expect, it } from "vitest"
import {
  contextsOf,
  evaluateCondition,
  parseCondition,
  usesOf,
  usesStatusFunction,
} from "../../../src/scenario/expressions/expression.ts"
import { parseTemplate } from "../../../src/scenario/expressions/template.ts"

function condition(text: string) {
  const parsed = parseCondition(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

describe("parseCondition", () => {
  it.each([
    ["github.ref == 'a'", "github.ref == 'a'"],
    ["${{ github.ref == 'a' }}", "github.ref == 'a'"],
    ["  ${{ always() }}\n", "always()"],
  ])("takes %j as %j", (text, expected) => {
    expect(condition(text).text).toBe(expected)
  })

  it.each(["${{ true }} && false", "", "a &&", "x ${{ true }}", "${{ true }}${{ true }}"])(
    "refuses %j",
    (text) => {
      expect(parseCondition(text).ok).toBe(false)
    },
  )
})

describe("evaluateCondition", () => {
  const status = { success: false, failure: true, cancelled: false }
  it.each([
    ["success()", false],
    ["failure()", true],
    ["always()", true],
    ["cancelled()", false],
    ["Failure() && matrix.a", true],
    ["matrix.empty", false],
    ["matrix.zero", false],
    ["matrix.nothing", false],
    ["'false'", true],
    ["matrix.b.c.d == null", true],
    ["contains(fromJSON('[\"x\"]'), 'X')", true],
  ])("takes %j as %s", (text, expected) => {
    const contexts = { matrix: { a: "x", empty: "", zero: 0 } }
    const result = evaluateCondition(condition(text), { contexts, status })
    expect(result).toEqual({ ok: true, value: expected })
  })

  it("has no status while planning", () => {
    expect(evaluateCondition(condition("success()"), { contexts: {} }).ok).toBe(false)
  })
})

describe("what is used", () => {
  it("knows the functions that ask how things stand", () => {
    expect(usesStatusFunction(condition("a.b || (1 == 1 && !Always())"))).toBe(true)
    expect(usesStatusFunction(condition("contains('always()', 'a')"))).toBe(false)
  })

  it("lists contexts with the path that is written out", () => {
    const text = "${{ github.event['a'].*.b[matrix.x] }} ${{ contains(env.A, (needs.y)) }}"
    const template = parseTemplate(text)
    if (!template.ok) throw new Error(template.error.message)
    const uses = usesOf(template.value).map(({ context, path }) => [context, ...path].join("."))
    expect(uses.sort()).toEqual(["env.A", "github.event.a", "matrix.x", "needs.y"])
    expect(contextsOf(template.value)).toEqual(new Set(["matrix", "github", "env", "needs"]))
    for (const { context, range } of usesOf(template.value)) {
      expect(text.slice(range.start, range.end).startsWith(context)).toBe(true)
    }
  })
})
