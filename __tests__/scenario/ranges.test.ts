/**
 * Every place that a diagnostic names is read back from the file and held against what the text view
 * underlines.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../src/app/suite/load-suite.ts"
import type { Diagnostic } from "../../src/core/problems/diagnostic.ts"
import type { Location } from "../../src/core/text/source.ts"
import { textWidth } from "../../src/report/lines/neutralise.ts"
import { renderDiagnostic } from "../../src/report/text/diagnostic-text.ts"

const FIXTURES = join(import.meta.dirname, "../__fixtures__/invalid")
const cases = readdirSync(FIXTURES).sort()

let base: string
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "ranges-"))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

/**
 * Files below a folder, never through links: Node's recursive reading follows those to folders, and
 * what is found here is changed and written again.
 */
function plainFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return entry.name === "expected.txt" ? [] : [entry.name]
    if (!entry.isDirectory()) return []
    return plainFiles(join(folder, entry.name)).map((path) => join(entry.name, path))
  })
}

function hasLinks(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) =>
      entry.isSymbolicLink() || (entry.isDirectory() && hasLinks(join(folder, entry.name))),
  )
}

function diagnose(root: string): readonly Diagnostic[] {
  const loaded = loadSuite({ files: nodeFiles, root, github: { ref: "refs/heads/main" }, vars: {} })
  if (loaded.ok) return loaded.value.warnings
  if (loaded.error.reason !== "config/invalid") throw new Error(loaded.error.reason)
  return loaded.error.diagnostics
}

/** A place as it is printed: its head line, the source line and the carets. */
interface Printed {
  readonly path: string
  readonly line: number
  readonly column: number
  /** What stands above the carets. */
  readonly underlined: string | null
  /** True when a long line is shown in part, and the part ends there. */
  readonly cut: boolean
}

/** The place of the diagnostic and those that belong to it, read from the printed text. */
function printedPlaces(diagnostic: Diagnostic): readonly Printed[] {
  const lines = renderDiagnostic(diagnostic).split("\n")
  return lines.flatMap((text, i) => {
    const head = /^(?: {2})?(\S.*?):(\d+):(\d+)(?: (?:error|warning) |: )/u.exec(text)
    if (head === null || (i > 0 && !text.startsWith("  "))) return []
    const [, path = "", line = "", column = ""] = head
    const marks = /^ {6} \| ( *)(\^+)$/u.exec(lines[i + 2] ?? "")
    const source = /^ *\d+ \|(?: (.*))?$/u.exec(lines[i + 1] ?? "")
    const place = { path, line: Number(line), column: Number(column) }
    if (marks === null || source === null) return { ...place, underlined: null, cut: false }
    const [, shown = ""] = source
    const [, { length: from } = "", { length: count } = ""] = marks
    const cut = columnsOf(shown, from + count, 1) === "…"
    return { ...place, underlined: columnsOf(shown, from, count), cut }
  })
}

/** What a terminal shows in these columns. */
function columnsOf(text: string, from: number, count: number): string {
  let at = 0
  let found = ""
  for (const char of text) {
    if (at >= from && at < from + count) found += char
    at += textWidth(char)
  }
  return found
}

/** Checks the place against the bytes of the file. */
function check(root: string, location: Location, printed: Printed) {
  const { file, range } = location
  expect(printed.path).toBe(file.path)
  expect(range.start).toBeGreaterThanOrEqual(0)
  expect(range.end).toBeGreaterThanOrEqual(range.start)
  expect(range.end).toBeLessThanOrEqual(file.text.length)
  if (printed.underlined === null) {
    // Without text there is nothing to point at but the file.
    expect([file.text, printed.line, printed.column]).toEqual(["", 1, 1])
    return
  }
  const onDisk = readFileSync(join(root, file.path), "utf8")
  // Editors count columns without a byte order mark.
  const text = onDisk.startsWith("\ufeff") ? onDisk.slice(1) : onDisk
  const lines = text.split(/\r\n|\r|\n/u)
  const line = lines[printed.line - 1]
  if (line === undefined) throw new Error(`no line ${printed.line} in ${file.path}`)
  expect(printed.column).toBeLessThanOrEqual(line.length + 1)
  const before = text.slice(0, range.start).split(/\r\n|\r|\n/u)
  expect([printed.line, printed.column]).toEqual([before.length, (before.at(-1) ?? "").length + 1])
  const shown = visible(text.slice(range.start, range.end).split(/[\r\n]/u)[0] ?? "")
  const { underlined, cut } = printed
  if (cut) expect(shown.startsWith(visible(underlined))).toBe(true)
  else if (shown !== "") expect(visible(underlined)).toBe(shown)
}

/** What cannot be seen is shown by a name, and a tab by blanks. */
function visible(text: string): string {
  return text
    .replace(/<U\+[0-9A-F]+>/gu, "")
    .replace(/\t/gu, " ")
    .replace(/[^ -~]/gu, "")
    .replace(/ +/gu, " ")
    .trim()
}

function checkAll(root: string): number {
  const diagnostics = diagnose(root)
  for (const diagnostic of diagnostics) {
    const places = [diagnostic.location, ...(diagnostic.related ?? []).map((one) => one.location)]
    const printed = printedPlaces(diagnostic)
    expect(printed).toHaveLength(places.length)
    for (const [i, place] of places.entries()) {
      const one = printed[i]
      if (one !== undefined) check(root, place, one)
    }
  }
  return diagnostics.length
}

describe("places of an invalid suite", () => {
  it.each(cases)("%s", (name) => {
    expect(checkAll(join(FIXTURES, name))).toBeGreaterThan(0)
  })

  /** What is said, with places and what they hold, whatever ends the lines. */
  function said(root: string) {
    return diagnose(root).map((diagnostic) => [diagnostic.code, printedPlaces(diagnostic)])
  }

  function rewritten(name: string, change: (text: string) => string): string {
    const root = join(mkdtempSync(join(base, "case-")), name)
    mkdirSync(root)
    for (const path of plainFiles(join(FIXTURES, name))) {
      const bytes = readFileSync(join(FIXTURES, name, path))
      const text = bytes.toString("utf8")
      const isText = Buffer.from(text, "utf8").equals(bytes)
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), isText ? change(text) : bytes, { flag: "wx" })
    }
    return root
  }

  const other = cases.filter(
    (name) => !["crlf", "empty-file"].includes(name) && !hasLinks(join(FIXTURES, name)),
  )
  it.each(other)("%s: the same with a byte order mark and CRLF", (name) => {
    const expected = said(join(FIXTURES, name))
    const root = rewritten(name, (text) =>
      /\r/u.test(text) ? text : `\ufeff${text.replaceAll("\n", "\r\n")}`,
    )
    // What a shell would make of these line ends is said besides.
    const other = (all: typeof expected) => all.filter(([code]) => code !== "script/line-ends")
    expect(other(said(root))).toEqual(other(expected))
    checkAll(root)
  })

  it("of files that were changed anywhere", () => {
    let found = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...other),
        fc.array(
          fc.record({
            at: fc.nat(2_000),
            remove: fc.nat(4),
            insert: fc.constantFrom(
              "\t",
              "🙂",
              "é",
              "\ufeff",
              "\r\n",
              "\r",
              ": ",
              '"',
              "中",
              "{",
              "x",
              " ",
            ),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        (name, changes) => {
          const root = rewritten(name, (text) =>
            changes.reduce((changed, { at, remove, insert }) => {
              const from = at % (changed.length + 1)
              return changed.slice(0, from) + insert + changed.slice(from + remove)
            }, text),
          )
          try {
            found += checkAll(root)
          } finally {
            rmSync(root, { recursive: true, force: true })
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(300)
  })
})

describe("a column", () => {
  it.each([
    ["a byte order mark", "\ufeffscenarios: { a: [] }", 1, 17, "[]"],
    ["tabs", 'scenarios: { a: { name: "\t\t", run:\t [] } }', 1, 37, "[]"],
    ["astral characters", 'name: "🙂🙂"\nscenarios: { a: x, "🙂": y }', 2, 20, '"🙂"'],
    [
      "astral characters before",
      'name: "🙂🙂"\nscenarios: { a: { name: "🙂🙂", run: [] } }',
      2,
      38,
      "[]",
    ],
    ["wide characters", 'name: x\nscenarios: { a: { name: "中文", run: [] } }', 2, 36, "[]"],
    ["CRLF", "name: x\r\nscenarios:\r\n  a: []\r\n", 3, 6, "[]"],
  ])("with %s is counted in UTF-16 units of the line", (_, text, line, column, underlined) => {
    const root = mkdtempSync(join(base, "column-"))
    writeFileSync(join(root, "smoke.yml"), text)
    const [first] = diagnose(root)
    if (first === undefined) throw new Error("nothing is wrong")
    expect(printedPlaces(first)[0]).toEqual({
      path: "smoke.yml",
      line,
      column,
      underlined,
      cut: false,
    })
    checkAll(root)
  })
})
