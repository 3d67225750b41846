import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { digestText } from "../../src/plan/digest.ts"
import { makePlan } from "../../src/plan/make-plan.ts"
import { toScheduleOptions } from "../../src/plan/units/items.ts"
import type { Item } from "../../src/schedule/types.ts"
import { planOptions, type ScenarioSketch } from "./plan-rig.ts"

/** Any suite: needs point backwards, so there is no circle. */
const sketches: fc.Arbitrary<ScenarioSketch[]> = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 2 }),
      estimateMs: fc.option(fc.nat(60_000)),
      skip: fc.constantFrom("no", ...Array<undefined>(8).fill(undefined)),
      license: fc.constantFrom(undefined, undefined, 1, 2, 0.7),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    list.map(({ needs, estimateMs, skip, license }, index) => ({
      id: `s${index}`,
      needs: index === 0 ? [] : [...new Set(needs.map((need) => `s${need % index}`))],
      estimateMs,
      ...(skip === undefined ? {} : { skip }),
      ...(license === undefined ? {} : { demand: { license } }),
    })),
  )

describe("makePlan, for any suite", () => {
  it("puts every scenario into exactly one shard or among the skipped, and no shard is empty", () => {
    fc.assert(
      fc.property(sketches, fc.integer({ min: 1, max: 8 }), (list, shards) => {
        const plan = makePlan(planOptions(list, { shards }))
        const placed = [
          ...plan.shards.flatMap(({ scenarios }) => scenarios),
          ...plan.skipped.map(({ id }) => id),
        ]
        expect(placed.toSorted()).toEqual(list.map(({ id }) => id).toSorted())
        expect(plan.shards.every(({ scenarios }) => scenarios.length > 0)).toBe(true)
        expect(plan.shards.length).toBeLessThanOrEqual(shards)
        expect(plan.shards.map(({ shard }) => shard)).toEqual(
          plan.shards.map((_, index) => index + 1),
        )
      }),
    )
  })

  it("takes N times as long with N iterations, and less where scenarios run beside themselves", () => {
    const list = Array.from({ length: 6 }, (_, i) => ({ id: `s${i}`, estimateMs: 1_000 }))
    const once = planOptions(list, { shards: 1 })
    const [plan, often] = [makePlan(once), makePlan({ ...once, iterations: { repeat: 20 } })]
    expect(often.predictedSeconds).toBe(20 * plan.predictedSeconds)
    expect(often.lowerBoundSeconds).toBe(20 * plan.lowerBoundSeconds)
    expect(often.iterations).toEqual({ repeat: 20 })
    // All scenarios of the plan share the error of the test, whichever shard they are in.
    const rule = { rate: 0.01, scenarios: 1, undecided: "mark" as const }
    const { iterations, scenarios } = makePlan({ ...once, iterations: { repeat: 20, rule } })
    expect(iterations?.rule?.scenarios).toBe(Object.keys(scenarios).length)
    expect(digestText(often)).not.toBe(digestText(plan))
    const two = { ...planOptions(list.slice(0, 2), { shards: 1 }), workers: 4, assumedWorkers: 4 }
    const beside = makePlan({ ...two, iterations: { repeat: 20 } })
    expect(beside.predictedSeconds).toBe(10 * makePlan(two).predictedSeconds)
  })

  it("keeps a scenario beside what it needs", () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const plan = makePlan(planOptions(list, { shards: 5 }))
        for (const { scenarios } of plan.shards) {
          for (const id of scenarios) {
            for (const need of plan.scenarios[id]?.needs ?? []) expect(scenarios).toContain(need)
          }
        }
      }),
    )
  })

  it("does not depend on the order of the suite where that is not asked for", () => {
    fc.assert(
      fc.property(sketches, fc.nat(), (list, turn) => {
        const at = list.length === 0 ? 0 : turn % list.length
        const turned = [...list.slice(at), ...list.slice(0, at)]
        const shards = (of: readonly ScenarioSketch[]) =>
          makePlan({ ...planOptions(of), order: "longest" }).shards
        expect(shards(turned)).toEqual(shards(list))
      }),
    )
  })

  it("never predicts less than the lower bound", () => {
    const license = {
      name: "license",
      scope: "run",
      present: true,
      unit: null,
      evidence: "",
    } as const
    fc.assert(
      fc.property(sketches, fc.integer({ min: 1, max: 4 }), fc.nat(5), (list, workers, more) => {
        const capabilities = [{ ...license, quantity: 2 + more }]
        const plan = makePlan(planOptions(list, { shards: 3, workers, capabilities }))
        expect(plan.predictedSeconds).toBeGreaterThanOrEqual(plan.lowerBoundSeconds - 0.001)
      }),
    )
  })
})

describe("makePlan", () => {
  it("balances by the longest first", () => {
    const list = [7, 6, 5, 4, 3, 2, 1].map((s) => ({ id: `t${s}`, estimateMs: s * 1_000 }))
    const plan = makePlan(planOptions(list, { shards: 2 }))
    expect(plan.shards.map(({ scenarios }) => scenarios)).toEqual([
      ["t7", "t4", "t3"],
      ["t6", "t5", "t2", "t1"],
    ])
    expect(plan.predictedSeconds).toBe(14)
    expect(plan.lowerBoundSeconds).toBe(14)
  })

  it("orders a shard by the longest remaining path, so that chains start early", () => {
    const plan = makePlan(
      planOptions(
        [
          { id: "end", needs: ["start"], estimateMs: 50_000 },
          { id: "long", estimateMs: 40_000 },
          { id: "start", estimateMs: 1_000 },
        ],
        { shards: 1, workers: 2 },
      ),
    )
    expect(plan.shards[0]?.scenarios).toEqual(["start", "end", "long"])
    expect(plan.predictedSeconds).toBe(51)
  })

  it("skips what needs a skipped scenario, unless it asks to run", () => {
    const plan = makePlan(
      planOptions([
        { id: "a", skip: "its condition is false" },
        { id: "b", needs: ["a"], definition: { groups: ["slow", "db"] } },
        { id: "c", needs: ["a"], definition: { if: "always()" } },
      ]),
    )
    expect(plan.skipped.map(({ groups }) => groups)).toEqual([undefined, ["slow", "db"]])
    expect(plan.skipped.map(({ id, reason }) => [id, reason])).toEqual([
      ["a", "condition"],
      ["b", "dependency-failed"],
    ])
    expect(plan.scenarios["c"]?.needs).toEqual([])
  })

  it("takes the median of known estimates for unknown ones, and 10 s when nothing is known", () => {
    const known = makePlan(
      planOptions([{ id: "a", estimateMs: 1_000 }, { id: "b", estimateMs: 3_000 }, { id: "c" }]),
    )
    expect(known.scenarios["c"]).toMatchObject({ estimateSeconds: 2, estimateFrom: "median" })
    const unknown = makePlan(planOptions([{ id: "a" }]))
    expect(unknown.scenarios["a"]).toMatchObject({ estimateSeconds: 10, estimateFrom: "default" })
  })

  it("auto uses one shard where start-up outweighs the work, more where it pays", () => {
    const list = (ms: number) =>
      Array.from({ length: 8 }, (_, i) => ({ id: `s${i}`, estimateMs: ms }))
    expect(makePlan(planOptions(list(100), { shards: "auto" })).shards).toHaveLength(1)
    expect(makePlan(planOptions(list(600_000), { shards: "auto" })).shards).toHaveLength(8)
    const target = { shards: "auto", targetMs: 1_900_000 } as const
    expect(makePlan(planOptions(list(600_000), target)).shards).toHaveLength(3)
  })

  it("says what the selection leaves out and counts it nowhere", () => {
    const plan = makePlan(planOptions([{ id: "a" }, { id: "b" }], { selected: new Set(["b"]) }))
    expect(plan.unselected).toEqual(["a"])
    expect(Object.keys(plan.scenarios)).toEqual(["b"])
  })

  it("overrides the number of attempts when asked", () => {
    const plan = makePlan(planOptions([{ id: "a" }], { maxAttempts: 4 }))
    expect(plan.scenarios["a"]?.definition.retry.maxAttempts).toBe(4)
  })
})

describe("learned peaks of memory", () => {
  const time = { ms: 1_000, meanMs: 1_000, spreadMs: 0, runs: 3, lastVerdict: null }
  const known = new Map([
    ["a", { ...time, peakMemoryBytes: 3 * 2 ** 30 }],
    ["b", { ...time, peakMemoryBytes: null }],
    ["c", { ...time, peakMemoryBytes: 0 }],
  ])
  const of = (more = {}) =>
    makePlan(planOptions([{ id: "a" }, { id: "b" }, { id: "c" }], { shards: 1, ...more }))

  it("are in the plan where they are known, and no part of what identifies it", () => {
    const { scenarios } = of({ known })
    expect(scenarios["a"]?.peakMemoryBytes).toBe(3 * 2 ** 30)
    expect(scenarios["b"]).not.toHaveProperty("peakMemoryBytes")
    expect(scenarios["c"]).not.toHaveProperty("peakMemoryBytes")
    const without = new Map([...known].map(([id]) => [id, { ...time, peakMemoryBytes: null }]))
    expect(digestText(of({ known }))).toBe(digestText(of({ known: without })))
  })

  it("count for a shard that follows its machine, and for no prediction", () => {
    const plan = of({ known })
    const options = { plan, ids: ["a", "b", "c"], workers: 2, failFast: null }
    const peaks = (items: readonly Item[]) => items.map(({ peakMemoryBytes }) => peakMemoryBytes)
    const none = [undefined, undefined, undefined]
    expect(peaks(toScheduleOptions(options).items)).toEqual(none)
    expect(peaks(toScheduleOptions({ ...options, peaks: true }).items)).toEqual([
      3 * 2 ** 30,
      undefined,
      undefined,
    ])
  })
})

describe("digestText", () => {
  const list = [{ id: "a", estimateMs: 1_000 }, { id: "b" }]
  const text = digestText(makePlan(planOptions(list)))

  it("does not change with estimates, assumed workers or what is not selected", () => {
    const same = [
      planOptions([{ id: "a", estimateMs: 1_001 }, { id: "b" }]),
      planOptions(list, { assumedWorkers: 64 }),
      planOptions([...list, { id: "z" }], { selected: new Set(["a", "b"]) }),
    ]
    for (const options of same) expect(digestText(makePlan(options))).toBe(text)
  })

  it.each([
    ["a command", planOptions([{ id: "a" }, { id: "b", definition: { args: ["x"] } }])],
    ["a need", planOptions([{ id: "a" }, { id: "b", needs: ["a"] }])],
    ["the seed", planOptions(list, { seed: 2 })],
    ["workers", planOptions(list, { workers: 3 })],
    ["shards", planOptions(list, { shards: 1 })],
    ["a file", planOptions(list, { files: [{ path: "smoke.yml", sha256: "1".repeat(64) }] })],
    ["attempts", planOptions(list, { maxAttempts: 2 })],
  ])("changes with %s", (_, options) => {
    expect(digestText(makePlan(options))).not.toBe(text)
  })
})
