import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isAffected } from "../../../src/scenario/suite/build-suite.ts"
import { compilePathPattern } from "../../../src/scenario/text/path-pattern.ts"

describe("compilePathPattern", () => {
  it.each([
    ["src/*.ts", ["src/a.ts"], ["src/x/a.ts", "a.ts", "src/a.tsx2"]],
    ["src/**", ["src/a", "src/x/y.ts"], ["srcs/a", "a"]],
    ["**/*.sql", ["a.sql", "x/y/a.sql"], ["a.sqlx"]],
    ["src/**/test/*", ["src/test/a", "src/x/y/test/a"], ["src/test", "test/a"]],
    ["web", ["web", "web/a/b"], ["webs/a", "x/web/a"]],
    ["web/", ["web/a"], ["webs/a"]],
    ["./web", ["web/a"], ["x"]],
    [".", ["a", "x/y"], []],
    ["a.{ts,js}", ["a.ts", "a.js"], ["a.", "aXts", "a.tsjs"]],
    ["{a,b}/?.c", ["a/x.c", "b/y.c"], ["a/xy.c", "c/x.c"]],
    ["{open", ["{open", "{open/x"], ["open"]],
    ["a+(b)[c].x", ["a+(b)[c].x"], ["aab.x", "a+(b)c.x"]],
    ["../lib/**", ["../lib/a"], ["lib/a"]],
  ])("%s", (pattern, met, others) => {
    const matches = compilePathPattern(pattern)
    expect(met.filter((path) => !matches(path))).toEqual([])
    expect(others.filter(matches)).toEqual([])
  })

  it("ends soon with many stars", () => {
    const matches = compilePathPattern(`${"**/".repeat(4)}${"*a".repeat(12)}*b`)
    const begun = performance.now()
    expect(matches(`${"a/".repeat(50)}${"a".repeat(250)}`)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(100)
  })

  it("takes any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (pattern, path) => {
        compilePathPattern(pattern)(path)
      }),
    )
  })
})

describe("isAffected", () => {
  const watched = { patterns: ["web/**", "!web/docs/**"], files: ["smoke.yml"] }
  it.each([
    [["web/a.ts"], true],
    [["web/docs/a.md"], false],
    [["web/docs/a.md", "web/b"], true],
    [["smoke.yml"], true],
    [["api/a.ts"], false],
    [[], false],
  ])("by %j: %s", (changed, expected) => {
    expect(isAffected(watched, changed)).toBe(expected)
  })
})
