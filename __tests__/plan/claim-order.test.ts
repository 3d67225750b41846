import { describe, expect, it } from "vitest"
import type { Plan, PlannedGroup } from "../../src/formats/plan.ts"
import { ClaimOrder, unfitForQueue } from "../../src/plan/claim-order.ts"
import { buildPlan } from "../__rig__/builders.ts"

interface Sketch {
  readonly needs?: Readonly<Record<string, readonly string[]>>
  readonly groups?: Readonly<Record<string, PlannedGroup>>
  readonly members?: Readonly<Record<string, readonly string[]>>
}

function planOf(shards: readonly (readonly string[])[], sketch: Sketch = {}): Plan {
  const plan = buildPlan({ shards: shards.map((ids) => [...ids]) })
  const { needs = {}, groups = {}, members = {} } = sketch
  const scenarios = Object.fromEntries(
    Object.entries(plan.scenarios).map(([id, one]) => {
      const own = Object.keys(members).filter((name) => members[name]?.includes(id))
      const definition = { ...one.definition, groups: own, line: 7 }
      return [id, { ...one, needs: [...(needs[id] ?? [])], definition }]
    }),
  )
  return { ...plan, scenarios, groups: { ...groups } }
}

const RUN = { maxParallel: null, scope: "run" } as const

describe("ClaimOrder", () => {
  it("is that of the plan, the lists of several shards in turns", () => {
    expect(new ClaimOrder(planOf([["a", "c"], ["b"]])).ids).toEqual(["a", "b", "c"])
  })

  it("offers a scenario when all that it needs has ended, wherever that was", () => {
    const order = new ClaimOrder(planOf([["d", "a", "b", "c"]], { needs: { d: ["a", "b"] } }))
    expect(order.first()).toEqual(["a", "b", "c"])
    expect(order.ended(["a"])).toEqual([])
    expect(order.beside("a")).toEqual(["b"])
    expect(order.awaited()).toEqual(["b"])
    expect(order.ended(["b", "b"])).toEqual(["d"])
    expect(order.awaited()).toEqual([])
  })

  it.each([
    ["sequential", { ...RUN, sequential: true }, 1],
    ["max-parallel", { ...RUN, maxParallel: 2 }, 2],
  ] as const)("offers no more members of a %s group of the run than may run", (_, group, most) => {
    const ids = ["a", "b", "c", "d", "e"]
    const order = new ClaimOrder(planOf([ids], { groups: { g: group }, members: { g: ids } }))
    const open = new Set(order.first())
    expect(open.size).toBe(most)
    const seen = [...open]
    while (open.size > 0) {
      const [id = ""] = [...open].slice(-1)
      open.delete(id)
      for (const next of order.ended([id])) {
        open.add(next)
        seen.push(next)
      }
      expect(open.size).toBeLessThanOrEqual(most)
    }
    expect(seen.toSorted()).toEqual(ids)
  })

  it("does not get stuck where a member needs what comes after another", () => {
    const order = new ClaimOrder(
      planOf([["a", "x", "b"]], {
        groups: { g: { ...RUN, sequential: true } },
        members: { g: ["a", "b"] },
        needs: { a: ["x"], x: ["b"] },
      }),
    )
    expect(order.ids).toEqual(["b", "x", "a"])
    expect(order.first()).toEqual(["b"])
    expect(order.ended(["b"])).toEqual(["x"])
    expect(order.ended(["x"])).toEqual(["a"])
  })
})

describe("unfitForQueue", () => {
  it("finds nothing in the way of groups of a shard, needs and sequential groups of the run", () => {
    const members = { g: ["a"], h: ["b"] }
    const groups = { g: { ...RUN, sequential: true }, h: { maxParallel: 1, conflicts: ["g"] } }
    expect(unfitForQueue(planOf([["a", "b"]], { groups, members, needs: { b: ["a"] } }))).toBeNull()
  })

  it.each<[Partial<PlannedGroup>, string]>([
    [{ conflicts: ["h"] }, "conflicts"],
    [{ batch: 2 }, "batch"],
    [{ pauseMs: 10 }, "pause"],
  ])("names the place of what only one machine can keep to: %j", (more, key) => {
    const plan = planOf([["a"]], { groups: { g: { ...RUN, ...more } }, members: { g: ["a"] } })
    const { file = "" } = plan.scenarios["a"]?.definition ?? {}
    expect(unfitForQueue(plan)).toBe(
      `${file}:7: its group g has scope: run with ${key}, which only one machine can keep to`,
    )
  })

  it("names runner classes, repetition and quantities of the run", () => {
    const plan = planOf([["a"], ["b"]])
    const classes = plan.shards.map((shard, i) => ({ ...shard, runner: `class-${i}` }))
    expect(unfitForQueue({ ...plan, shards: classes })).toContain("class-0, class-1")
    expect(unfitForQueue({ ...plan, iterations: { repeat: 2 } })).toContain("repeats")
    const shared = plan.shards.map((shard) => ({ ...shard, share: { license: 2 } }))
    const [one] = Object.values(plan.scenarios)
    if (one === undefined) throw new Error("no scenario")
    const scenarios = { ...plan.scenarios, a: { ...one, demand: { license: 1 } } }
    expect(unfitForQueue({ ...plan, shards: shared, scenarios })).toContain("takes license")
  })
})
