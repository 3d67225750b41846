import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Admission } from "../../src/schedule/admission.ts"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import type { Command, Item } from "../../src/schedule/types.ts"
import { item, schedule } from "./schedule-rig.ts"

const GIB = 2 ** 30

function started(commands: readonly Command[]): string[] {
  return commands.flatMap((command) => (command.type === "start" ? [command.id] : []))
}

const limit = (mostGib: number, freeGib = mostGib) =>
  ({
    type: "limit-memory",
    at: 0,
    room: { mostBytes: mostGib * GIB, freeBytes: freeGib * GIB },
  }) as const

const learned = (id: string, gib: number) => item(id, { peakMemoryBytes: gib * GIB })
const passed = (id: string, at: number) =>
  ({ type: "attempt-ended", id, at, end: { outcome: "passed" } }) as const

describe("learned peaks of memory", () => {
  it("let one wait beside others, and what fits or is not known pass it", () => {
    const items = [learned("a", 4), learned("b", 4), learned("c", 1), item("d")]
    const scheduler = new Scheduler(schedule(items, { workers: 4 }))
    scheduler.step(limit(5))
    expect(started(scheduler.step({ type: "begin", at: 0 }))).toEqual(["a", "c", "d"])
    expect(scheduler.idle).toBe("resource:memory")
    expect(started(scheduler.step(passed("c", 1)))).toEqual([])
    expect(started(scheduler.step(passed("a", 2)))).toEqual(["b"])
  })

  it("never keep the only one from starting, and skip nothing", () => {
    const scheduler = new Scheduler(schedule([learned("a", 400), learned("b", 400)]))
    scheduler.step(limit(0))
    expect(started(scheduler.step({ type: "begin", at: 0 }))).toEqual(["a"])
    expect(started(scheduler.step({ ...limit(0), at: 1 }))).toEqual([])
    expect(started(scheduler.step(passed("a", 2)))).toEqual(["b"])
    expect(scheduler.step(passed("b", 3))).toContainEqual({ type: "done" })
  })

  it("count as taken from the start on, and what is really free counts besides", () => {
    const items = [learned("a", 2), learned("b", 2), learned("c", 2), learned("d", 2)]
    const scheduler = new Scheduler(schedule(items, { workers: 4 }))
    scheduler.step(limit(6))
    expect(started(scheduler.step({ type: "begin", at: 0 }))).toEqual(["a", "b", "c"])
    // They have not grown yet: nothing of what seems free is.
    expect(started(scheduler.step(limit(6, 6)))).toEqual([])
    // Somebody else takes memory: the next waits although b has ended.
    expect(started(scheduler.step(limit(6, 1)))).toEqual([])
    expect(started(scheduler.step(passed("b", 2)))).toEqual(["d"])
    expect(started(scheduler.step(passed("a", 3)))).toEqual([])
  })

  it("change nothing where nobody says how much there is", () => {
    const scheduler = new Scheduler(schedule([learned("a", 1e6), learned("b", 1e6)]))
    expect(started(scheduler.step({ type: "begin", at: 0 }))).toEqual(["a", "b"])
  })
})

/** What a scenario really does: memory grows evenly to its peak over the first half of its time. */
interface Real {
  readonly peakGib: number
  readonly seconds: number
}

/** A machine of 16 GiB, looked at every second; the least that was free, and the time of all. */
function onMachine(items: readonly Item[], real: ReadonlyMap<string, Real>, workers: number) {
  const total = 16 * GIB
  const admission = new Admission({ workers })
  const scheduler = new Scheduler(schedule(items, { workers }))
  const running = new Map<string, number>()
  const order: string[] = []
  let done = false
  let leastFree = total
  const take = (commands: readonly Command[], second: number) => {
    for (const command of commands) {
      if (command.type === "start") {
        running.set(command.id, second)
        order.push(command.id)
      }
      if (command.type === "done") done = true
    }
  }
  const realOf = (id: string) => real.get(id) ?? { peakGib: 0, seconds: 1 }
  const freeAt = (second: number) =>
    [...running].reduce((free, [id, since]) => {
      const { peakGib, seconds } = realOf(id)
      return free - Math.min(1, (2 * (second - since)) / seconds) * peakGib * GIB
    }, total)
  let second = 0
  for (; !done && second < 100_000; second++) {
    const at = second * 1_000
    for (const [id, since] of [...running]) {
      if (second - since < realOf(id).seconds) continue
      running.delete(id)
      take(scheduler.step(passed(id, at)), second)
    }
    const free = freeAt(second)
    leastFree = Math.min(leastFree, free)
    const figures = { memoryAvailableBytes: Math.max(0, free), memoryTotalBytes: total }
    const room = admission.room({ ...figures, running: running.size })
    if (room !== null) take(scheduler.step({ type: "limit-memory", at, room }), second)
    if (second === 0) take(scheduler.step({ type: "begin", at }), second)
    if (!done && running.size === 0) throw new Error(`nothing runs at ${second} s`)
  }
  return { leastFree, seconds: second, order }
}

const reals = fc.array(
  fc.record({
    peakGib: fc.double({ min: 0.1, max: 12, noNaN: true }),
    seconds: fc.integer({ min: 1, max: 60 }),
  }),
  { minLength: 1, maxLength: 30 },
)

describe("a machine that is followed by learned peaks", () => {
  const facts = (list: readonly Real[]) =>
    new Map(list.map((one, index) => [`s${index}`, one] as const))
  const itemsOf = (list: readonly Real[], knows: boolean) =>
    list.map(({ peakGib }, index) =>
      knows ? item(`s${index}`, { peakMemoryBytes: Math.ceil(peakGib * GIB) }) : item(`s${index}`),
    )

  it("never runs out of memory where they hold, whatever starts at once", () => {
    fc.assert(
      fc.property(reals, fc.integer({ min: 1, max: 12 }), (list, workers) => {
        const { leastFree, order } = onMachine(itemsOf(list, true), facts(list), workers)
        expect(leastFree).toBeGreaterThan(0)
        expect(order.toSorted()).toEqual([...facts(list).keys()].toSorted())
      }),
      { numRuns: 200 },
    )
  })

  it("is used as well as memory allows, and the same twice", () => {
    // Three fit beside each other.
    const list = Array.from({ length: 40 }, () => ({ peakGib: 5, seconds: 10 }))
    const run = () => onMachine(itemsOf(list, true), facts(list), 8)
    expect(run().order).toEqual(run().order)
    expect(run().seconds).toBeLessThanOrEqual((40 / 3) * 10 + 15)
    expect(run().leastFree).toBeGreaterThan(0)
    // Nobody knows: eight start at once and it is gone.
    expect(onMachine(itemsOf(list, false), facts(list), 8).leastFree).toBeLessThan(0)
  })
})
