/**
 * The append-only journal of one shard: JSON Lines, one event a line, with the system before the
 * call returns, so that no kill loses it; on the disk soon after, and all of it at the end, so that a
 * power cut loses little. The only writer of events.
 */
import { err, ok, type Result } from "../core/result.ts"
import { EVENT_FORMAT_VERSION, type EventBody, type RunEvent } from "../events/event.ts"
import type { Clock } from "../ports/clock.ts"
import type { FileProblem, Files } from "../ports/files.ts"
import { GroupCommit } from "./group-commit.ts"

/** Name of the journal in a shard's folder. */
export const JOURNAL_FILE = "journal.ndjson"

/** An open journal. */
export interface Journal {
  /** Stamps and writes an event; the event as written, or why it could not be. */
  append(body: EventBody): Result<RunEvent, FileProblem>
  /** Returns when all of it is on the disk, or tells why it may not be. */
  close(): Result<void, FileProblem>
}

/** Opens the journal of a shard, at its end. `lastSeq` is the number of the last event in it. */
export function openJournal(options: {
  readonly files: Files
  readonly clock: Clock
  readonly folder: string
  readonly shard: number
  readonly lastSeq?: number
}): Result<Journal, FileProblem> {
  const { files, clock, folder, shard } = options
  const path = `${folder}/${JOURNAL_FILE}`
  const appender = files.openAppender(path)
  if (!appender.ok) return appender
  const end = files.readTail(path, 1)
  if (end.ok && end.value.text !== "" && end.value.text !== "\n") {
    // The engine before was killed in the middle of a line.
    const ended = appender.value.append("\n")
    if (!ended.ok) return ended
  }
  const commit = new GroupCommit(appender.value, clock)
  let seq = options.lastSeq ?? 0
  return ok({
    append: (body) => {
      if (commit.problem !== null) return err(commit.problem)
      const stamp = { v: EVENT_FORMAT_VERSION, seq: seq + 1, at: clock.now(), shard } as const
      const event: RunEvent = { ...stamp, ...body }
      const written = appender.value.append(`${JSON.stringify(event)}\n`)
      if (!written.ok) return written
      seq += 1
      commit.note()
      return ok(event)
    },
    close: () => {
      const problem = commit.finish()
      appender.value.close()
      return problem === null ? ok(undefined) : err(problem)
    },
  })
}
