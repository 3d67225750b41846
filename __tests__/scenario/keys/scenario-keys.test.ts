// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../../src/app/suite/load-suite.ts"
import { renderDiagnostics } from "../../../src/report/text/diagnostic-text.ts"
import {
  PLANNING_KEYS,
  SCENARIO_KEYS,
  type ScenarioKey,
} from "../../../src/scenario/keys/scenario-keys.ts"
import type { Scenario } from "../../../src/scenario/model.ts"
import { makeSuiteFolder, type SuiteFolder } from "../../__rig__/suite-folder.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

function load(text: string) {
  folder.write({ "smoke.yml": text })
  const { root } = folder
  const options = { profiles: ["p"], kinds: ["registered"], github: {}, vars: {} }
  return loadSuite({ files: nodeFiles, root, ...options })
}

/** A value of each key that is evaluated for each expansion, and what it becomes. */
const PLANNED: Readonly<Record<string, readonly [string, (scenario: Scenario) => unknown]>> = {
  name: ['"N ${{ matrix.n }}"', ({ definition }) => definition.name],
  tags: ['["t${{ matrix.n }}"]', ({ definition }) => definition.tags],
  group: ['"g${{ matrix.n }}"', ({ definition }) => definition.groups],
  estimate: ['"${{ matrix.n }}s"', ({ estimateMs }) => estimateMs],
  runner: ['"r${{ matrix.n }}"', ({ runner }) => runner],
  "runs-on": ['"label-${{ matrix.n }}"', ({ runner }) => runner],
  requires: ['["cpu >= ${{ matrix.n }}"]', ({ definition }) => definition.requires],
  demand: ['{ cpu: "${{ matrix.n }}" }', ({ demand }) => demand],
  "continue-on-error": ['"${{ matrix.n == 1 }}"', ({ definition }) => definition.quarantine],
}

describe("a key that is evaluated while planning", () => {
  it("has a case here", () => {
    expect(Object.keys(PLANNED).sort()).toEqual([...PLANNING_KEYS].sort())
  })

  it.each(Object.entries(PLANNED))("differs between expansions: %s", (key, [text, of]) => {
    const { scenarios } = folder.loaded({
      "smoke.yml": `
groups: { g1: {}, g2: {} }
runners: { r1: { runs-on: a }, r2: { runs-on: b } }
scenarios:
  a:
    run: "true"
    strategy: { matrix: { n: [1, 2] } }
    ${key}: ${text}
`,
    })
    const [first, second] = scenarios.map(of)
    expect(first).not.toEqual(second)
  })
})

/** Two values of each key that layers may say, as the file has them. */
const LAYERED: Readonly<Partial<Record<ScenarioKey, readonly [string, string]>>> = {
  tags: ["[own]", "[added]"],
  features: ["[own]", "[added]"],
  meta: ["{ a: own }", "{ b: added }"],
  args: ["[own]", "[added]"],
  shell: ["sh", "bash"],
  "working-directory": ["own", "added"],
  with: ["{ a: own }", "{ b: added }"],
  env: ["{ A: own }", "{ B: added }"],
  needs: ["[b]", "[c]"],
  if: ["github.ref == 'a'", "github.ref == 'b'"],
  estimate: ["1s", "2s"],
  timeout: ["1s", "2s"],
  "timeout-minutes": ["1", "2"],
  "idle-timeout": ["1s", "2s"],
  retry: ["{ max-attempts: 2 }", "{ delay: 3s }"],
  paths: ["[own/**]", "[added/**]"],
  group: ["[g1]", "[g2]"],
  runner: ["r1", "r2"],
  "runs-on": ["a", "b"],
  requires: ["[cpu]", "[memory]"],
  demand: ["{ cpu: 1 }", "{ memory: 1Gi }"],
  exclusive: ["true", "false"],
  fixtures: ["[f1]", "[f2]"],
  limits: ["{ memory: 1Gi }", "{ cpu: 1 }"],
  expect: ["{ exit-code: 1 }", "{ within: 1s }"],
  quarantine: ['{ until: "2027-01-31" }', '{ until: "2027-02-28" }'],
  "continue-on-error": ["true", "false"],
  artifacts: ["{ paths: own }", "{ paths: added }"],
  reports: ["{ junit: own }", "{ junit: added }"],
  "problem-matcher": ["[pytest]", "[tsc]"],
  before: ["own", "added"],
  after: ["own", "added"],
}

describe("a key that several layers say", () => {
  const layered = Object.entries(SCENARIO_KEYS).filter(([, spec]) => !("fixed" in spec))

  it("has a case here", () => {
    expect(Object.keys(LAYERED).sort()).toEqual(layered.map(([key]) => key).sort())
  })

  /** What a scenario becomes that says `own`, with a profile that says `added`. */
  function said(key: string, own: string | null, added: string | null): string {
    const line = (value: string | null) => (value === null ? "" : `, ${key}: ${value}`)
    const kind = key === "with" ? "kind: registered" : 'run: "true"'
    const loaded = load(`
groups: { g1: {}, g2: {} }
fixtures: { f1: { start: "true" }, f2: { start: "true" } }
runners: { r1: { runs-on: a }, r2: { runs-on: b } }
profiles: { p: { workers: 1${line(added)} } }
scenarios:
  a: { ${kind}${line(own)} }
  b: "true"
  c: "true"
`)
    if (!loaded.ok) {
      const { error } = loaded
      throw new Error(error.reason === "config/invalid" ? renderDiagnostics(error.diagnostics) : "")
    }
    const { scenarios } = loaded.value
    const { asksAt: _, runnerAt: __, fixturesAt: ___, ...rest } = scenarios[0] as Scenario
    return JSON.stringify(rest)
  }

  it.each(layered)("is merged as the table says: %s", (key, { merge }) => {
    const [own, added] = LAYERED[key as ScenarioKey] ?? ["", ""]
    const both = said(key, own, added)
    const replaced = said(key, null, added)
    if (merge === "replace") expect(both).toBe(replaced)
    else {
      expect(both).not.toBe(replaced)
      expect(both).not.toBe(said(key, own, null))
    }
  })
})

it("twenty mistyped keys of one mapping are twenty diagnostics, each with a hint", () => {
  const keys = Object.keys(SCENARIO_KEYS)
    .filter((key) => key.length > 5)
    .slice(0, 20)
  const lines = keys.map((key) => `    ${key.slice(0, -1)}x${key.slice(-1)}: 1`)
  const loaded = load(`profiles: { p: {} }\nscenarios:\n  a:\n    run: x\n${lines.join("\n")}\n`)
  const found =
    loaded.ok || loaded.error.reason !== "config/invalid" ? [] : loaded.error.diagnostics
  expect(found.map(({ code, hint }) => [code, hint])).toEqual(
    keys.map((key) => ["suite/unknown-key", `did you mean \`${key}\`?`]),
  )
})
