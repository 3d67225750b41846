/**
 * A part of the events of a shard that runs, or has run, from its journal.
 */
import type { RunEvent } from "../../events/event.ts"
import { JOURNAL_FILE } from "../../journal/journal.ts"
import { readJournal } from "../../journal/read-journal.ts"
import type { Files } from "../../ports/files.ts"

/** At most `most` events of the shard's folder that come after the number `after`. */
export function eventsAfter(
  after: number,
  from: { readonly folder: string; readonly shard: number; readonly most: number },
  files: Files,
): readonly RunEvent[] {
  const found: RunEvent[] = []
  readJournal(files.readLines(`${from.folder}/${JOURNAL_FILE}`), {
    shard: from.shard,
    apply: (event) => {
      if (event.seq > after && found.length < from.most) found.push(event)
    },
  })
  return found
}
