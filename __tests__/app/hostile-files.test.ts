// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { parse, stringify } from "yaml"
import { renderDiagnostics } from "../../src/report/diagnostic-text.ts"
import { HOSTILE_HEADERS, HOSTILE_TEXTS } from "../__rig__/hostile-texts.ts"
import type { HostileReadings } from "../__rig__/read-hostile.ts"
import { makeSuiteFolder, type SuiteFolder } from "../__rig__/suite-folder.ts"
import { PIPELINE } from "./pipeline.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

/** Reads a file: the codes of what is said. */
function codesOf(text: string): readonly string[] {
  writeFileSync(join(folder.root, "smoke.yml"), text)
  const result = folder.load()
  if (result.ok) return []
  if (result.error.reason !== "config/invalid") throw new Error(result.error.reason)
  return result.error.diagnostics.map(({ code }) => code)
}

/** Processor time for one file: what else runs on the machine does not count. */
const LIMIT_MS = 2_000
const LIMIT_MIB = 256

describe("hostile files", () => {
  let read: HostileReadings
  beforeAll(() => {
    const program = join(import.meta.dirname, "../__rig__/read-hostile.ts")
    const bounds = ["--max-old-space-size=128", "--max-semi-space-size=4"]
    const options = { encoding: "utf8", maxBuffer: 1 << 26 } as const
    read = JSON.parse(execFileSync(process.execPath, [...bounds, program], options))
  }, 120_000)

  const cases = [
    ...HOSTILE_TEXTS,
    ...HOSTILE_HEADERS.map(({ name, codes }) => ({ name: `a header: ${name}`, codes })),
  ]
  it.each(cases)("$name: a diagnostic in time", ({ name, codes }) => {
    const reading = read.readings.find((one) => one.name === name)
    if (codes === null) expect(reading?.codes).toEqual([])
    else expect(reading?.codes).toEqual(expect.arrayContaining([...codes]))
    expect(reading?.ms).toBeLessThan(LIMIT_MS)
  })

  it("need little memory", () => {
    expect(read.readings).toHaveLength(cases.length)
    expect(read.peakMiB).toBeLessThan(LIMIT_MIB)
  })
})

describe("an unusual file", () => {
  it.each([
    ["a byte order mark", "\ufeffscenarios: { a: b }\n"],
    ["CRLF", "scenarios:\r\n  a: b\r\n"],
    ["no line end", "scenarios: { a: b }"],
    [
      "5,000 scenarios",
      `scenarios:\n${Array.from({ length: 5_000 }, (_, i) => `  s${i}: x\n`).join("")}`,
    ],
    ["a script of 1 MiB", `scenarios:\n  a: |\n${"    echo {[*a, &b]}: - x\n".repeat(40_000)}`],
  ])("with %s is read", (_, text) => {
    expect(codesOf(text)).toEqual([])
  })
})

const SUITE = `version: 1
name: shop
include: ["smoke/**/*.sh"]
defaults: { timeout: 5m, tags: [all], retry: { max-attempts: 2 } }
overrides:
  - { where: "contains(tags, 'gpu')", timeout: 30m, tags: [slow] }
profiles:
  quick: { where: "!contains(tags, 'slow')", matrix: { pool: [a] }, env: { N: "1" }, workers: 2 }
runners:
  big: { runs-on: [self-hosted, big], startup: 40s, capabilities: { gpu: 2, node: "22.10" }, max-shards: 1 }
capabilities:
  docker: { command: docker info }
  gpu: { command: "nvidia-smi -L | wc -l", as: count, timeout: 2s }
  license: { value: 2, scope: run, required: true }
  hive: { tcp: "hive:9083" }
  cluster: { kubernetes: { selector: "a=b", reserve: 40% } }
groups:
  slow: { max-parallel: 5, conflicts: [pool] }
  pool: { key: [pool], sequential: true, pause: 1s, scope: run }
fixtures:
  browser: { serve: ./server.sh, instances: 4, warm: 2, ready: { tcp: "127.0.0.1:80" }, share: 2 }
  vms: { key: [pool], start: ./create.sh, stop: ./delete.sh, demand: { cpu: 1 } }
scenarios:
  sql: { for-each: { files: "sql/*.test", root: sql }, run: './run "$SMOKE_FILE"' }
  pools:
    run: ./pool.sh
    group: pool
    runner: big
    requires: [docker, "memory >= 8Gi", 'cluster["nvidia.com/gpu"] >= 1', "node >= 22.10"]
    demand: { cpu: "\${{ matrix.cpu }}", memory: 4Gi, license: 1, cluster.memory: 500M }
    limits: { memory: 1Gi, cpu: 200%, cpu-time: 90s, output: 10Mi }
    idle-timeout: 60s
    exclusive: true
    retry: { max-attempts: 2, on: [timeout, exit-code 75] }
    fixtures: [browser, vms]
    reports: { junit: "out/*.xml" }
    continue-on-error: \${{ matrix.cpu == 2 }}
    strategy: { max-parallel: 2, fail-fast: false, matrix: { pool: [a, b], cpu: [1, 2] } }
  windows: { run: x, runs-on: windows-2025, limits: { cpu: 1.50 } }
  login:
    run: ./login.sh
    features: gpu
    paths: [web/**]
    needs: [sql]
    strategy: { matrix: { pool: [a, b], bs: { command: ./list.sh } } }
  size: { run: x, group: slow, strategy: { matrix: { size: [{ name: s, cpu: 1 }, { name: l }] } } }
`

const HEADER = `#!/bin/sh
# ---
# name: A
# depends_on: [sql]
# estimated_time: 5-15 min
# retry: { max_attempts: 2 }
# component: x
# requires: docker
# idle_timeout: 5s
# limits: { memory: 64Mi }
# ---
true
`

const NOISE = fc.constantFrom(
  ...["", " ", "\n", "\n  ", ":", ": ", "- ", "[", "]", "{", "}", '"', "'", "&d ", "*d", "!", "|"],
  ...["\t", "\r", "#", "\u0000", "\ufeff", "${{", "}}", "null", "1", "-1", "1e999", ".nan", "# "],
  ...["__proto__", "constructor", "<<: *d", "? ", "---", "true", "🙂", "matrix", "$", "%", "@meta"],
)

function mutations(text: string) {
  const change = fc.record({ at: fc.nat(text.length), remove: fc.nat(12), insert: NOISE })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((changed, { at, remove, insert }) => {
      const from = Math.min(at, changed.length)
      return changed.slice(0, from) + insert + changed.slice(from + remove)
    }, text),
  )
}

describe("a file that was changed anywhere", () => {
  it.each([
    ["a suite", SUITE, "smoke.yml"],
    ["a workflow file", PIPELINE, "smoke.yml"],
    ["the header of a script", HEADER, "smoke/x/a.sh"],
  ])("gives a suite, or diagnostics inside of their files: %s", (_, valid, path) => {
    const others = { "sql/a.test": "", "scripts/test.sh": "", "scripts/deploy.py": "" }
    folder.write({ "smoke.yml": SUITE, "smoke/x/a.sh": HEADER, ...others })
    if (path === "smoke.yml") folder.write({ [path]: valid })
    expect(folder.load().ok).toBe(true)
    let failures = 0
    fc.assert(
      fc.property(mutations(valid), (text) => {
        folder.write({ [path]: text })
        const result = folder.load()
        if (result.ok) return
        failures++
        if (result.error.reason !== "config/invalid") throw new Error(result.error.reason)
        for (const { location, related = [] } of result.error.diagnostics) {
          for (const place of [location, ...related.map((one) => one.location)]) {
            expect(place.range.start).toBeGreaterThanOrEqual(0)
            expect(place.range.end).toBeGreaterThanOrEqual(place.range.start)
            expect(place.range.end).toBeLessThanOrEqual(place.file.text.length)
          }
        }
        renderDiagnostics(result.error.diagnostics)
      }),
      { numRuns: 500 },
    )
    // Otherwise the changes would test nothing.
    expect(failures).toBeGreaterThan(50)
  })
})

describe("a suite that is printed and read again", () => {
  it.each([
    ["a suite", SUITE],
    ["a workflow file", PIPELINE.replace("1.20", '"1.20"')],
  ])("is the same: %s", (_, text) => {
    const others = { "sql/a.test": "", "scripts/test.sh": "", "scripts/deploy.py": "" }
    folder.write({ "smoke/x/a.sh": HEADER, ...others })
    const model = (printed: string) => {
      const { warnings: __, ...suite } = folder.loaded({ "smoke.yml": printed })
      // Places differ, and nothing else.
      const scenarios = suite.scenarios.map(
        ({ fixturesAt: ____, runnerAt: _____, definition: { line: ___, ...rest }, ...one }) => {
          return { ...one, definition: rest }
        },
      )
      return { ...suite, scenarios }
    }
    const value: unknown = parse(text)
    const first = model(text)
    expect(first.scenarios.length).toBeGreaterThan(5)
    expect(model(stringify(value))).toEqual(first)
    expect(model(stringify(value, { collectionStyle: "flow" }))).toEqual(first)
    expect(model(JSON.stringify(value))).toEqual(first)
  })
})
