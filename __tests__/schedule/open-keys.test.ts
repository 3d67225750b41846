import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PlannedGroup } from "../../src/formats/plan.ts"
import { simulate } from "../../src/schedule/simulate.ts"
import type { Item, ScheduleOptions } from "../../src/schedule/types.ts"
import { item, NO_RETRY, PASSED, schedule, starts } from "./schedule-rig.ts"

function pools(turns: Readonly<Record<string, readonly string[]>>): Record<string, PlannedGroup> {
  return Object.fromEntries(
    Object.entries(turns).map(([key, ids]) => [
      `pool[${key}]`,
      { maxParallel: null, sequential: true, name: "pool", key, turns: [...ids] },
    ]),
  )
}

describe("keys of a sequential group", () => {
  it("opens no more of them than there are workers, and takes members in the order of the suite", () => {
    const keys = Array.from({ length: 14 }, (_, k) => `k${k}`)
    const turns = Object.fromEntries(keys.map((key) => [key, [`${key}-1`, `${key}-2`, `${key}-3`]]))
    // The list has the last members first.
    const items = [3, 2, 1].flatMap((n) =>
      keys.map((key) => item(`${key}-${n}`, { groups: [`pool[${key}]`] })),
    )
    const options = schedule(items, { workers: 3, groups: pools(turns) })
    const begun = starts(options).map((line) => line.replace(/^\S+ /u, ""))
    for (const key of keys) {
      expect(begun.filter((id) => id.startsWith(`${key}-`))).toEqual(turns[key])
    }
    expect(begun.slice(0, 12).map((id) => id.split("-")[0])).toEqual([
      "k0",
      "k1",
      "k2",
      "k0",
      "k1",
      "k2",
      "k0",
      "k1",
      "k2",
      "k3",
      "k4",
      "k5",
    ])
  })

  it("gives the worker of a key that pauses or waits to others that are no members", () => {
    const groups = pools({ a: ["a1", "a2"], b: ["b1"] })
    groups["pool[a]"] = { ...(groups["pool[a]"] as PlannedGroup), pauseMs: 100 }
    const items = [
      item("a1", { groups: ["pool[a]"] }),
      item("a2", { groups: ["pool[a]"] }),
      item("b1", { groups: ["pool[b]"] }),
      item("free"),
    ]
    expect(starts(schedule(items, { workers: 1, groups }))).toEqual([
      "0 a1",
      "10 free",
      "110 a2",
      "120 b1",
    ])
  })

  it("opens one more where the open ones wait for it: nothing waits for ever", () => {
    const groups = pools({ a: ["a1", "a2"], b: ["b1"], c: ["c1"] })
    const items = [
      item("a1", { groups: ["pool[a]"] }),
      item("a2", { groups: ["pool[a]"], needs: ["c1"] }),
      item("b1", { groups: ["pool[b]"], needs: ["a2"] }),
      item("c1", { groups: ["pool[c]"] }),
    ]
    expect(starts(schedule(items, { workers: 1, groups }))).toEqual([
      "0 a1",
      "10 c1",
      "20 a2",
      "30 b1",
    ])
  })

  it("opens another one while the members that are left wait for what is no member, as many again", () => {
    const keys = ["a", "b", "c", "d", "e"]
    const groups = pools(Object.fromEntries(keys.map((key) => [key, [`${key}1`, `${key}2`]])))
    const items = [
      item("gate"),
      ...keys.map((key) => item(`${key}1`, { groups: [`pool[${key}]`] })),
      ...keys.map((key) => item(`${key}2`, { groups: [`pool[${key}]`], needs: ["gate"] })),
    ]
    const slow = (id: string) => (id === "gate" ? 1_000 : 10)
    expect(starts(schedule(items, { workers: 2, groups }), slow)).toEqual([
      ...["0 gate", "0 a1", "10 b1", "20 c1", "30 d1"],
      ...["1000 a2", "1000 b2", "1010 c2", "1010 d2", "1020 e1", "1030 e2"],
    ])
  })

  it("keeps a key open while a member waits for its next attempt", () => {
    const groups = pools({ a: ["a1"], b: ["b1"] })
    const retry = { ...NO_RETRY, maxAttempts: 2, delayMs: 50 }
    const items = [item("a1", { groups: ["pool[a]"], retry }), item("b1", { groups: ["pool[b]"] })]
    const { commands } = simulate(schedule(items, { workers: 1, groups }), (id, number) => ({
      durationMs: 10,
      end: id === "a1" && number === 1 ? { outcome: "failed", cause: "timeout" } : PASSED,
    }))
    const begun = commands.flatMap(({ at, command }) =>
      command.type === "start" ? [`${at} ${command.id}`] : [],
    )
    expect(begun).toEqual(["0 a1", "60 a1", "70 b1"])
  })

  it("holds for any keys, durations, retries, other limits and ways to share", () => {
    fc.assert(
      fc.property(generated, ({ options, durations }) => {
        const { keyOf, turns } = shapeOf(options)
        const { commands } = simulate(options, (id, number) => {
          const fails = number === 1 && (durations[id] ?? 0) % 3 === 0
          const end = fails ? ({ outcome: "failed", cause: "timeout" } as const) : PASSED
          return { durationMs: durations[id] ?? 0, end }
        })
        const ended = new Set<string>()
        const begun: string[] = []
        for (const { command } of commands) {
          if (command.type === "finish") ended.add(command.id)
          if (command.type !== "start") continue
          if (!begun.includes(command.id)) begun.push(command.id)
          const open = new Set(
            begun.map(keyOf).filter((key) => turns[key]?.some((id) => !ended.has(id))),
          )
          open.delete("")
          expect(open.size).toBeLessThanOrEqual(options.workers)
        }
        expect(ended.size).toBe(options.items.length)
        for (const [key, ids] of Object.entries(turns)) {
          expect(begun.filter((id) => keyOf(id) === key)).toEqual(ids)
        }
      }),
      { numRuns: 500 },
    )
  })
})

const generated = fc
  .record({
    members: fc.array(
      fc.record({
        key: fc.nat(7),
        ms: fc.nat(40),
        slow: fc.boolean(),
        memory: fc.constantFrom(0, 1, 3),
      }),
      { minLength: 1, maxLength: 30 },
    ),
    workers: fc.integer({ min: 1, max: 5 }),
    share: fc.constantFrom("queue" as const, "static" as const, "hybrid" as const),
    shuffle: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
  })
  .map(({ members, workers, share, shuffle }) => {
    const turns: Record<string, string[]> = {}
    const durations: Record<string, number> = {}
    const items = members.map(({ key, ms, slow, memory }, i): Item => {
      const id = `s${i}`
      durations[id] = ms
      const own = key === 0 ? [] : [`pool[${key}]`]
      if (key > 0) turns[key] = [...(turns[key] ?? []), id]
      return item(id, {
        groups: [...own, ...(slow ? ["slow"] : [])],
        retry: { ...NO_RETRY, maxAttempts: 2, delayMs: 15 },
        ...(memory > 0 ? { demand: { memory } } : {}),
      })
    })
    const order = items.map((_, i) => i).sort((a, b) => (shuffle[a] ?? 0) - (shuffle[b] ?? 0))
    const options = schedule(
      order.flatMap((i) => items[i] ?? []),
      {
        workers,
        share,
        groups: { ...pools(turns), slow: { maxParallel: 2, pauseMs: 4 } },
        resources: { memory: 4 },
      },
    )
    return { options, durations }
  })

function shapeOf({ items, groups }: ScheduleOptions) {
  const turns: Record<string, readonly string[]> = {}
  for (const [name, group] of Object.entries(groups)) {
    if (group.turns !== undefined) turns[name] = group.turns
  }
  const keys = new Map(items.map((one) => [one.id, one.groups.find((g) => g in turns) ?? ""]))
  return { turns, keyOf: (id: string) => keys.get(id) ?? "" }
}
