/**
 * Histories from anybody: whatever is in the file, the worst is that nothing is known.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HistoryRunSchema, HistorySchema, MAX_RUNS } from "../../src/formats/history.ts"
import { knownStartsOf } from "../../src/history/learned-starts.ts"
import { readHistory } from "../../src/history/read-history.ts"
import { valid } from "../__rig__/valid.ts"
import { history, job, NOW, passed } from "./history-rig.ts"

const read = (value: unknown) =>
  readHistory(typeof value === "string" ? value : JSON.stringify(value), {
    suite: "shop",
    now: NOW,
  })

const GOOD = history({ a: [passed(0, 1.5)], "b:x": [passed(0, 2)] })

describe("a good history", () => {
  it("comes back as it was written", () => {
    expect(read(GOOD)).toEqual({
      ok: true,
      value: { history: GOOD, notes: [], doubtful: new Set() },
    })
    expect(valid(HistorySchema, GOOD)).toEqual(GOOD)
  })

  it("may begin with the mark that some editors write", () => {
    expect(read(`\uFEFF${JSON.stringify(GOOD)}`)).toEqual(read(GOOD))
    expect(read(GOOD).ok).toBe(true)
  })

  it("keeps the newest runs of each scenario", () => {
    const runs = Array.from({ length: MAX_RUNS + 5 }, (_, i) => passed(0, i))
    const result = read(history({ a: runs }))
    expect(result.ok && result.value.history.scenarios["a"]).toEqual(runs.slice(5))
  })

  it("forgets what is too old without a word", () => {
    const jobs = [job({ hoursAgo: 24 * 91 }), job({ hoursAgo: 24 * 89, run: "2" })]
    const result = read(history({ a: [passed(0, 9), passed(1, 1)], b: [passed(0, 9)] }, jobs))
    expect(result).toEqual({
      ok: true,
      value: {
        history: history({ a: [passed(0, 1)] }, jobs.slice(1)),
        notes: [],
        doubtful: new Set(),
      },
    })
  })
})

describe("starts of fixtures", () => {
  const jobs = [job({ hoursAgo: 24 * 91 }), job()]
  const withStarts = (fixtures: unknown) =>
    read({ ...history({ a: [passed(1, 1)] }, jobs), fixtures })

  it("come back with their jobs, those that are too old do not, and they tell a median", () => {
    const result = withStarts({
      db: [
        [0, 99],
        [1, 2],
        [1, 4],
      ],
      old: [[0, 9]],
    })
    if (!result.ok) throw new Error(result.error)
    const { history: kept, notes } = result.value
    expect(kept.fixtures).toEqual({
      db: [
        [0, 2],
        [0, 4],
      ],
    })
    expect(notes).toEqual([])
    expect(knownStartsOf(kept)).toEqual(new Map([["db", 3_000]]))
    expect(valid(HistorySchema, kept)).toEqual(kept)
  })

  it("that cannot be right are left out and counted", () => {
    const bad = { a: [[7, 1]], b: [[1, -1], [1], "x"], c: 5, constructor: [[1, 1]] }
    const result = withStarts(bad)
    expect(result.ok && result.value.history.fixtures).toEqual({ constructor: [[0, 1]] })
    expect(result.ok && result.value.notes).toEqual(["4 of its entries cannot be right"])
  })
})

describe("a history that is refused", () => {
  it.each([
    ["", "it is not JSON, or only a part of it"],
    [JSON.stringify(GOOD).slice(0, -20), "it is not JSON, or only a part of it"],
    ["[]", "it is not a history"],
    ["null", "it is not a history"],
    [{ ...GOOD, schemaVersion: 0 }, "it has version 0, this program reads 1"],
    [{ ...GOOD, schemaVersion: "2" }, 'it has version "2", this program reads 1'],
    [{ scenarios: {} }, "it has version none, this program reads 1"],
    [{ ...GOOD, suite: "other" }, 'it is of another suite, "other"'],
    [{ ...GOOD, jobs: {} }, "it has no jobs or no scenarios"],
    [{ ...GOOD, scenarios: [] }, "it has no jobs or no scenarios"],
  ])("%j", (value, error) => {
    expect(read(value)).toEqual({ ok: false, error })
  })
})

describe("an entry that cannot be believed", () => {
  it.each([
    ["a negative duration", [[0, "passed", -1, 1, 1, null]]],
    ["an endless one", [[0, "passed", 1e300, 1, 1, null]]],
    ["no number", [[0, "passed", "1", 1, 1, null]]],
    ["a verdict that there is not", [[0, "great", 1, 1, 1, null]]],
    ["a job that there is not", [[7, "passed", 1, 1, 1, null]]],
    ["a job between two", [[0.5, "passed", 1, 1, 1, null]]],
    ["no share at all", [[0, "passed", 1, 1, 0, null]]],
    ["a crowd of nobody", [[0, "passed", 1, 0, 1, null]]],
    ["too few members", [[0]]],
    ["no list", ["passed"]],
    ["no runs", "x"],
  ])("is left out alone: %s", (_, runs) => {
    const result = read({ ...GOOD, scenarios: { ...GOOD.scenarios, a: runs } })
    expect(result).toMatchObject({
      ok: true,
      value: {
        history: { scenarios: { "b:x": [passed(0, 2)] } },
        notes: ["1 of its entries cannot be right"],
      },
    })
    expect(result.ok && result.value.history.scenarios["a"]).toBeUndefined()
  })

  it("is left out when its id or its job is none", () => {
    const jobs = [job(), { ...job(), cores: 0 }, { ...job(), at: "x" }, job({ hoursAgo: -48 })]
    const scenarios = { "a b": [passed(0, 1)], c: [passed(1, 1), passed(2, 1), passed(3, 1)] }
    expect(read(history(scenarios, jobs))).toMatchObject({
      ok: true,
      value: { history: { scenarios: {} }, notes: ["7 of its entries cannot be right"] },
    })
  })

  it("drops memory that is none and keeps the run", () => {
    const result = read({ ...GOOD, scenarios: { a: [[0, "passed", 1, 1, 1, -5]] } })
    expect(result.ok && result.value.history.scenarios["a"]).toEqual([passed(0, 1)])
  })
})

it("never throws, and what it returns is always a history", () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), fc.json(), (a, b, c) => {
      const text = `{"schemaVersion":1,"suite":"shop","jobs":[${a},${JSON.stringify(job())}],"scenarios":{"a":[${b}],"__proto__":[[1,"passed",1,1,1,null]],"b":${c}}}`
      const result = read(text)
      if (result.ok) valid(HistorySchema, result.value.history)
    }),
  )
})

/** Values that a file may hold where a number, a verdict or nothing is expected. */
const anything = fc.oneof(
  fc.constantFrom(null, -1, 0, 0.5, 1, 3, 1e300, 1025, 604_801, "passed", "", true),
  fc.constantFrom([], {}, [1]),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const goodRun = fc.tuple(
  fc.integer({ min: 0, max: 2 }),
  fc.constantFrom("passed", "failed", "flaky"),
  fc.double({ min: 0, max: 1000, noNaN: true }),
  fc.double({ min: 1, max: 1024, noNaN: true }),
  fc.double({ min: 0.001, max: 1, noNaN: true }),
  fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
)

it("believes of a run by hand exactly what the schema does, but for memory", () => {
  fc.assert(
    fc.property(goodRun, fc.nat(5), anything, fc.boolean(), (good, place, value, spoilt) => {
      const run: unknown[] = [...good]
      if (spoilt) run[place] = value
      const believed = HistoryRunSchema.check([...run.slice(0, 5), null])
      const expected = believed.ok && believed.value[0] < 3 && believed.value[4] >= 1 / 1024
      const jobs = [job(), job({ run: "2" }), job({ run: "3" })]
      const text = JSON.stringify({ ...history({}, jobs), scenarios: { a: [run] } })
      const result = read(text)
      const kept = result.ok ? result.value.history.scenarios["a"] : undefined
      expect(kept !== undefined).toBe(expected)
      if (kept !== undefined) {
        expect(HistoryRunSchema.check(kept[0]).ok).toBe(true)
        // JSON has one zero.
        expect(kept[0]?.slice(0, 5)).toEqual(JSON.parse(JSON.stringify(run)).slice(0, 5))
      }
    }),
  )
})

it("moves runs to where their jobs are now, whatever is left out before them", () => {
  const jobs = [job({ hoursAgo: 24 * 91 }), { ...job(), cores: 0 }, job({ run: "2" })]
  const runs = [passed(0, 1), passed(2, 2), passed(1, 3), [2, "passed", 4, 1, 1, 5.4, "more"]]
  const text = `{"schemaVersion":1,"suite":"shop","jobs":${JSON.stringify(jobs)},"scenarios":{"__proto__":${JSON.stringify(runs)},"constructor":[],"a":{}}}`
  const result = read(text)
  expect(result.ok && Object.entries(result.value.history.scenarios)).toEqual([
    ["__proto__", [passed(0, 2), [0, "passed", 4, 1, 1, 5]]],
  ])
  expect(result.ok && result.value.notes).toEqual(["3 of its entries cannot be right"])
})
