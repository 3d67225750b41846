/**
 * A history as tables: one row for each run of a scenario, for spreadsheets and databases.
 */
import { rounded } from "../core/quantities/rounded.ts"
import type { History } from "../formats/history.ts"
import { conditionsOf } from "./conditions.ts"

/** Forms of the export. */
export const EXPORT_FORMS = ["csv", "ndjson", "sql"] as const
export type ExportForm = (typeof EXPORT_FORMS)[number]

/** Columns with their types in SQL. */
const COLUMNS = {
  suite: "TEXT NOT NULL",
  scenario: "TEXT NOT NULL",
  at: "TEXT NOT NULL",
  run: "TEXT NOT NULL",
  attempt: "INTEGER NOT NULL",
  shard: "INTEGER NOT NULL",
  runner: "TEXT NOT NULL",
  cores: "INTEGER NOT NULL",
  workers: "INTEGER NOT NULL",
  verdict: "TEXT NOT NULL",
  seconds: "REAL NOT NULL",
  concurrency: "REAL NOT NULL",
  core_share: "REAL NOT NULL",
  slowdown: "REAL NOT NULL",
  own_seconds: "REAL NOT NULL",
  peak_memory_bytes: "BIGINT",
} as const

type Column = keyof typeof COLUMNS
type Row = Readonly<Record<Column, string | number | null>>

const NAMES = Object.keys(COLUMNS) as readonly Column[]
const TABLE = "smoke_runs"

/** The history in a form, line by line. */
export function* exportHistory(history: History, form: ExportForm): Generator<string> {
  if (form === "csv") yield `${NAMES.join(",")}\n`
  if (form === "sql") {
    const columns = NAMES.map((name) => `  ${name} ${COLUMNS[name]}`)
    yield `CREATE TABLE IF NOT EXISTS ${TABLE} (\n${columns.join(",\n")}\n);\n`
  }
  for (const row of rowsOf(history)) {
    if (form === "ndjson") yield `${JSON.stringify(row)}\n`
    else if (form === "csv") yield `${NAMES.map((name) => csvCell(row[name])).join(",")}\n`
    else {
      const values = NAMES.map((name) => sqlValue(row[name])).join(", ")
      yield `INSERT INTO ${TABLE} (${NAMES.join(", ")}) VALUES (${values});\n`
    }
  }
}

function* rowsOf(history: History): Generator<Row> {
  const conditions = conditionsOf(history)
  for (const [scenario, runs] of Object.entries(history.scenarios)) {
    for (const run of runs) {
      const [place, verdict, seconds, concurrency, share, memory] = run
      const job = history.jobs[place]
      if (job === undefined) continue
      const { at, attempt, shard, runner, cores, workers } = job
      const slowdown = conditions.factorOf(run)
      yield {
        suite: history.suite,
        scenario,
        at,
        run: job.run,
        attempt,
        shard,
        runner,
        cores,
        workers,
        verdict,
        seconds,
        concurrency,
        core_share: share,
        slowdown: rounded(slowdown),
        own_seconds: rounded(seconds / slowdown),
        peak_memory_bytes: memory,
      }
    }
  }
}

/**
 * What a spreadsheet takes for the start of a formula: also after blanks that it trims, in full width, and
 * behind a character that it may split cells at (`;` in many locales, a tab or a line end when text is pasted).
 */
const FORMULA = /(^|[;,|\t\r\n])((?:[^\S\t\r\n]|["'\0])*[=+\-@＝＋－＠])/gu

/** As in RFC 4180; what a spreadsheet would treat as a formula gets an apostrophe before it. */
function csvCell(value: string | number | null): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const text = value.replaceAll(FORMULA, "$1'$2").replace(/^(?=[\t\r\n])/u, "'")
  return /[";,|\t\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function sqlValue(value: string | number | null): string {
  if (value === null) return "NULL"
  if (typeof value === "number") return String(value)
  // A backslash escapes in some databases and not in others; no text needs one.
  return `'${value.replaceAll("\\", "/").replaceAll("\u0000", "").replaceAll("'", "''")}'`
}
