/**
 * Reading a journal that anybody may have cut, torn or edited: what is whole is used, what is not
 * is named.
 */
import { EVENT_FORMAT_VERSION, type RunEvent, RunEventSchema } from "../events/event.ts"

/** What reading found beside the events. */
export interface JournalReading {
  readonly events: number
  /** Number of the last event. */
  readonly lastSeq: number
  /** The journal has its last line. */
  readonly finished: boolean
  /** What is wrong with it, in words; null when nothing is. */
  readonly torn: string | null
}

/** Gives each event to `apply`, in order; stops at the first place that is not whole. */
export function readJournal(
  lines: Iterable<string>,
  options: { readonly shard: number; readonly apply: (event: RunEvent) => void },
): JournalReading {
  const known = new Set<string>(RunEventSchema.options.map((option) => option.shape.type.value))
  let events = 0
  let lastSeq = 0
  let finished = false
  let number = 0
  const stop = (torn: string): JournalReading => ({ events, lastSeq, finished: false, torn })
  for (const line of lines) {
    number += 1
    if (line === "") continue
    const value = parse(line)
    if (value === null) return stop(`line ${number} is cut or no JSON`)
    if (value["v"] !== EVENT_FORMAT_VERSION) {
      return stop(`line ${number} has the unknown version ${JSON.stringify(value["v"])}`)
    }
    if (value["seq"] !== lastSeq + 1) {
      return stop(`line ${number} has number ${JSON.stringify(value["seq"])}, not ${lastSeq + 1}`)
    }
    lastSeq += 1
    // Types that a later version of the same format adds are kept in the file and passed over here.
    if (typeof value["type"] === "string" && !known.has(value["type"])) continue
    const event = RunEventSchema.safeParse(value)
    if (!event.success) return stop(`line ${number} is no event: ${issueOf(event.error.issues)}`)
    if (event.data.shard !== options.shard) {
      return stop(`line ${number} is of shard ${event.data.shard}, not ${options.shard}`)
    }
    events += 1
    finished = event.data.type === "run-finished"
    options.apply(event.data)
  }
  return { events, lastSeq, finished, torn: null }
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return value !== null && typeof value === "object" ? { ...value } : null
  } catch {
    return null
  }
}

function issueOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
) {
  const [issue] = issues
  return issue === undefined ? "unknown" : `${issue.path.join(".") || "event"}: ${issue.message}`
}
