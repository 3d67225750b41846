/**
 * Earlier runs for reports; whatever is wrong with the history, there is just nothing to say.
 */
import type { History, PastRun } from "../../formats/history.ts"
import { pastRunsIn } from "../../history/verdicts.ts"
import type { Files } from "../../ports/files.ts"
import { readHistoryFile } from "./advice.ts"

/** What a history file tells of scenarios by id, from other runs than this one; null without a history. */
export function readPast(
  path: string | null,
  of: {
    readonly suite: string
    /** The run that is reported. */
    readonly run: string
    /** The history with this run in it, where it is at hand: the file is not read then. */
    readonly learned?: History | null | undefined
    /** Milliseconds since 1970. */
    readonly now: number
  },
  files: Pick<Files, "readText" | "sizeBytes" | "exists">,
): ((id: string) => readonly PastRun[]) | null {
  if (of.learned) return pastRunsIn(of.learned, of.run)
  if (path === null || !files.exists(path)) return null
  const read = readHistoryFile(path, { ...of, files })
  return read.ok ? pastRunsIn(read.value.history, of.run) : null
}
