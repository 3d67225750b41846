import { describe, expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import type { Command, Item } from "../../src/schedule/types.ts"
import { item, PASSED, schedule } from "./schedule-rig.ts"

const FAILED = { outcome: "failed", cause: "exit-code", exitCode: 1 } as const

function begun(items: readonly Item[], workers = 2) {
  const scheduler = new Scheduler(schedule(items, { claimed: true, workers }))
  return { scheduler, first: scheduler.step({ type: "begin", at: 0 }) }
}

function shown(commands: readonly Command[]) {
  return commands.flatMap((command) => {
    if (command.type === "claim") return [`claim ${command.count}`]
    if (command.type === "worker-ended" || command.type === "wake") return []
    return "id" in command ? [`${command.type} ${command.id}`] : [command.type]
  })
}

describe("items that several shards share", () => {
  it("run only when they were claimed, and more is asked for as workers get free", () => {
    const { scheduler, first } = begun([item("a"), item("b"), item("c")])
    expect(shown(first)).toEqual(["claim 2"])
    expect(shown(scheduler.step({ type: "claimed", at: 1, id: "c" }))).toEqual(["start c"])
    expect(shown(scheduler.step({ type: "attempt-ended", at: 2, id: "c", end: PASSED }))).toEqual([
      "finish c",
      "claim 1",
    ])
    expect(shown(scheduler.step({ type: "claims-over", at: 3 }))).toEqual(["done"])
  })

  it("have no verdict here where they end elsewhere, also when the run is stopped", () => {
    const { scheduler } = begun([item("a"), item("b")])
    scheduler.step({ type: "claimed", at: 1, id: "a" })
    const stopped = scheduler.step({ type: "cancel", at: 2, reason: "interrupted" })
    expect(shown(stopped)).toEqual(["stop-attempts"])
    const ended = { type: "attempt-ended", at: 3, id: "a", end: { outcome: "cancelled" } } as const
    expect(shown(scheduler.step(ended))).toEqual(["cancelled a", "done"])
  })

  it("come to nothing where the claim was lost, and can be claimed again", () => {
    const { scheduler } = begun([item("a")], 1)
    scheduler.step({ type: "claimed", at: 1, id: "a" })
    expect(shown(scheduler.step({ type: "claim-lost", at: 2, id: "a" }))).toEqual([
      "stop-attempt a",
    ])
    // Even a pass that came at the same moment.
    const ended = scheduler.step({ type: "attempt-ended", at: 3, id: "a", end: PASSED })
    expect(shown(ended)).toEqual(["claim 1"])
    const again = scheduler.step({ type: "claimed", at: 4, id: "a" })
    expect(again).toMatchObject([{ type: "start", id: "a", number: 2 }])
    expect(shown(scheduler.step({ type: "attempt-ended", at: 5, id: "a", end: PASSED }))).toEqual([
      "finish a",
      "done",
    ])
  })

  it("begin anew where they were claimed again while the attempt of the lost claim ends", () => {
    const { scheduler } = begun([item("a"), item("b")], 2)
    scheduler.step({ type: "claimed", at: 1, id: "a" })
    scheduler.step({ type: "claim-lost", at: 2, id: "a" })
    expect(shown(scheduler.step({ type: "claimed", at: 3, id: "a" }))).toEqual(["claim 1"])
    const ended = { type: "attempt-ended", at: 4, id: "a", end: { outcome: "cancelled" } } as const
    expect(shown(scheduler.step(ended))).toEqual(["start a"])
  })

  it("end with the run where the attempt of a lost claim ends after all else", () => {
    const { scheduler } = begun([item("a")], 1)
    scheduler.step({ type: "claimed", at: 1, id: "a" })
    scheduler.step({ type: "claim-lost", at: 2, id: "a" })
    expect(shown(scheduler.step({ type: "claims-over", at: 3 }))).toEqual([])
    const ended = { type: "attempt-ended", at: 4, id: "a", end: { outcome: "cancelled" } } as const
    expect(shown(scheduler.step(ended))).toEqual(["done"])
  })

  it("are skipped where a need failed elsewhere, unless the condition decides", () => {
    const { scheduler } = begun([item("a"), item("b", { runsAfterFailure: true })])
    const skipped = scheduler.step({ type: "claimed", at: 1, id: "a", failedNeed: "x" })
    expect(skipped[0]).toEqual({
      ...{ type: "skip", id: "a", reason: "dependency-failed" },
      message: "needs x, which did not pass",
    })
    const claimed = scheduler.step({ type: "claimed", at: 2, id: "b", failedNeed: "x" })
    expect(shown(claimed)).toEqual(["start b"])
  })

  it("do not wait with a last retry for items of other shards", () => {
    const retry = { ...item("a").retry, maxAttempts: 2, when: "end" } as const
    const { scheduler } = begun([item("a", { retry }), item("b")], 1)
    scheduler.step({ type: "claimed", at: 1, id: "a" })
    const failed = scheduler.step({ type: "attempt-ended", at: 2, id: "a", end: FAILED })
    const later = scheduler.step({ type: "tick", at: 60_000 })
    expect(shown([...failed, ...later])).toEqual(["retry a", "start a"])
  })
})
