/**
 * The append-only journal of one shard: JSON Lines, one event per line. The system has each line
 * before the call returns, so a kill loses nothing. Lines are flushed to the disk soon after, and
 * completely at the end, so a power cut loses little. The only writer of events.
 */
import { err, ok, type Result } from "../core/problems/result.ts"
import { EVENT_FORMAT_VERSION, type EventBody, type RunEvent } from "../events/event.ts"
import type { Clock } from "../ports/clock.ts"
import type { FileProblem, Files } from "../ports/files.ts"
import { GroupCommit } from "./group-commit.ts"

/** Name of the journal in a shard's folder. */
export const JOURNAL_FILE = "journal.ndjson"

/** An open journal. */
export interface Journal {
  /**
   * Completes and writes an event, and returns it. If one cannot be written, it and all later ones
   * are kept in memory until the end.
   */
  append(body: EventBody): RunEvent
  /** Why an event could not be written at once; null if all were. */
  readonly problem: FileProblem | null
  /**
   * Writes the events that were kept in memory. Returns when everything is on the disk, or the
   * reason if it may not be.
   */
  close(): Result<void, FileProblem>
}

/**
 * Opens the journal of a shard, at its end. `lastSeq` is the number of the last event in it, `lastAt` its
 * instant where the same attempt goes on in another process. Only the first instant is read from the wall
 * clock; all others are what has passed since by the clock that never jumps. So the difference of two of
 * them is a duration, whatever happens to the wall clock meanwhile.
 */
export function openJournal(options: {
  readonly files: Files
  readonly clock: Pick<Clock, "now" | "monotonic" | "after">
  readonly folder: string
  readonly shard: number
  readonly lastSeq?: number
  readonly lastAt?: number
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
  const zeroAt = (options.lastAt ?? clock.now()) - clock.monotonic()
  let seq = options.lastSeq ?? 0
  let problem: FileProblem | null = null
  const held: string[] = []
  const write = (text: string): FileProblem | null => {
    const written = appender.value.append(text)
    if (written.ok) commit.note()
    return written.ok ? null : written.error
  }
  return ok({
    append: (body) => {
      seq += 1
      const at = Math.round(zeroAt + clock.monotonic())
      const stamp = { v: EVENT_FORMAT_VERSION, seq, at, shard } as const
      const event: RunEvent = { ...stamp, ...body }
      const line = `${JSON.stringify(event)}\n`
      problem ??= commit.problem ?? write(line)
      if (problem !== null) held.push(line)
      return event
    },
    get problem() {
      return problem
    },
    close: () => {
      const last = held.length === 0 ? null : write(held.join(""))
      const lost = commit.finish()
      appender.value.close()
      // Whoever has removed it has removed all that was in it.
      const there = files.exists(path)
      const gone = { path, code: "ENOENT", message: "it was removed during the run" }
      const end = last ?? lost ?? (there ? null : gone)
      return end === null ? ok(undefined) : err(end)
    },
  })
}
