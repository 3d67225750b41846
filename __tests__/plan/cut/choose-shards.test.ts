import { describe, expect, it } from "vitest"
import { chooseShards } from "../../../src/plan/cut/choose-shards.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { planOptions } from "../plan-rig.ts"

const five = Array.from({ length: 5 }, (_, i) => ({ id: `s${i}`, estimateMs: 60_000 }))

/** Of one at a time, of a sequence for each of two keys that stays together, and one alone. */
function grouped() {
  const list = [
    ...Array.from({ length: 6 }, (_, i) => ({ id: `g${i}`, ms: 60_000, groups: ["g"] })),
    ...Array.from({ length: 8 }, (_, i) => ({
      id: `m${i}`,
      ms: 100_000,
      groups: [i < 4 ? "seq[a]" : "seq[b]"],
    })),
  ]
  return [
    ...list.map(({ id, ms, groups }) => ({ id, estimateMs: ms, definition: { groups } })),
    { id: "alone", estimateMs: 30_000, definition: { exclusive: true } },
  ]
}

const sequence = { maxParallel: null, sequential: true, scope: "run" } as const
const groups = { g: { maxParallel: 1 }, "seq[a]": sequence, "seq[b]": sequence }

function planFor(targetMs: number, more: Partial<PlanOptions> = {}) {
  return makePlan(planOptions(five, { shards: "auto", workers: 2, targetMs, ...more }))
}

function wallSeconds({ shards }: ReturnType<typeof makePlan>): number {
  return Math.max(
    ...shards.map(({ predictedSeconds, startupSeconds = 0 }) => predictedSeconds + startupSeconds),
  )
}

describe("auto without a target", () => {
  it("takes the fewest within a tenth of the best", () => {
    const wall = [200, 100, 90, 82, 75]
    const wallMs = (shards: number) => wall[shards - 1] ?? 0
    const times = { wallMs, plannedMs: wallMs, leastMs: wallMs, floorMs: () => 0, tries: 5 }
    expect(chooseShards({ from: 1, to: 5, targetMs: null, times })).toBe(4)
    expect(chooseShards({ from: 1, to: 3, targetMs: null, times })).toBe(3)
  })

  it("looks at no number that cannot matter", () => {
    const wall = [200, 100, 90, 82, 75]
    const asked = new Set<number>()
    const wallMs = (shards: number) => {
      asked.add(shards)
      return wall[shards - 1] ?? 0
    }
    const unused = () => {
      throw new Error("no plan is needed")
    }
    const floorMs = (shards: number) => (wall[shards - 1] ?? 0) - 1
    const times = { wallMs, plannedMs: unused, leastMs: unused, floorMs, tries: 5 }
    expect(chooseShards({ from: 1, to: 5, targetMs: null, times })).toBe(4)
    expect([...asked]).toEqual([5, 4])
  })
})

describe("auto with a target", () => {
  it("goes on to the number that meets it by prediction", () => {
    // Five of a minute on two workers are 2m30s of work but take 3m, 40 s of start not counted.
    const plan = planFor(190_000)
    expect(plan.shards).toHaveLength(2)
    expect(wallSeconds(plan)).toBe(160)
  })

  it("knows what groups make of a shard", () => {
    const options = planOptions(grouped(), { shards: "auto", workers: 4, targetMs: 450_000 })
    const plan = makePlan({ ...options, suite: { ...options.suite, groups } })
    expect(wallSeconds(plan)).toBeLessThanOrEqual(450)
  })

  it("takes the fewest of the fastest where none meets it", () => {
    const plan = planFor(10_000)
    expect(plan.shards).toHaveLength(3)
    expect(wallSeconds(plan)).toBe(100)
  })
})

describe("chooseShards", () => {
  const choose = (
    about: readonly number[],
    of: {
      readonly planned: readonly number[]
      readonly targetMs: number
      readonly tries?: number
      readonly floor?: readonly number[]
    },
  ) => {
    const asked: number[] = []
    const chosen = chooseShards({
      from: 1,
      to: about.length,
      targetMs: of.targetMs,
      times: {
        wallMs: (count) => about[count - 1] ?? 0,
        plannedMs: (count) => {
          asked.push(count)
          return of.planned[count - 1] ?? 0
        },
        leastMs: (count) => (of.planned[count - 1] ?? 0) / 2,
        floorMs: (count) => of.floor?.[count - 1] ?? 0,
        tries: of.tries ?? 10,
      },
    })
    return { chosen, asked }
  }

  it("asks for no plan but that of a number that is enough", () => {
    const planned = [90, 50, 30, 25]
    expect(choose(planned, { planned, targetMs: 30 })).toEqual({ chosen: 3, asked: [3, 2] })
    expect(choose(planned, { planned, targetMs: 20 }).chosen).toBe(4)
  })

  it("takes fewer where their plan is shorter than thought", () => {
    expect(choose([90, 50, 30], { planned: [90, 30, 30], targetMs: 30 }).chosen).toBe(2)
  })

  it("goes up while plans miss, and makes no more of them than it may", () => {
    const about = [90, 40, 38, 37, 36]
    const planned = [90, 60, 58, 57, 39]
    expect(choose(about, { planned, targetMs: 40 }).chosen).toBe(5)
    const few = choose(about, { planned, targetMs: 40, tries: 2 })
    expect(few).toEqual({ chosen: 3, asked: [2, 3] })
  })

  it("plans one number where keys of fixtures rule out the others", () => {
    const planned = [900, 450, 300, 230]
    const floor = [890, 445, 297, 223]
    expect(choose(planned, { planned, floor, targetMs: 100 })).toEqual({ chosen: 4, asked: [4] })
    expect(choose(planned, { planned, floor, targetMs: 300 })).toEqual({ chosen: 3, asked: [3] })
  })
})
