/**
 * The export in each form, with text that the forms must not take for their own.
 */
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { exportHistory } from "../../src/history/export-history.ts"
import { history, job, passed } from "./history-rig.ts"

const HISTORY = {
  ...history({ "-a/b:c": [passed(0, 1.5), [1, "failed", 3, 2.5, 0.8, 4096]], d: [passed(1, 2)] }, [
    job({ runner: '=cmd|"x", y' }),
    job({ run: "it's\\", shard: 2 }),
  ]),
  suite: "shop; DROP TABLE smoke_runs; --'",
}

/** A history with one run of a scenario of this name. */
function named(name: string) {
  return history({ [name]: [passed(0, 1.5)] }, [job()])
}

/** The cells of CSV as in RFC 4180. */
function cellsOf(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = "", end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gu,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === "\n") rows.push([])
  }
  return rows
}

describe("history export", () => {
  it.each(["csv", "ndjson", "sql"] as const)("as %s", async (form) => {
    const text = [...exportHistory(HISTORY, form)].join("")
    await expect(text).toMatchFileSnapshot(`__golden__/export.${form}`)
  })

  it.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["\n=1", "'\n'=1"],
    ["  =1", "'  =1"],
    ["\u00a0=1", "'\u00a0=1"],
    ["＝1", "'＝1"],
    ["a;=HYPERLINK(1)", "a;'=HYPERLINK(1)"],
    ["a,=1", "a,'=1"],
    ["a\t=1", "a\t'=1"],
    ["a\n@x", "a\n'@x"],
    ['";=1', "\";'=1"],
    ['"=1', "'\"=1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    // Ordinary names stay as they are.
    ["a-b=c@d", "a-b=c@d"],
    ["login, eu; web", "login, eu; web"],
    ['say "hi"', 'say "hi"'],
    ["it's", "it's"],
  ])("keeps %j from being a formula in CSV", (name, cell) => {
    const csv = [...exportHistory(named(name), "csv")].join("")
    const [header = [], row = []] = cellsOf(csv)
    expect(row).toHaveLength(header.length)
    expect(row[header.indexOf("scenario")]).toBe(cell)
    // Whatever an importer splits at, no cell of a text column begins a formula.
    for (const separator of [";", ",", "|", "\t"]) {
      for (const piece of csv.split(new RegExp(`[\\r\\n${separator}]`, "u"))) {
        expect(piece).not.toMatch(/^["\s]*[=+\-@＝＋－＠]/u)
      }
    }
  })

  it("is NDJSON with each text as it is, in one line", () => {
    for (const name of ['=1+1\n"', "\u2028x", "a\u0000b", "</script>"]) {
      const lines = [...exportHistory(named(name), "ndjson")].join("").trimEnd().split("\n")
      expect(lines.map((line) => JSON.parse(line).scenario)).toEqual([name])
    }
  })

  it("is SQL that a database takes, with every row whole", () => {
    const database = new DatabaseSync(":memory:")
    database.exec([...exportHistory(HISTORY, "sql")].join(""))
    const rows = database.prepare("SELECT suite, scenario, run, seconds FROM smoke_runs").all()
    expect(rows).toHaveLength(3)
    expect(rows[1]).toEqual({ suite: HISTORY.suite, scenario: "-a/b:c", run: "it's/", seconds: 3 })
    database.close()
  })
})
