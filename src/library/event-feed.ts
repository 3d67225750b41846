/**
 * The events of one run for `for await`: each of them, in order, whatever the reader's pace. What a
 * slow reader has not taken yet is kept in memory up to a bound and beyond it read from the journal.
 */
import type { RunEvent } from "../events/event.ts"

/** How many events are kept for one reader. */
const MOST_UNREAD = 10_000

/** Up to `most` events of the run's journal that come after the number `after`. */
export type ReadAgain = (after: number, most: number) => readonly RunEvent[]

/** What one reader has yet to take. */
interface Reader {
  readonly unread: RunEvent[]
  /** Place of the next one in `unread`. */
  next: number
  /** Number of the last event that was taken. */
  taken: number
  /** There are events that are in the journal alone. */
  behind: boolean
  wake: () => void
}

/** Passes the events of one run on to any number of readers. */
export class EventFeed {
  readonly #readAgain: ReadAgain
  readonly #mostUnread: number
  readonly #readers = new Set<Reader>()
  /** Number of the event before the first of this run: a resumed run's journal has earlier ones. */
  #before: number | null = null
  #latest = 0
  #over = false

  constructor(readAgain: ReadAgain, mostUnread: number = MOST_UNREAD) {
    this.#readAgain = readAgain
    this.#mostUnread = mostUnread
  }

  /** Takes an event that is on disk. */
  publish(event: RunEvent): void {
    this.#before ??= event.seq - 1
    this.#latest = event.seq
    for (const reader of this.#readers) {
      if (reader.behind) continue
      if (reader.unread.length - reader.next >= this.#mostUnread) reader.behind = true
      else reader.unread.push(event)
      reader.wake()
    }
  }

  /** There will be no more. */
  end(): void {
    this.#over = true
    for (const reader of this.#readers) reader.wake()
  }

  /** Every event of the run, from its first; `close` takes part in leaving the loop early. */
  open(close: () => Promise<void>): AsyncIterator<RunEvent, undefined, undefined> {
    const behind = this.#latest > 0
    const reader: Reader = { unread: [], next: 0, taken: 0, behind, wake: () => {} }
    this.#readers.add(reader)
    const events = this.#read(reader)
    return {
      next: () => events.next(),
      return: async () => {
        const closed = close()
        await events.return(undefined)
        await closed
        this.#readers.delete(reader)
        return { done: true, value: undefined }
      },
    }
  }

  async *#read(reader: Reader): AsyncGenerator<RunEvent, undefined, undefined> {
    try {
      for (;;) {
        const event = this.#take(reader)
        if (event !== undefined) yield event
        else if (this.#over) return
        else {
          await new Promise<void>((resolve) => {
            reader.wake = resolve
          })
        }
      }
    } finally {
      this.#readers.delete(reader)
    }
  }

  #take(reader: Reader): RunEvent | undefined {
    if (reader.unread.length === 0 && reader.behind) this.#catchUp(reader)
    const event = reader.unread[reader.next]
    if (event === undefined) return undefined
    reader.next += 1
    reader.taken = event.seq
    // What was taken goes now and then, so that a reader who is never quite up to date holds no more.
    if (reader.next === reader.unread.length || reader.next >= this.#mostUnread) {
      reader.unread.splice(0, reader.next)
      reader.next = 0
    }
    return event
  }

  #catchUp(reader: Reader): void {
    const after = Math.max(reader.taken, this.#before ?? 0)
    const found = this.#readAgain(after, this.#mostUnread)
    if (found.length === 0 && after < this.#latest) {
      throw new Error(`the journal no longer has the events after number ${after}`)
    }
    reader.unread.push(...found)
    reader.behind = found.length >= this.#mostUnread
  }
}
