import { describe, expect, it } from "vitest"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { SharedWork } from "../../../src/app/queue/shared-work.ts"
import type { EventBody } from "../../../src/events/event.ts"
import type { Adjustment } from "../../../src/execute/attempt/shard-options.ts"
import { ClaimOrder } from "../../../src/plan/claim-order.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { MemoryQueue } from "../../__rig__/fakes/memory-queue.ts"

/** A worker whose dispatcher only takes note. */
function worker(
  of: MemoryQueue,
  ids: readonly string[],
  more: {
    readonly needs?: Readonly<Record<string, readonly string[]>>
    readonly leaseMs?: number
  } = {},
) {
  const plan = buildPlan({ shards: [[...ids]] })
  const scenarios = Object.fromEntries(
    Object.entries(plan.scenarios).map(([id, one]) => [
      id,
      { ...one, needs: [...(more.needs?.[id] ?? [])] },
    ]),
  )
  const events: EventBody[] = []
  const adjusted: Omit<Adjustment, "at">[] = []
  const ended = new Map<string, "passed" | "failed">()
  const scenariosOf = { get: (id: string) => ({ ending: { verdict: ended.get(id) } }) }
  const work = new SharedWork({
    queue: of.open(more.leaseMs),
    order: new ClaimOrder({ ...plan, scenarios }),
    clock: nodeClock,
    emit: (body) => {
      events.push(body)
      return true
    },
    // Only endings are read of it.
    state: { scenarios: scenariosOf } as never,
  })
  const dispatcher = {
    adjust: (change: Adjustment) => void adjusted.push(change),
    cancel: (reason: string) => void adjusted.push({ type: `cancel-${reason}` } as never),
  }
  const finish = (id: string, verdict: "passed" | "failed") => {
    ended.set(id, verdict)
    work.onEvent({ type: "scenario-finished", id, verdict, cause: null })
  }
  const is = (wanted: readonly object[]) =>
    expect.poll(() => adjusted, { timeout: 15_000 }).toEqual(wanted)
  work.begin(dispatcher)
  return { work, events, finish, is }
}

describe("SharedWork", () => {
  it("claims what is asked for, settles it, and sees the end", async () => {
    const one = worker(new MemoryQueue(), ["a", "b"])
    one.work.ask(1)
    await one.is([{ type: "claimed", id: "a" }])
    one.finish("a", "passed")
    one.work.ask(1)
    await one.is([
      { type: "claimed", id: "a" },
      { type: "claimed", id: "b" },
    ])
    one.finish("b", "failed")
    one.work.ask(1)
    await one.is([
      { type: "claimed", id: "a" },
      { type: "claimed", id: "b" },
      { type: "claims-over" },
    ])
    await one.work.end()
    expect([...one.work.counted]).toEqual(["a", "b"])
    expect(one.events.at(-1)).toEqual({ type: "queue-ended", tokens: { a: 1, b: 1 } })
  })

  it("passes on how needs ended elsewhere", async () => {
    const queue = new MemoryQueue()
    const needs = { b: ["a"] }
    const first = worker(queue, ["a", "b"], { needs })
    first.work.ask(1)
    await first.is([{ type: "claimed", id: "a" }])
    const second = worker(queue, ["a", "b"], { needs })
    second.work.ask(1)
    first.work.noteOutputs("a", new Map([["x", "1"]]))
    first.finish("a", "failed")
    await second.is([{ type: "claimed", id: "b", failedNeed: "a" }])
    expect(second.work.earlier.get("a")).toMatchObject({ verdict: "failed", outputs: { x: "1" } })
    await Promise.all([first.work.end(), second.work.end()])
  })

  it("stops what it has lost, and settles what it had finished by then when it is claimed again", async () => {
    const queue = new MemoryQueue()
    const one = worker(queue, ["a"], { leaseMs: 30 })
    one.work.ask(1)
    await one.is([{ type: "claimed", id: "a" }])
    queue.expire("a")
    await one.is([
      { type: "claimed", id: "a" },
      { type: "claim-lost", id: "a" },
    ])
    expect(one.events.at(-1)).toEqual({ type: "claim-ended", id: "a", token: 1, counted: false })
    await one.work.end()

    const slow = worker(queue, ["a"])
    slow.work.ask(1)
    await slow.is([{ type: "claimed", id: "a" }])
    queue.expire("a")
    slow.finish("a", "passed")
    slow.work.ask(1)
    await slow.is([{ type: "claimed", id: "a" }, { type: "claims-over" }])
    await slow.work.end()
    expect(slow.events.slice(1)).toMatchObject([
      { type: "claim-ended", token: 2, counted: false },
      { type: "scenario-claimed", token: 3, again: true },
      { type: "claim-ended", token: 3, counted: true },
      { type: "queue-ended", tokens: { a: 3 } },
    ])
  })

  it("gives back what was cancelled, and what it had not finished at its end", async () => {
    const queue = new MemoryQueue()
    const one = worker(queue, ["a", "b"])
    one.work.ask(2)
    await one.is([
      { type: "claimed", id: "a" },
      { type: "claimed", id: "b" },
    ])
    one.work.onEvent({ type: "scenario-cancelled", id: "b", reason: "interrupted", message: "" })
    await one.work.end()
    const next = queue.open()
    const ids = [await next.claim(), await next.claim()].map((one) => one.ok && one.value?.id)
    expect(ids.toSorted()).toEqual(["a", "b"])
  })

  it("ends the run when the queue is gone", async () => {
    const queue = new MemoryQueue()
    const one = worker(queue, ["a", "b"])
    one.work.ask(1)
    await one.is([{ type: "claimed", id: "a" }])
    queue.problem = "redis://queue:6379: it does not answer"
    one.finish("a", "passed")
    await one.is([{ type: "claimed", id: "a" }, { type: "cancel-queue" }])
    await one.work.end()
    expect(one.work.problem).toBe("redis://queue:6379: it does not answer")
    expect(one.work.counted.size).toBe(0)
    expect(one.events.at(-1)).toMatchObject({ type: "note", level: "warning" })
  })
})
