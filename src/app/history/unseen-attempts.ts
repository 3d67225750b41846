/**
 * Earlier attempts of a run that the journals of its plan do not hold: those under a plan that was
 * replaced since, and those of which the history alone is left. Neither undoes a failure.
 */
import type { EarlierAttempts } from "../../events/preceded-by.ts"
import { type AttemptState, attemptsOf, type RunState } from "../../events/state.ts"
import { attemptsOfRun } from "../../history/verdicts.ts"
import { foldJournal } from "../../journal/read-journal.ts"
import type { Files } from "../../ports/files.ts"
import { readManifest } from "../folder/run-folder.ts"
import { readHistoryFile } from "./advice.ts"

/** Attempts of scenarios that did not simply pass, from the folders of shards. */
export function attemptsUnderOtherPlans(folders: readonly string[], files: Files): EarlierAttempts {
  const found = new Map<string, readonly AttemptState[]>()
  for (const folder of folders) {
    const manifest = readManifest(files, folder)
    if (!manifest.ok) continue
    const { fold } = foldJournal(folder, { files, shard: manifest.value.shard })
    for (const [id, scenario] of fold.state.scenarios) {
      const attempts = attemptsOf(scenario)
      if (attempts.every(({ outcome }) => outcome === "passed")) continue
      const both = [...(found.get(id) ?? []), ...attempts]
      found.set(
        id,
        both.sort((a, b) => a.startedAt - b.startedAt),
      )
    }
  }
  return found
}

/** Attempts of the same run that a history file tells of and the state has nothing of. */
export function attemptsInHistory(
  path: string,
  of: {
    readonly suite: string
    readonly run: string
    readonly attempt: number
    readonly state: RunState
    /** Milliseconds since 1970. */
    readonly now: number
  },
  files: Pick<Files, "readText" | "sizeBytes">,
): EarlierAttempts {
  const read = readHistoryFile(path, { ...of, files })
  return read.ok ? attemptsOfRun(read.value.history, of) : new Map()
}
