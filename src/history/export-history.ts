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

/** As in RFC 4180; a text that a spreadsheet would treat as a formula gets a leading apostrophe. */
function csvCell(value: string | number | null): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const text = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function sqlValue(value: string | number | null): string {
  if (value === null) return "NULL"
  if (typeof value === "number") return String(value)
  // A backslash escapes in some databases and not in others; no text needs one.
  return `'${value.replaceAll("\\", "/").replaceAll("\u0000", "").replaceAll("'", "''")}'`
}
