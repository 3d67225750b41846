import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { AttemptEnd, Command } from "../../src/schedule/types.ts"
import { item, NO_RETRY, schedule } from "./schedule-rig.ts"

const PASSED: AttemptEnd = { outcome: "passed" }
const FAILED: AttemptEnd = { outcome: "failed", cause: "exit-code" }

/** The story of a run in short words. */
function story(commands: readonly { readonly at: number; readonly command: Command }[]): string[] {
  return commands.flatMap(({ at, command }) => {
    switch (command.type) {
      case "start":
        return [`${at} start ${command.id}#${command.number} on ${command.worker}`]
      case "finish":
        return [`${at} ${command.verdict} ${command.id}`]
      case "skip":
        return [`${at} skip ${command.id}: ${command.reason}`]
      case "retry":
        return [`${at} retry ${command.id} in ${command.delayMs}`]
      case "cancelled":
        return [`${at} cancelled ${command.id}: ${command.reason}`]
      default:
        return []
    }
  })
}

describe("Scheduler", () => {
  it("starts in the order of the list, the lowest free worker first", () => {
    const run = simulate(schedule([item("a"), item("b"), item("c")]), (id) => ({
      durationMs: id === "a" ? 30 : 10,
      end: PASSED,
    }))
    expect(story(run.commands)).toEqual([
      "0 start a#1 on 1",
      "0 start b#1 on 2",
      "10 passed b",
      "10 start c#1 on 2",
      "20 passed c",
      "30 passed a",
    ])
    expect(run.makespanMs).toBe(30)
  })

  it("retries with back-off; the worker is free meanwhile", () => {
    const retry = { ...NO_RETRY, maxAttempts: 3, delayMs: 100 }
    const run = simulate(
      schedule([item("a", { retry }), item("b"), item("c")], { workers: 1 }),
      (id, number) => ({ durationMs: 10, end: id === "a" && number < 3 ? FAILED : PASSED }),
    )
    expect(story(run.commands)).toEqual([
      "0 start a#1 on 1",
      "10 retry a in 100",
      "10 start b#1 on 1",
      "20 passed b",
      "20 start c#1 on 1",
      "30 passed c",
      "110 start a#2 on 1",
      "120 retry a in 200",
      "320 start a#3 on 1",
      "330 passed a",
    ])
  })

  it("skips what needs a failed scenario, down the whole chain, but not what asks to run", () => {
    const items = [
      item("a"),
      item("b", { needs: ["a"] }),
      item("c", { needs: ["b"] }),
      item("always", { needs: ["c"], runsAfterFailure: true }),
    ]
    const run = simulate(schedule(items), (id) => ({
      durationMs: 5,
      end: id === "a" ? FAILED : PASSED,
    }))
    expect(story(run.commands)).toEqual([
      "0 start a#1 on 1",
      "5 failed a",
      "5 skip b: dependency-failed",
      "5 skip c: dependency-failed",
      "5 start always#1 on 1",
      "10 passed always",
    ])
  })

  it("holds members of a full group back and lets others pass", () => {
    const items = ["a", "b", "c"].map((id) => item(id, { groups: ["slow"] }))
    const run = simulate(
      schedule([...items, item("other")], { workers: 3, groups: { slow: { maxParallel: 1 } } }),
      () => ({ durationMs: 10, end: PASSED }),
    )
    expect(story(run.commands).filter((line) => line.includes("start"))).toEqual([
      "0 start a#1 on 1",
      "0 start other#1 on 2",
      "10 start b#1 on 1",
      "20 start c#1 on 1",
    ])
  })

  it("does not let a member that waits elsewhere keep a slot from the next in line", () => {
    const items = [
      item("x", { groups: ["one"] }),
      item("y", { groups: ["two"] }),
      item("both", { groups: ["one", "two"] }),
      item("next", { groups: ["one"] }),
    ]
    const groups = { one: { maxParallel: 1 }, two: { maxParallel: 1 } }
    const run = simulate(schedule(items, { workers: 4, groups }), (id) => ({
      durationMs: id === "y" ? 100 : 10,
      end: PASSED,
    }))
    expect(story(run.commands).filter((line) => line.includes("start"))).toEqual([
      "0 start x#1 on 1",
      "0 start y#1 on 2",
      "10 start next#1 on 1",
      "100 start both#1 on 1",
    ])
  })

  it("does not count what is tolerated for fail-fast", () => {
    const items = [item("a", { tolerated: true }), item("b"), item("c")]
    const run = simulate(schedule(items, { workers: 1, failFast: 1 }), (id) => ({
      durationMs: 10,
      end: id === "c" ? PASSED : FAILED,
    }))
    expect(story(run.commands).filter((line) => !line.includes("start"))).toEqual([
      "10 failed a",
      "20 failed b",
      "20 cancelled c: fail-fast",
    ])
  })

  it("fail-fast starts nothing more and lets what runs end", () => {
    const items = [item("a"), item("b"), item("c"), item("d", { needs: ["b"] })]
    const run = simulate(schedule(items, { failFast: 1 }), (id) => ({
      durationMs: id === "b" ? 50 : 10,
      end: id === "a" ? FAILED : PASSED,
    }))
    expect(story(run.commands)).toEqual([
      "0 start a#1 on 1",
      "0 start b#1 on 2",
      "10 failed a",
      "10 cancelled c: fail-fast",
      "10 cancelled d: fail-fast",
      "50 passed b",
    ])
  })

  it("a cancel stops what runs, keeps what passed and cancels the rest with its reason", () => {
    const scheduler = new Scheduler(schedule([item("a"), item("b"), item("c")]))
    scheduler.step({ type: "begin", at: 0 })
    const first = scheduler.step({ type: "attempt-ended", at: 5, id: "a", end: PASSED })
    const cancel = scheduler.step({ type: "cancel", at: 6, reason: "interrupted" })
    const rest = [
      ...scheduler.step({ type: "attempt-ended", at: 7, id: "b", end: { outcome: "cancelled" } }),
      ...scheduler.step({ type: "attempt-ended", at: 8, id: "c", end: PASSED }),
    ]
    expect(first.map(({ type }) => type)).toEqual(["finish", "start"])
    expect(cancel).toEqual([{ type: "stop-attempts", reason: "interrupted" }])
    expect(rest.map(({ type }) => type)).toEqual([
      "cancelled",
      "finish",
      "worker-ended",
      "worker-ended",
      "done",
    ])
  })

  it("does not retry after a cancel", () => {
    const retry = { ...NO_RETRY, maxAttempts: 5 }
    const scheduler = new Scheduler(schedule([item("a", { retry })]))
    scheduler.step({ type: "begin", at: 0 })
    scheduler.step({ type: "cancel", at: 1, reason: "interrupted" })
    const end = scheduler.step({ type: "attempt-ended", at: 2, id: "a", end: FAILED })
    expect(end[0]).toEqual({ type: "finish", id: "a", verdict: "failed", cause: "exit-code" })
  })

  it("says what every worker did with its time", () => {
    const groups = { slow: { maxParallel: 1 } }
    const items = ["a", "b"].map((id) => item(id, { groups: ["slow"] }))
    const run = simulate(schedule(items, { groups }), () => ({ durationMs: 10, end: PASSED }))
    expect(
      run.commands.flatMap(({ command }) => (command.type === "worker-ended" ? [command] : [])),
    ).toMatchObject([
      { worker: 1, scenarios: 2, busyMs: 20, idleMs: 0, starvedMs: 0, because: "queue-empty" },
      { worker: 2, scenarios: 0, busyMs: 0, idleMs: 20, starvedMs: 10, because: "queue-empty" },
    ])
  })

  it("ends at once when there is nothing", () => {
    const scheduler = new Scheduler(schedule([], { workers: 1 }))
    expect(scheduler.step({ type: "begin", at: 3 }).map(({ type }) => type)).toEqual([
      "worker-ended",
      "done",
    ])
  })

  it("simulates a shard of ten thousand in a moment", () => {
    const items = Array.from({ length: 10_000 }, (_, i) =>
      item(`s${i}`, i % 10 === 0 ? {} : { needs: [`s${i - 1}`], groups: ["g"] }),
    )
    const begun = performance.now()
    const run = simulate(
      schedule(items, { workers: 16, groups: { g: { maxParallel: 8 } } }),
      () => ({ durationMs: 10, end: PASSED }),
    )
    expect(run.commands.filter(({ command }) => command.type === "finish")).toHaveLength(10_000)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})
