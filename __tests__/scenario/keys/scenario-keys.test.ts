// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../../src/app/suite/load-suite.ts"
import { renderDiagnostics } from "../../../src/report/text/diagnostic-text.ts"
import type { KeySpec } from "../../../src/scenario/keys/parts.ts"
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

it("expressions are evaluated when the documentation says", () => {
  const at = (when: KeySpec["evaluated"]) =>
    Object.entries(SCENARIO_KEYS).flatMap(([key, spec]) => (spec.evaluated === when ? key : []))
  expect([at("attempt"), at("refused")]).toEqual([
    [
      ...["run", "args", "working-directory", "with", "http", "env", "on-timeout", "container"],
      ...["expect", "reports"],
    ],
    ["features", "shell", "kind", "needs", "fixtures", "problem-matcher"],
  ])
})

/** Two values of each key that layers may say, as the file has them, and what comes of both. */
const LAYERED: Readonly<Partial<Record<ScenarioKey, readonly [string, string, KeySpec["merge"]]>>> =
  {
    tags: ["[own]", "[added]", "append"],
    features: ["[own]", "[added]", "append"],
    meta: ["{ a: own }", "{ b: added }", "members"],
    args: ["[own]", "[added]", "append"],
    shell: ["sh", "bash", "replace"],
    "working-directory": ["own", "added", "replace"],
    with: ["{ a: own }", "{ b: added }", "replace"],
    env: ["{ A: own }", "{ B: added }", "members"],
    needs: ["[b]", "[c]", "append"],
    if: ["github.ref == 'a'", "github.ref == 'b'", "replace"],
    estimate: ["1s", "2s", "replace"],
    timeout: ["1s", "2s", "replace"],
    "timeout-minutes": ["1", "2", "replace"],
    "idle-timeout": ["1s", "2s", "replace"],
    "on-timeout": ["./own.sh", "./added.sh", "replace"],
    "timeout-signal": ["QUIT", "SIGABRT", "replace"],
    slow: ["1s", "200%", "replace"],
    retry: ["{ max-attempts: 2 }", "{ delay: 3s, when: end }", "members"],
    flaky: ["fail", "pass", "replace"],
    paths: ["[own/**]", "[added/**]", "append"],
    group: ["[g1]", "[g2]", "append"],
    runner: ["r1", "r2", "replace"],
    "runs-on": ["a", "b", "replace"],
    requires: ["[cpu]", "[memory]", "append"],
    demand: ["{ cpu: 1 }", "{ memory: 1Gi }", "members"],
    exclusive: ["true", "false", "replace"],
    fixtures: ["[f1]", "[f2]", "append"],
    container: ["node:24", "{ image: node:26 }", "replace"],
    limits: ["{ memory: 1Gi }", "{ cpu: 1 }", "members"],
    expect: ["{ exit-code: 1 }", "{ within: 1s }", "replace"],
    quarantine: ['{ until: "2027-01-31" }', '{ until: "2027-02-28" }', "replace"],
    "continue-on-error": ["true", "false", "replace"],
    artifacts: ["{ paths: own }", "{ paths: added }", "append"],
    reports: ["{ junit: own }", "{ junit: added }", "replace"],
    "problem-matcher": ["[pytest]", "[tsc]", "append"],
    before: ["own", "added", "append"],
    after: ["own", "added", "append"],
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
    const { asksAt: _, runnerAt: __, leasesAt: ___, ...rest } = scenarios[0] as Scenario
    return JSON.stringify(rest)
  }

  it.each(Object.entries(LAYERED))("is merged as documented: %s", (key, [own, added, merge]) => {
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
