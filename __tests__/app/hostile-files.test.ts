// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { parse, stringify } from "yaml"
import { CHANGED, HEADER, readChanged, SUITE } from "../__rig__/changed-files.ts"
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

/**
 * Processor time for one file: twice what is promised for an ordinary machine, since processors that
 * share a core differ by as much from hour to hour. What grows with the square of a file is far beyond.
 */
const LIMIT_MS = 4_000
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

describe("a file that was changed anywhere", () => {
  it.each(CHANGED)("gives a suite, or diagnostics inside of their files: $name", (one) => {
    readChanged(folder, one, 40)
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
        ({ runnerAt: ____, asksAt: _____, leasesAt: ______, definition, ...one }) => {
          const { line: ___, ...rest } = definition
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
