import { describe, expect, it } from "vitest"
import type { PlannedGroup } from "../../src/formats/plan.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import { item, lastIdle, NO_RETRY, named, PASSED, schedule, starts } from "./schedule-rig.ts"

describe("groups", () => {
  const pool = (key: string): PlannedGroup => ({
    maxParallel: null,
    sequential: true,
    name: "pool",
    key,
  })

  it("takes members of a key one after another in the order of the list, keys in parallel", () => {
    const groups = { "pool[a]": pool("a"), "pool[b]": pool("b") }
    const items = [
      item("a1", { groups: ["pool[a]"] }),
      item("a2", { groups: ["pool[a]"] }),
      item("b1", { groups: ["pool[b]"] }),
      item("a3", { groups: ["pool[a]"] }),
    ]
    expect(starts(schedule(items, { workers: 4, groups }))).toEqual([
      "0 a1",
      "0 b1",
      "10 a2",
      "20 a3",
    ])
  })

  it("keeps the order while an earlier member waits for its next attempt", () => {
    const retry = { ...NO_RETRY, maxAttempts: 2, delayMs: 50 }
    const groups = { line: { maxParallel: null, sequential: true } }
    const items = named(["a", "b"], { groups: ["line"], retry })
    const { commands } = simulate(schedule(items, { groups }), (id, number) => ({
      durationMs: 10,
      end: id === "a" && number === 1 ? { outcome: "failed", cause: "timeout" } : PASSED,
    }))
    expect(
      commands.flatMap(({ at, command }) =>
        command.type === "start" ? [`${at} ${command.id}#${command.number}`] : [],
      ),
    ).toEqual(["0 a#1", "60 a#2", "70 b#1"])
  })

  it("lets needs win over the order of the list, even across groups", () => {
    const line = { maxParallel: null, sequential: true }
    const items = [
      item("a1", { groups: ["a"], needs: ["b2"] }),
      item("a2", { groups: ["a"] }),
      item("b1", { groups: ["b"], needs: ["a2"] }),
      item("b2", { groups: ["b"] }),
    ]
    expect(starts(schedule(items, { groups: { a: line, b: line } }))).toEqual([
      "0 a2",
      "10 b1",
      "20 b2",
      "30 a1",
    ])
  })

  it("never runs members of conflicting groups together, whatever their keys", () => {
    const groups: Record<string, PlannedGroup> = {
      "pool[a]": { ...pool("a"), sequential: false },
      "pool[b]": { ...pool("b"), sequential: false },
      heavy: { maxParallel: null, conflicts: ["pool"] },
    }
    const items = [
      item("x", { groups: ["pool[a]"] }),
      item("h1", { groups: ["heavy"] }),
      item("y", { groups: ["pool[b]"] }),
      item("h2", { groups: ["heavy"] }),
    ]
    const options = schedule(items, { workers: 4, groups })
    expect(starts(options)).toEqual(["0 x", "0 y", "10 h1", "10 h2"])
    expect(lastIdle(options)[3]).toEqual({ "conflict:pool": 10, "nothing-left": 10 })
  })

  it("names the group that is waited for, without its key", () => {
    const groups = {
      "pool[a]": { maxParallel: 1, name: "pool", key: "a" },
      slow: { maxParallel: 1 },
    }
    const items = [
      ...named(["x", "y"], { groups: ["pool[a]"] }),
      ...named(["s", "t"], { groups: ["slow"] }),
    ]
    const idle = lastIdle(schedule(items, { workers: 3, groups }))
    expect(idle[2]).toEqual({ "group:pool": 10, "nothing-left": 10 })
  })

  it("starts batches, and the next when all of one have ended", () => {
    const groups = { b: { maxParallel: null, batch: 2, pauseMs: 100 } }
    const items = named(["1", "2", "3", "4", "5"], { groups: ["b"] })
    expect(starts(schedule(items, { workers: 3, groups }), (id) => Number(id) * 10)).toEqual([
      "0 1",
      "0 2",
      "120 3",
      "120 4",
      "260 5",
    ])
  })

  it("pauses between members, and wakes itself", () => {
    const groups = { p: { maxParallel: 1, pauseMs: 25 } }
    const items = named(["a", "b", "c"], { groups: ["p"] })
    const options = schedule(items, { groups })
    expect(starts(options)).toEqual(["0 a", "35 b", "70 c"])
    expect(lastIdle(options)[0]).toEqual({ "pause:p": 50 })
  })

  it("tells slots by the group's name without its key", () => {
    const groups = { "pool[a]": { maxParallel: 2, name: "pool", key: "a" } }
    const { commands } = simulate(
      schedule(named(["x", "y"], { groups: ["pool[a]"] }), { groups }),
      () => ({ durationMs: 1, end: PASSED }),
    )
    expect(
      commands.flatMap(({ command }) => (command.type === "start" ? [command.groupSlots] : [])),
    ).toEqual([{ pool: 1 }, { pool: 2 }])
  })

  it("schedules ten thousand members of thousands of groups", () => {
    const groups: Record<string, PlannedGroup> = { slow: { maxParallel: 5, conflicts: ["pool"] } }
    for (let i = 0; i < 2_000; i++) groups[`pool[${i}]`] = { maxParallel: 1, name: "pool" }
    const items = Array.from({ length: 10_000 }, (_, i) =>
      item(`s${i}`, { groups: [i % 3 === 0 ? "slow" : `pool[${i % 2_000}]`] }),
    )
    const begun = performance.now()
    const { commands } = simulate(schedule(items, { workers: 8, groups }), () => ({
      durationMs: 10,
      end: PASSED,
    }))
    expect(commands.filter(({ command }) => command.type === "finish")).toHaveLength(10_000)
    expect(performance.now() - begun).toBeLessThan(30_000)
  })
})
