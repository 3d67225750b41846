import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { estimateAll, estimateEach, type KnownTime } from "../../../src/plan/estimate/estimate.ts"
import { learnNeighbours } from "../../../src/plan/estimate/neighbours.ts"

function known(ms: number, more: Partial<KnownTime> = {}): KnownTime {
  return {
    ms,
    meanMs: ms,
    spreadMs: 0,
    runs: 5,
    lastVerdict: "passed",
    peakMemoryBytes: null,
    ...more,
  }
}

function definition(
  more: { tags?: string[]; matrix?: Record<string, string>; file?: string } = {},
) {
  const { tags = [], matrix = null, file = "smoke.yml" } = more
  return { file, tags, matrix }
}

const TIMES = new Map([
  ["slow/a", known(60_000)],
  ["slow/b", known(64_000)],
  ["slow/c", known(58_000)],
  ["quick/a", known(900)],
  ["quick/b", known(1_100)],
  ["quick/c", known(1_000)],
])

it("takes an author's estimate for half in doubt, and one run for a fifth", () => {
  const [author, once] = estimateEach(
    [
      { id: "a", estimateMs: 8_000 },
      { id: "b", estimateMs: null },
    ],
    new Map([["b", known(8_000, { runs: 1 })]]),
  )
  expect([author?.spreadMs, once?.spreadMs]).toEqual([4_000, 1_600])
})

describe("learnNeighbours", () => {
  it("estimates by the folder that a scenario is in", () => {
    const guess = learnNeighbours([...TIMES].map(([id, { ms }]) => ({ id, ms })))
    expect(guess({ id: "slow/new" })?.ms).toBeGreaterThan(30_000)
    expect(guess({ id: "quick/new" })?.ms).toBeLessThan(2_500)
  })

  it("takes one without neighbours for what all take in the mean, and knows nothing from nobody", () => {
    const times = [...TIMES].map(([id, { ms }]) => ({ id, ms }))
    const mean = times.reduce((sum, { ms }) => sum + ms, 0) / times.length
    const guess = learnNeighbours(times)({ id: "elsewhere/new" })
    expect(guess?.alone).toBe(true)
    expect(guess?.ms).toBeGreaterThan(mean * 0.7)
    expect(guess?.ms).toBeLessThan(mean * 1.3)
    expect(guess?.spreadMs).toBeGreaterThan(mean * 0.5)
    expect(learnNeighbours([])({ id: "slow/new" })).toBeNull()
  })

  it("estimates by tags and by values of a matrix where ids tell nothing", () => {
    const tagged = Array.from({ length: 20 }, (_, i) => {
      const tags = [i % 2 === 0 ? "heavy" : "light"]
      return { id: `s${i}`, definition: definition({ tags }), ms: i % 2 === 0 ? 50_000 : 500 }
    })
    const byTag = learnNeighbours(tagged)
    const heavy = byTag({ id: "n", definition: definition({ tags: ["heavy"] }) })
    const light = byTag({ id: "n", definition: definition({ tags: ["light"] }) })
    expect(heavy?.ms).toBeGreaterThan(20 * (light?.ms ?? 0))

    const cells = ["a", "b", "c"].flatMap((pool) =>
      ["small", "large"].map((size) => ({
        id: `storage:${pool}:${size}`,
        definition: definition({ matrix: { pool, size } }),
        ms: size === "large" ? 40_000 : 4_000,
      })),
    )
    const missing = learnNeighbours(cells.filter(({ id }) => id !== "storage:c:large"))
    const guess = missing({
      id: "storage:c:large",
      definition: definition({ matrix: { pool: "c", size: "large" } }),
    })
    expect(guess?.ms).toBeGreaterThan(15_000)
  })

  it("does not let one outlier speak for a folder", () => {
    const timed = Array.from({ length: 20 }, (_, i) => ({
      id: `f/s${i}`,
      ms: i === 0 ? 3_600_000 : 1_000 + i,
    }))
    const others = Array.from({ length: 20 }, (_, i) => ({ id: `g/s${i}`, ms: 5_000 + i }))
    expect(learnNeighbours([...timed, ...others])({ id: "f/new" })?.ms).toBeLessThan(4_000)
  })

  it("gives finite numbers for any timings, also hostile ones", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.constantFrom("a/x", "a/y", "b/z:1", "b/z:2", "c"),
            ms: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e15, noNaN: true })),
          }),
        ),
        (timed) => {
          const guess = learnNeighbours(timed)({ id: "a/new" })
          if (guess === null) return
          expect(Number.isFinite(guess.ms) && guess.ms >= 0).toBe(true)
          expect(Number.isFinite(guess.spreadMs) && guess.spreadMs >= 0).toBe(true)
        },
      ),
    )
  })
})

describe("estimateAll", () => {
  const scenario = (id: string, estimateMs: number | null = null) => ({ id, estimateMs })

  it("takes runs, else the author, else neighbours, else the median, and says which", () => {
    const estimates = estimateAll(
      [scenario("slow/a", 1), scenario("own", 7_000), scenario("quick/new"), scenario("lone")],
      TIMES,
    )
    expect([...estimates].map(([id, { from }]) => [id, from])).toEqual([
      ["slow/a", "history"],
      ["own", "estimate"],
      ["quick/new", "neighbours"],
      ["lone", "median"],
    ])
    expect(estimates.get("slow/a")?.ms).toBe(60_000)
    expect(estimates.get("own")?.ms).toBe(7_000)
  })

  it("is less sure of what fewer stand behind", () => {
    const steady = known(10_000, { spreadMs: 100 })
    const once = known(10_000, { runs: 1 })
    const [a, b] = [
      ...estimateAll(
        [scenario("x/a"), scenario("x/b"), scenario("x/c")],
        new Map([
          ["x/a", steady],
          ["x/b", once],
        ]),
      ).values(),
    ]
    expect(a?.spreadMs).toBe(100)
    expect(b?.spreadMs).toBe(2_000)
  })

  it("does not depend on the order of scenarios or times", () => {
    const list = ["slow/a", "slow/n", "quick/n", "z", "y/1", "y/2"].map((id) => scenario(id))
    const one = estimateAll(list, TIMES)
    const other = estimateAll(list.toReversed(), new Map([...TIMES].reverse()))
    for (const [id, estimate] of one) expect(other.get(id)).toEqual(estimate)
  })
})
