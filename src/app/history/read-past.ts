/**
 * Verdicts of earlier runs for the summary; whatever is wrong with the history, there is just nothing to say.
 */
import type { ScenarioResult } from "../../formats/results.ts"
import { pastVerdicts } from "../../history/verdicts.ts"
import type { Files } from "../../ports/files.ts"
import type { PastVerdicts } from "../../report/summary/summary-view.ts"
import { readHistoryFile } from "./advice.ts"

/** What a history file tells of the scenarios, from other runs than this one; null without a history. */
export function readPast(
  path: string | null,
  of: {
    readonly suite: string
    /** The run that is reported. */
    readonly run: string
    readonly scenarios: readonly Pick<ScenarioResult, "id">[]
    /** Milliseconds since 1970. */
    readonly now: number
  },
  files: Pick<Files, "readText" | "sizeBytes" | "exists">,
): PastVerdicts | null {
  if (path === null || !files.exists(path)) return null
  const read = readHistoryFile(path, { ...of, files })
  return read.ok ? pastVerdicts(read.value.history, of) : null
}
