/**
 * Reads an untrusted journal, which can be cut, damaged or edited: intact parts are used, damage is
 * reported.
 */
import { parseForeignJson } from "../core/json/json.ts"
import { firstProblem } from "../core/schema/schema.ts"
import { EVENT_FORMAT_VERSION, type RunEvent, RunEventSchema } from "../events/event.ts"
import { RunFold } from "../events/fold.ts"
import type { FileProblem, Files } from "../ports/files.ts"
import { JOURNAL_FILE } from "./journal.ts"

/** What reading found besides the events. */
export interface JournalReading {
  readonly events: number
  /** Number of the last event. */
  readonly lastSeq: number
  /** The journal has its last line. */
  readonly finished: boolean
  /** Its damage, in words; null if there is none. */
  readonly torn: string | null
  /** Whole but for a last line that was cut: a later engine can write on. */
  readonly continuable: boolean
}

/** What a folder's manifest says of the journal beside it. */
export interface JournalOwner {
  readonly runId: string
  readonly attempt: number
}

/**
 * Gives each event to `apply`, in order; stops at the first place that is not whole. Only a line that
 * was cut when its engine was killed is passed over, where another engine began anew after it. A plan
 * may be run many times: with an `owner`, the journal must be of its run and end with its attempt.
 */
export function readJournal(
  lines: Iterable<string, FileProblem | null | undefined>,
  options: {
    readonly shard: number
    readonly owner?: JournalOwner
    readonly apply: (event: RunEvent) => void
  },
): JournalReading {
  const known = new Set(RunEventSchema.options.keys())
  let events = 0
  let lastSeq = 0
  let finished = false
  let number = 0
  let cut: string | null = null
  let attempt: number | null = null
  const stop = (torn: string, continuable = false): JournalReading => ({
    ...{ events, lastSeq, finished: false, torn, continuable },
  })
  const end: { problem: FileProblem | null } = { problem: null }
  const all = function* () {
    end.problem = (yield* lines) ?? null
  }
  for (const line of all()) {
    number += 1
    if (line === "") continue
    if (isCrowded(line)) return stop(`line ${number} is longer than any event`)
    const value = parse(line)
    if (cut !== null && value?.["type"] !== "run-started") return stop(cut)
    cut = null
    if (value === null) {
      cut = `line ${number} is cut off or not JSON`
      continue
    }
    const strange = strangeStamp(value, lastSeq + 1)
    if (strange !== null) return stop(`line ${number} has ${strange}`)
    lastSeq += 1
    // Types that a later version of the same format adds are kept in the file and passed over here.
    if (typeof value["type"] === "string" && !known.has(value["type"])) continue
    const read = toEvent(value)
    if (typeof read === "string") return stop(`line ${number} is not an event: ${read}`)
    const stranger = strangerOf(read, options)
    if (stranger !== null) return stop(`line ${number} is of ${stranger}`)
    if (read.type === "run-started") attempt = read.attempt
    events += 1
    // Events of clean-up after a stop come after the end.
    finished = read.type === "run-finished" || (finished && TEARS_DOWN.includes(read.type))
    options.apply(read)
  }
  // Where there is none nothing is damaged.
  if (end.problem !== null && end.problem.code !== "ENOENT") return stop(end.problem.message)
  if (cut !== null) return stop(cut, true)
  const { owner } = options
  if (owner !== undefined && attempt !== null && attempt !== owner.attempt) {
    return stop(`it is of attempt ${attempt} of the run, its manifest of ${owner.attempt}`)
  }
  return { events, lastSeq, finished, torn: null, continuable: true }
}

/** What an engine writes that tears down after a run that was stopped. */
const TEARS_DOWN: readonly RunEvent["type"][] = ["hook-finished", "instance-stopped", "note"]

/** Only a longer line can hold so much that to parse it takes hundreds of megabytes. */
const LONG_LINE = 1 << 20

/** Half a million scenarios and their names are far fewer. */
const MAX_VALUES = 2_000_000

/** Whether a line may hold more values than an event, by what stands before each; texts count as well. */
function isCrowded(line: string): boolean {
  if (line.length < LONG_LINE) return false
  let values = 0
  for (let i = 0; i < line.length; i++) {
    const char = line[i]
    if (char === "," || char === "[" || char === "{") values += 1
  }
  return values > MAX_VALUES
}

/** What is not as it must be where each event stands; null when all is. */
function strangeStamp(value: Readonly<Record<string, unknown>>, seq: number): string | null {
  if (value["v"] !== EVENT_FORMAT_VERSION)
    return `the unknown version ${JSON.stringify(value["v"])}`
  return value["seq"] === seq ? null : `number ${JSON.stringify(value["seq"])}, not ${seq}`
}

/** Whose event it is where it is not one of the owner's; an engine that goes on is a later attempt. */
function strangerOf(
  read: RunEvent,
  { shard, owner }: { readonly shard: number; readonly owner?: JournalOwner },
): string | null {
  if (read.shard !== shard) return `shard ${read.shard}, not ${shard}`
  if (read.type !== "run-started" || owner === undefined) return null
  if (read.runId !== owner.runId) return `run ${read.runId}, its manifest of ${owner.runId}`
  if (read.attempt <= owner.attempt) return null
  return `attempt ${read.attempt} of the run, its manifest of ${owner.attempt}`
}

function parse(line: string): Record<string, unknown> | null {
  const read = parseForeignJson(line)
  return read.ok && isObject(read.value) ? read.value : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object"
}

/** The event, or what is wrong with it. */
function toEvent(value: Readonly<Record<string, unknown>>): RunEvent | string {
  const event = RunEventSchema.check(value)
  return event.ok ? event.value : firstProblem(event.error, "event")
}

/** What a folder's journal, or several one after another, say together; `reading` is of the last. */
export function foldJournal(
  folder: string,
  of: {
    readonly files: Pick<Files, "readLines">
    readonly shard: number
    readonly owner?: JournalOwner
  },
  fold = new RunFold(),
): { readonly fold: RunFold; readonly reading: JournalReading } {
  const apply = (event: RunEvent) => {
    fold.apply(event)
  }
  return {
    fold,
    reading: readJournal(of.files.readLines(`${folder}/${JOURNAL_FILE}`), { ...of, apply }),
  }
}
