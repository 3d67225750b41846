import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RunEvent } from "../../src/events/event.ts"
import { EventFeed } from "../../src/library/event-feed.ts"

function note(seq: number): RunEvent {
  const envelope = { v: 1, seq, at: 0, runId: "r", shard: 1 } as const
  return { ...envelope, type: "note", level: "info", message: `number ${seq}` }
}

/** A feed over a journal whose first event has the number `first`, and how often it was read again. */
function feedOf({ first = 1, most = 3 } = {}) {
  const journal: RunEvent[] = Array.from({ length: first - 1 }, (_, index) => note(index + 1))
  const reads: number[] = []
  const feed = new EventFeed((after, count) => {
    const found = journal.filter(({ seq }) => seq > after).slice(0, count)
    reads.push(found.length)
    return found
  }, most)
  return {
    ...{ feed, journal, reads },
    publish: () => {
      const event = note(journal.length + 1)
      journal.push(event)
      feed.publish(event)
    },
  }
}

const stays = async () => {}

describe("EventFeed", () => {
  it("gives every reader every event in order, at any pace, from wherever it begins", async () => {
    const step = fc.constantFrom("publish", "take a", "take b", "open b")
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, first, most) => {
          const { feed, journal, publish } = feedOf({ first, most })
          const a = feed.open(stays)
          let b: ReturnType<typeof feed.open> | null = null
          const taken = { a: [] as Promise<unknown>[], b: [] as Promise<unknown>[] }
          for (const one of steps) {
            if (one === "publish") publish()
            else if (one === "open b") b ??= feed.open(stays)
            else if (one === "take a") taken.a.push(a.next())
            else if (b !== null) taken.b.push(b.next())
          }
          feed.end()
          const rest = async (from: typeof a, into: Promise<unknown>[]) => {
            for (let i = 0; i < 2 * steps.length + 1; i += 1) into.push(from.next())
            const results = (await Promise.all(into)) as IteratorResult<RunEvent>[]
            return results.filter(({ done }) => done !== true).map(({ value }) => value.seq)
          }
          const all = journal.slice(first - 1).map(({ seq }) => seq)
          expect(await rest(a, taken.a)).toEqual(all)
          if (b !== null) expect(await rest(b, taken.b)).toEqual(all)
        },
      ),
    )
  })

  it("keeps no more than its bound, and looks into the journal only beyond it", async () => {
    const { feed, publish, reads } = feedOf({ most: 3 })
    const reader = feed.open(stays)
    for (let i = 0; i < 3; i += 1) publish()
    for (let i = 0; i < 3; i += 1) await reader.next()
    expect(reads).toEqual([])
    for (let i = 0; i < 8; i += 1) publish()
    feed.end()
    const seqs: number[] = []
    for (;;) {
      const { done, value } = await reader.next()
      if (done === true) break
      seqs.push(value.seq)
    }
    expect(seqs).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
    expect(reads).toEqual([3, 2])
  })

  it("leaves nothing out in silence when the journal is gone", async () => {
    const { feed, journal, publish } = feedOf({ most: 1 })
    const reader = feed.open(stays)
    publish()
    publish()
    journal.length = 0
    await reader.next()
    await expect(reader.next()).rejects.toThrow("no longer has the events after number 1")
  })

  it("ends a loop that is left only when the closing is over", async () => {
    const { feed, publish } = feedOf()
    const order: string[] = []
    publish()
    const loop = (async () => {
      const events = { [Symbol.asyncIterator]: () => feed.open(close) }
      for await (const event of events) {
        order.push(event.type)
        break
      }
      order.push("after the loop")
    })()
    let closed = () => {}
    async function close() {
      order.push("closing")
      await new Promise<void>((resolve) => {
        closed = () => {
          order.push("closed")
          resolve()
        }
      })
    }
    await expect.poll(() => order).toEqual(["note", "closing"])
    closed()
    await loop
    expect(order).toEqual(["note", "closing", "closed", "after the loop"])
  })

  it("can be left while it waits for the next event", async () => {
    const { feed } = feedOf()
    const reader = feed.open(async () => {
      feed.end()
    })
    const next = reader.next()
    await reader.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })
})
