// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { parse, stringify } from "yaml"
import { renderDiagnostics } from "../../src/report/diagnostic-text.ts"
import { makeSuiteFolder, type SuiteFolder } from "../__rig__/suite-folder.ts"
import { PIPELINE } from "./pipeline.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

/** Processor time, far above what any of these takes: it tells a hang, not a speed. */
const LIMIT_MS = 6_000

/** Time of the processor: what else runs on the machine does not count. */
function spentMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Reads a file that cannot be a suite: the codes of what is said, and how long that took. */
function refuse(text: string | Uint8Array, name = "smoke.yml") {
  writeFileSync(join(folder.root, name), text)
  const started = spentMs()
  const result = folder.load()
  const ms = spentMs() - started
  if (result.ok) return { codes: [], ms }
  if (result.error.reason !== "config/invalid") throw new Error(result.error.reason)
  renderDiagnostics(result.error.diagnostics)
  return { codes: [...new Set(result.error.diagnostics.map(({ code }) => code))], ms }
}

/** As much of a text as a suite file may have. */
function upToLimit(part: (i: number) => string): string {
  const parts: string[] = []
  for (let length = 0, i = 0; ; i++) {
    const next = part(i)
    length += next.length
    if (length >= 1 << 20) return parts.join("")
    parts.push(next)
  }
}

const LEVELS = Array.from({ length: 12 }, (_, i) =>
  i === 0 ? "l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n" : `l${i}: &l${i} [${Array(10).fill(`*l${i - 1}`)}]\n`,
)

describe("a hostile file", () => {
  it.each<[string, string | Uint8Array, readonly string[]]>([
    [
      "1 MiB of nested aliases",
      upToLimit((i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]\n`),
      ["yaml/alias"],
    ],
    ["an anchor bomb", LEVELS.join(""), ["yaml/alias"]],
    [
      "1 MiB of aliases of one anchor",
      `a: &a [x]\nb: [${upToLimit(() => "*a, ").slice(20)}]\n`,
      ["yaml/alias"],
    ],
    ["flow lists, 10,000 deep", `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`, ["yaml/syntax"]],
    [
      "flow mappings, 10,000 deep",
      `a: ${"{a: ".repeat(10_000)}x${"}".repeat(10_000)}`,
      ["yaml/syntax"],
    ],
    ["1 MiB of brackets", `a: ${upToLimit(() => "[").slice(9)}`, ["yaml/syntax"]],
    [
      "block mappings, 1,000 deep",
      Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      ["yaml/syntax"],
    ],
    ["1 MiB of one line", `a: "${"x".repeat((1 << 20) - 10)}"`, ["suite/unknown-key"]],
    ["1 MiB of keys", upToLimit((i) => `key-${i}: 1\n`), ["suite/unknown-key"]],
    ["NUL bytes", "scenarios: { a: \u0000\u0000 }\n", ["suite/value"]],
    ["nothing but NUL bytes", "\u0000".repeat(1_000), ["suite/type"]],
    ["UTF-16", Buffer.from("\ufeffscenarios: { a: b }", "utf16le"), ["file/not-text"]],
    ["bytes that are no UTF-8", Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0xfe]), ["file/not-text"]],
    ["a UTF-8 byte order mark inside", "a\ufeff: b", ["suite/unknown-key"]],
    ["lone carriage returns", "scenarios:\r  a: b\r", ["yaml/syntax"]],
    [
      "an expression, 1 MiB long",
      `scenarios: { a: "\${{ ${"!".repeat(1_000_000)}1 }}" }`,
      ["expression/syntax"],
    ],
    [
      "an expression, 5,000 deep",
      `scenarios: { a: "\${{ ${"(".repeat(5_000)}1${")".repeat(5_000)} }}" }`,
      ["expression/syntax"],
    ],
    [
      "a matrix far beyond the limit",
      `scenarios: { a: { run: x, strategy: { matrix: { ${Array.from({ length: 12 }, (_, i) => `d${i}: [${Array.from({ length: 60 }, (_, j) => j)}]`)} } } } }`,
      ["matrix/too-large"],
    ],
    [
      "a need of everything, 2,000 times",
      `scenarios:\n${Array.from({ length: 2_000 }, (_, i) => `  s${i}: { run: x, needs: "*" }\n`).join("")}`,
      ["scenario/cycle"],
    ],
    [
      "a circle of 10,000 jobs",
      `jobs:\n${Array.from({ length: 10_000 }, (_, i) => `  - { id: j${i}, command: x, dependencies: [j${(i + 1) % 10_000}] }\n`).join("")}`,
      ["scenario/cycle"],
    ],
  ])("with %s gives a diagnostic in time", (_, text, codes) => {
    const { codes: said, ms } = refuse(text)
    expect(said).toEqual(expect.arrayContaining([...codes]))
    expect(ms).toBeLessThan(LIMIT_MS)
  })

  it.each([
    ["a byte order mark", "\ufeffscenarios: { a: b }\n"],
    ["CRLF", "scenarios:\r\n  a: b\r\n"],
    ["no line end", "scenarios: { a: b }"],
  ])("with %s is read", (_, text) => {
    expect(refuse(text).codes).toEqual([])
  })

  it("that is a script is told by its header", () => {
    folder.write({ "smoke.yml": "include: [smoke/*.sh]" })
    folder.write({ "smoke/a.sh": `# ---\n# a: ${"[".repeat(20_000)}\n# ---\n` })
    folder.write({ "smoke/b.sh": `# ---\n# name: \u0000\n# ---\n` })
    folder.write({ "smoke/c.sh": "# ---\n".repeat(10_000) })
    const started = spentMs()
    const result = folder.load()
    expect(spentMs() - started).toBeLessThan(LIMIT_MS)
    if (result.ok || result.error.reason !== "config/invalid") throw new Error("it was read")
    const said = result.error.diagnostics.map(
      ({ code, location }) => `${location.file.path} ${code}`,
    )
    expect(said).toEqual(["smoke/a.sh script/front-matter", "smoke/b.sh suite/value"])
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
groups: { slow: { max-parallel: 5 } }
scenarios:
  sql: { for-each: { files: "sql/*.test", root: sql }, run: './run "$SMOKE_FILE"' }
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
      const scenarios = suite.scenarios.map(({ definition: { line: ___, ...rest }, ...one }) => {
        return { ...one, definition: rest }
      })
      return { ...suite, scenarios }
    }
    const value: unknown = parse(text)
    const first = model(text)
    expect(model(stringify(value))).toEqual(first)
    expect(model(stringify(value, { collectionStyle: "flow" }))).toEqual(first)
    expect(model(JSON.stringify(value))).toEqual(first)
  })
})
