import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { AttemptEnd, Command } from "../../src/schedule/types.ts"
import { item, lastIdle, NO_RETRY, named, PASSED, schedule, starts } from "./schedule-rig.ts"

const SECOND = 1_000

describe("resources", () => {
  it("starts what fits and lets smaller ones pass one that does not", () => {
    const items = [
      item("a", { demand: { cpu: 2 } }),
      item("b", { demand: { cpu: 2 } }),
      item("c", { demand: { cpu: 1 } }),
      item("d"),
    ]
    const options = schedule(items, { workers: 4, resources: { cpu: 3 } })
    expect(starts(options)).toEqual(["0 a", "0 c", "0 d", "10 b"])
    expect(lastIdle(options)[3]).toEqual({ "resource:cpu": 10, "nothing-left": 10 })
  })

  it("holds several resources at once, and adds up fractions exactly", () => {
    const tenth = { cpu: 0.1, memory: 2 ** 30 }
    const items = named(["a", "b", "c", "d"], { demand: tenth })
    const resources = { cpu: 0.3, memory: 2 ** 40 }
    expect(starts(schedule(items, { workers: 4, resources }))).toEqual([
      "0 a",
      "0 b",
      "0 c",
      "10 d",
    ])
  })

  it("does not limit what nobody says there is", () => {
    const items = named(["a", "b"], { demand: { gpu: 9 } })
    expect(starts(schedule(items, { resources: { cpu: 1 } }))).toEqual(["0 a", "0 b"])
  })

  it("skips what demands more than there is, and what needs that", () => {
    const items = [
      item("a", { demand: { memory: 16 * 2 ** 30 } }),
      item("b", { needs: ["a"] }),
      item("c", { demand: { gpu: 1 } }),
    ]
    const { commands } = simulate(
      schedule(items, { resources: { memory: 8.5 * 2 ** 30, gpu: 0 } }),
      () => ({ durationMs: 1, end: PASSED }),
    )
    expect(
      commands.flatMap(({ command }) =>
        command.type === "skip" ? [`${command.id} ${command.reason}: ${command.message}`] : [],
      ),
    ).toEqual([
      "a missing-capability: demands 16Gi of memory, and there is only 8.5Gi",
      "b dependency-failed: needs a, which did not pass",
      "c missing-capability: demands 1 of gpu, and there is none",
    ])
  })

  it("a resource that shrinks skips what cannot run any more; one that failed stays failed", () => {
    const big = { demand: { cpu: 4 } }
    const retry = { ...NO_RETRY, maxAttempts: 2, delayMs: 5 }
    const scheduler = new Scheduler(
      schedule([item("a", { ...big, retry }), item("b", big), item("c")], {
        workers: 1,
        resources: { cpu: 4 },
      }),
    )
    scheduler.step({ type: "begin", at: 0 })
    const end: AttemptEnd = { outcome: "failed", cause: "timeout" }
    scheduler.step({ type: "attempt-ended", at: 1, id: "a", end })
    const commands = [
      ...scheduler.step({ type: "attempt-ended", at: 2, id: "b", end: PASSED }),
      ...scheduler.step({ type: "resize", at: 3, resource: "cpu", quantity: 3 }),
    ]
    expect(commands).toContainEqual({
      type: "finish",
      id: "a",
      verdict: "failed",
      cause: "timeout",
    })
  })

  it("sees all that ends at the same time before anything starts", () => {
    const items = [
      item("a", { demand: { cpu: 1 } }),
      item("b", { demand: { cpu: 1 } }),
      item("big", { demand: { cpu: 2 } }),
      item("c", { demand: { cpu: 1 } }),
    ]
    expect(starts(schedule(items, { resources: { cpu: 2 } }))).toEqual([
      "0 a",
      "0 b",
      "10 big",
      "20 c",
    ])
  })

  it("runs what is exclusive alone", () => {
    const items = [item("a"), item("alone", { exclusive: true }), item("b"), item("c")]
    expect(starts(schedule(items, { workers: 2 }), (id) => (id === "a" ? 30 : 10))).toEqual([
      "0 a",
      "0 b",
      "10 c",
      "30 alone",
    ])
  })
})

describe("the one reservation", () => {
  const small = (n: number, estimateMs: number) =>
    Array.from({ length: n }, (_, i) => item(`s${i}`, { demand: { cpu: 1 }, estimateMs }))

  it("keeps room for the oldest that was held back, and only what ends in time overtakes", () => {
    const items = [
      item("first", { demand: { cpu: 1 }, estimateMs: 20 * SECOND }),
      item("big", { demand: { cpu: 2 }, estimateMs: 10 * SECOND }),
      ...small(20, 15 * SECOND),
      item("short", { demand: { cpu: 1 }, estimateMs: SECOND }),
    ]
    const options = schedule(items, { workers: 2, resources: { cpu: 2 } })
    const begun = starts(options, (id) => items.find((one) => one.id === id)?.estimateMs ?? 0)
    // Held back since 0, kept room for from 30 s on. One runs until 35 s, another until 45 s: room
    // at 45 s, so that at 35 s only the short one may pass.
    expect(begun.slice(0, 7)).toEqual([
      "0 first",
      "0 s0",
      "15000 s1",
      "20000 s2",
      "30000 short",
      "35000 big",
      "45000 s3",
    ])
  })

  it("leaves workers and resources that it does not need to the others", () => {
    const items = [
      item("r1", { demand: { gpu: 1 }, estimateMs: 100 * SECOND }),
      item("r2", { demand: { gpu: 1 }, estimateMs: 100 * SECOND }),
      ...Array.from({ length: 50 }, (_, i) => item(`o${i}`, { estimateMs: 40 * SECOND })),
    ]
    const options = schedule(items, { workers: 4, resources: { gpu: 1 } })
    const idle = lastIdle(options, (id) => items.find((one) => one.id === id)?.estimateMs ?? 0)
    for (const reasons of idle) expect(reasons["reserved"]).toBeUndefined()
  })

  it("holds nothing back that comes earlier in the list", () => {
    const items = [
      item("late", { needs: ["gate"], demand: { cpu: 1 }, estimateMs: 60 * SECOND }),
      item("gate", { demand: { cpu: 1 }, estimateMs: 40 * SECOND }),
      item("big", { demand: { cpu: 2 }, estimateMs: 10 * SECOND }),
      item("other", { demand: { cpu: 1 }, estimateMs: 50 * SECOND }),
    ]
    const options = schedule(items, { workers: 2, resources: { cpu: 2 } })
    const begun = starts(options, (id) => items.find((one) => one.id === id)?.estimateMs ?? 0)
    expect(begun).toEqual(["0 gate", "0 other", "40000 late", "100000 big"])
  })

  it("lets nothing of unknown duration past, and does not put the start off by overruns", () => {
    const items = [
      item("first", { demand: { cpu: 1 } }),
      item("alone", { exclusive: true }),
      ...Array.from({ length: 200 }, (_, i) => item(`s${i}`, { estimateMs: 0 })),
    ]
    const begun = starts(schedule(items), (id) => (id.startsWith("s") ? 25 : 20) * SECOND)
    // Patience ends at 30 s; what began at 25 s ends at 50 s; nothing else has begun since.
    expect(begun.slice(0, 6)).toEqual([
      "0 first",
      "0 s0",
      "20000 s1",
      "25000 s2",
      "50000 alone",
      "70000 s3",
    ])
  })
})

describe("what changes while it runs", () => {
  function types(commands: readonly Command[]): string[] {
    return commands.map((one) => ("id" in one ? `${one.type} ${one.id}` : one.type))
  }

  it("uses fewer workers, at least one, and more again", () => {
    const items = named(["a", "b", "c", "d", "e"], {})
    const scheduler = new Scheduler(schedule(items, { workers: 3 }))
    scheduler.step({ type: "begin", at: 0 })
    scheduler.step({ type: "limit-workers", at: 1, workers: 0 })
    const end = (at: number, id: string) =>
      types(scheduler.step({ type: "attempt-ended", at, id, end: PASSED }))
    expect(end(2, "a")).toEqual(["finish a"])
    expect(scheduler.idle).toBe("limited")
    expect(end(3, "b")).toEqual(["finish b"])
    expect(end(4, "c")).toEqual(["finish c", "start d"])
    expect(types(scheduler.step({ type: "limit-workers", at: 5, workers: 9 }))).toEqual(["start e"])
  })

  it("puts the youngest back, which costs it no attempt, but never the only one", () => {
    const items = named(["a", "b"], { retry: NO_RETRY })
    const scheduler = new Scheduler(schedule(items))
    scheduler.step({ type: "begin", at: 0 })
    scheduler.step({ type: "limit-workers", at: 1, workers: 1 })
    expect(scheduler.step({ type: "evict", at: 1 })).toEqual([
      { type: "stop-attempt", id: "b", number: 1 },
    ])
    expect(scheduler.step({ type: "evict", at: 2 })).toEqual([])
    const back = scheduler.step({
      type: "attempt-ended",
      at: 3,
      id: "b",
      end: { outcome: "evicted" },
    })
    expect(back).toEqual([])
    const next = scheduler.step({ type: "attempt-ended", at: 4, id: "a", end: PASSED })
    expect(types(next)).toEqual(["finish a", "start b"])
    const last = scheduler.step({ type: "attempt-ended", at: 5, id: "b", end: PASSED })
    expect(last[0]).toEqual({ type: "finish", id: "b", verdict: "passed", cause: null })
  })

  it("puts nothing back once everything that runs was told to end", () => {
    const begun = () => {
      const scheduler = new Scheduler(schedule(named(["a", "b"], {})))
      scheduler.step({ type: "begin", at: 0 })
      return scheduler
    }
    const ended = begun()
    ended.step({ type: "cancel", at: 1, reason: "interrupted" })
    expect(ended.step({ type: "evict", at: 1 })).toEqual([])
    // Who only drains goes on running, and may still be short of memory.
    const drained = begun()
    drained.step({ type: "cancel", at: 1, reason: "budget", drain: true })
    expect(drained.step({ type: "evict", at: 1 })).toEqual([
      { type: "stop-attempt", id: "b", number: 1 },
    ])
  })

  it("starts one worker after another when the start is ramped", () => {
    const items = named(["a", "b", "c", "d", "e"], {})
    expect(starts(schedule(items, { workers: 4, rampMs: 400 }), () => 1_000)).toEqual([
      "0 a",
      "100 b",
      "200 c",
      "300 d",
      "1000 e",
    ])
  })
})

describe("retries", () => {
  const retried = (on: NonNullable<(typeof NO_RETRY)["on"]>) =>
    item("a", { retry: { ...NO_RETRY, maxAttempts: 2, on } })

  it.each([
    [["timeout"], { outcome: "failed", cause: "timeout" }, 2],
    [["timeout"], { outcome: "failed", cause: "signal" }, 1],
    [[{ exitCode: 75 }], { outcome: "failed", cause: "exit-code", exitCode: 75 }, 2],
    [[{ exitCode: 75 }], { outcome: "failed", cause: "exit-code", exitCode: 1 }, 1],
    [["exit-code"], { outcome: "failed", cause: "exit-code", exitCode: 1 }, 2],
    [["timeout", { exitCode: 3 }], { outcome: "failed", cause: "timeout" }, 2],
  ] as const)("on %j after %j: %i attempts", (on, end, attempts) => {
    const { commands } = simulate(schedule([retried([...on])]), () => ({ durationMs: 1, end }))
    expect(commands.filter(({ command }) => command.type === "start")).toHaveLength(attempts)
  })

  it("stop when the budget of all scenarios together is used up", () => {
    const retry = { ...NO_RETRY, maxAttempts: 3 }
    const items = named(["a", "b", "c"], { retry })
    const { commands } = simulate(schedule(items, { retryBudget: 2 }), () => ({
      durationMs: 1,
      end: { outcome: "failed", cause: "signal" },
    }))
    expect(commands.filter(({ command }) => command.type === "retry")).toHaveLength(2)
    expect(commands.filter(({ command }) => command.type === "finish")).toHaveLength(3)
  })
})

describe("large shards", () => {
  it("schedules a hundred thousand ready items that compete for resources", () => {
    const items = Array.from({ length: 100_000 }, (_, i) =>
      item(`s${i}`, {
        demand: { cpu: 1 + (i % 4), memory: (1 + ((i * 7919) % 5_000)) * 2 ** 20 },
        estimateMs: 10 + (i % 90),
      }),
    )
    const begun = performance.now()
    const { commands } = simulate(
      schedule(items, { workers: 16, resources: { cpu: 16, memory: 32 * 2 ** 30 } }),
      (id) => ({ durationMs: 10 + (Number(id.slice(1)) % 90), end: PASSED }),
    )
    expect(commands.filter(({ command }) => command.type === "finish")).toHaveLength(100_000)
    expect(performance.now() - begun).toBeLessThan(30_000)
  })
})
