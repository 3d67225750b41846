/**
 * Suites whose sizes multiply are refused with one message before they take long.
 */
import { describe, expect, it } from "vitest"
import { parseSuite } from "../../../src/scenario/files/parse-suite.ts"
import { declareSuites } from "../../../src/scenario/layers/declare.ts"
import { buildSuite } from "../../../src/scenario/suite/build-suite.ts"

function problemsOf(text: string) {
  const parsed = parseSuite({ path: "smoke.yml", text })
  expect(parsed.diagnostics).toEqual([])
  const suite = {
    ...{ parsed, path: "smoke.yml", name: "x", scope: "", scripts: [] },
    eachFiles: new Map<string, never>(),
    outerGroups: new Map<string, string>(),
    outerFixtures: new Map<string, string>(),
  }
  const { diagnostics } = buildSuite({
    suites: [suite],
    declared: declareSuites([suite], []),
    facts: { github: {}, vars: {} },
    maxScenarios: 300_000,
    incomplete: false,
  })
  return diagnostics.map(({ code, message, location }) => {
    const line = text.slice(0, location.range.start).split("\n").length
    return `${line} ${code}: ${message}`
  })
}

const list = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n")

describe("sizes that multiply", () => {
  const matrix = `scenarios:
  a: { run: "true", strategy: { matrix: { x: [${Array.from({ length: 5_001 })
    .fill(0)
    .map((_, i) => i)
    .join(",")}] } } }
overrides:
`

  it("refuse more conditions of overrides than can be looked at", () => {
    const overrides = list(1_000, (i) => `  - { where: "id == 'b${i}'", timeout: 1m }`)
    expect(problemsOf(matrix + overrides)).toEqual([
      "3 scenario/too-many-overrides: overrides times scenarios are more than 5,000,000 conditions",
    ])
  })

  it("take overrides that are few", () => {
    expect(problemsOf(`${matrix}  - { where: "id == 'a:7'", timeout: 1m }`)).toEqual([])
  })

  it("refuse more patterns of needs than can be looked at", () => {
    const scenarios = list(4_500, (i) => `  s${i}: { run: "true", needs: ["t${i}*"] }`)
    const needed = list(4_500, (i) => `  t${i}x: "true"`)
    const problems = problemsOf(`scenarios:\n${scenarios}\n${needed}`)
    expect(problems).toEqual([
      "2224 scenario/too-many-needs: the patterns of needs up to here are compared with more than 20,000,000 ids",
    ])
  })
})
