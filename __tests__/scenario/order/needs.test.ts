import { describe, expect, it } from "vitest"
import { parseSuite } from "../../../src/scenario/files/parse-suite.ts"
import { declareSuites } from "../../../src/scenario/layers/declare.ts"
import { buildSuite } from "../../../src/scenario/suite/build-suite.ts"

function needsOf(text: string, facts: { ref?: string } = {}) {
  const parsed = parseSuite({ path: "smoke.yml", text })
  const suite = {
    parsed,
    path: "smoke.yml",
    name: "x",
    scope: "",
    scripts: [],
    eachFiles: new Map<string, never>(),
    outerGroups: new Map<string, string>(),
    outerFixtures: new Map<string, string>(),
  }
  const built = buildSuite({
    suites: [suite],
    declared: declareSuites([suite], []),
    facts: { github: { ...facts }, vars: {} },
    maxScenarios: 300_000,
    incomplete: false,
  })
  const problems = [...parsed.diagnostics, ...built.diagnostics]
  expect(problems.map(({ message }) => message)).toEqual([])
  return Object.fromEntries(built.scenarios.map(({ id, needs }) => [id, needs.join(" ")]))
}

const MATRIX = "strategy: { matrix: { a: [x, y], b: [1, 2] } }"

describe("needs", () => {
  it("of an expanded scenario are all its expansions, in the order of the suite", () => {
    const needs = needsOf(`
scenarios:
  last: { run: "true", needs: [first, pool] }
  pool: { run: "true", ${MATRIX} }
  first: "true"
`)
    expect(needs["last"]).toBe("pool:x:1 pool:x:2 pool:y:1 pool:y:2 first")
  })

  it.each([
    ["pool:x", "pool:x:1 pool:x:2"],
    ["pool:*:1", "pool:x:1 pool:y:1"],
    ["pool:y:2", "pool:y:2"],
    ["*", "pool:x:1 pool:x:2 pool:y:1 pool:y:2"],
  ])("%j selects %s", (pattern, expected) => {
    const needs = needsOf(`
scenarios:
  pool: { run: "true", ${MATRIX} }
  last: { run: "true", needs: "${pattern}" }
`)
    expect(needs["last"]).toBe(expected)
  })

  it("mean the scenario of that very id before all below it", () => {
    const needs = needsOf(`
scenarios: { a: "true", "a:b": { run: "true", needs: a }, c: { run: "true", needs: "a*" } }
`)
    expect(needs).toEqual({ a: "", "a:b": "a", c: "a a:b" })
  })

  it("of a key are its expansions, whatever their ids", () => {
    const needs = needsOf(`
scenarios:
  pool:
    run: "true"
    strategy: { id: "pool:\${{ matrix.a }}", matrix: { a: [x, y] } }
  last: { run: "true", needs: pool }
`)
    expect(needs["last"]).toBe("pool:x pool:y")
  })

  it("from the defaults leave the scenario itself out", () => {
    const needs = needsOf(`
defaults: { needs: setup }
scenarios: { setup: "true", a: "true", b: { run: "true", needs: [] } }
`)
    expect(needs).toEqual({ setup: "", a: "setup", b: "" })
  })

  it("are shared by all expansions", () => {
    const text = `
scenarios:
  first: "true"
  pool: { run: "true", needs: first, ${MATRIX} }
`
    expect(Object.values(needsOf(text))).toEqual(["", "first", "first", "first", "first"])
  })
})
