/**
 * Use case: a history file as rows for spreadsheets and databases, or what it says of flaky scenarios.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { History } from "../../formats/history.ts"
import { type ExportForm, exportHistory } from "../../history/export-history.ts"
import { flakesOf } from "../../history/flakes.ts"
import type { Files } from "../../ports/files.ts"
import { flakeLines } from "../../report/text/flakes-text.ts"
import { readHistoryFile } from "./advice.ts"

/** The rows as text, and what of the file was left out. */
export interface Exported {
  readonly text: string
  readonly notes: readonly string[]
}

/** The rows of a file of whichever suite, or what it says of flaky and slower scenarios. */
export function exportHistoryFile(
  request: { readonly path: string; readonly form: ExportForm | "flakes"; readonly now: number },
  files: Files,
): Result<Exported, Failure> {
  const { path, form, now } = request
  const suite = suiteOf(path, files)
  const read = readHistoryFile(path, { files, suite, now })
  if (!read.ok) return err({ reason: "files/unusable", path, message: read.error })
  const { history, notes } = read.value
  const text = form === "flakes" ? flakesText(history) : [...exportHistory(history, form)].join("")
  return ok({ text, notes })
}

/** As at the end of the newest run. */
function flakesText(history: History): string {
  const newest = history.jobs.at(-1)?.run
  const lines = flakeLines(flakesOf(history, { run: newest }) ?? undefined)
  return `${lines.length === 0 ? "nothing is flaky, slower or hidden by retries" : lines.join("\n")}\n`
}

/** The suite that the file says it is of. */
function suiteOf(path: string, files: Files): string {
  const head = files.readHead(path, 4_096)
  const [, name] = /"suite":\s*("(?:[^"\\]|\\.)*")/u.exec(head.ok ? head.value : "") ?? []
  const parsed = parseForeignJson(name ?? '""')
  return parsed.ok ? String(parsed.value) : ""
}
