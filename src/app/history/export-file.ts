/**
 * Use case: a history file as rows for spreadsheets and databases.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { type ExportForm, exportHistory } from "../../history/export-history.ts"
import type { Files } from "../../ports/files.ts"

import { readHistoryFile } from "./advice.ts"

/** The rows as text, and what of the file was left out. */
export interface Exported {
  readonly text: string
  readonly notes: readonly string[]
}

/** Exports a file of whichever suite. */
export function exportHistoryFile(
  request: { readonly path: string; readonly form: ExportForm; readonly now: number },
  files: Files,
): Result<Exported, Failure> {
  const { path, form, now } = request
  const suite = suiteOf(path, files)
  const read = readHistoryFile(path, { files, suite, now })
  if (!read.ok) return err({ reason: "files/unusable", path, message: read.error })
  const { history, notes } = read.value
  return ok({ text: [...exportHistory(history, form)].join(""), notes })
}

/** The suite that the file says it is of. */
function suiteOf(path: string, files: Files): string {
  const head = files.readHead(path, 4_096)
  const [, name] = /"suite":\s*("(?:[^"\\]|\\.)*")/u.exec(head.ok ? head.value : "") ?? []
  const parsed = parseForeignJson(name ?? '""')
  return parsed.ok ? String(parsed.value) : ""
}
