import { describe, expect, it } from "vitest"
import type { History, HistoryRun, HistorySuiteRun } from "../../src/formats/history.ts"
import { flakesOf } from "../../src/history/flakes.ts"
import { history, job, NOW, passed } from "./history-rig.ts"

/** A history of so many runs, `run-0` the oldest; a letter for each run of a scenario: `.`, `y` or `F`. */
function told(
  scenarios: Readonly<Record<string, string>>,
  runs: readonly Partial<HistorySuiteRun>[] = [],
): History {
  const most = Math.max(...Object.values(scenarios).map(({ length }) => length))
  const jobs = Array.from({ length: most }, (_, i) => job({ run: `run-${i}`, hoursAgo: most - i }))
  const verdicts = { ".": "passed", y: "flaky", F: "failed" } as const
  const entries = Object.entries(scenarios).map(([id, text]): [string, HistoryRun[]] => [
    id,
    [...text].flatMap((letter, i): HistoryRun[] => {
      const verdict = Object.entries(verdicts).find(([own]) => own === letter)?.[1]
      return verdict === undefined ? [] : [[i, verdict, 1, 1, 1, null]]
    }),
  ])
  const full = runs.map((one, i) => ({
    ...{
      at: new Date(NOW).toISOString(),
      run: `run-${i}`,
      ran: 10,
      failed: 0,
      flaky: 0,
      fixture: 0,
    },
    ...one,
  }))
  return { ...history(Object.fromEntries(entries), jobs), runs: full }
}

const stateOf = (known: History, run: string) =>
  Object.fromEntries(
    (flakesOf(known, { run })?.scenarios ?? []).map(({ id, state }) => [id, state]),
  )

describe("flaky scenarios", () => {
  it("have a rate of the runs that they passed in the end, with its Wilson interval", () => {
    const flakes = flakesOf(told({ login: "...y...F..y" }), { run: "run-10" })
    expect(flakes?.scenarios).toEqual([
      { id: "login", state: "known", runs: 10, flaky: 2, rate: 0.2, low: 0.057, high: 0.51 },
    ])
  })

  it("are new where this run is the first flaky one", () => {
    const known = told({ first: ".....y", again: "y....y", other: "..y..." })
    expect(stateOf(known, "run-5")).toEqual({ first: "new", again: "known", other: "known" })
    expect(flakesOf(known, { run: "run-5" })?.counts).toEqual({ new: 1, known: 2, recovered: 0 })
  })

  it("have recovered once so many passes would be rare at the rate before", () => {
    // 6 of 6 flaky before: by Laplace 7/8, and 1/8 twice is below 5 %. 1 of 10: 2/12, 17 passes.
    const rare = `.........y${".".repeat(16)}`
    expect(stateOf(told({ often: "yyyyyy..", rare }), "run-25")).toEqual({
      ...{ often: "recovered", rare: "known" },
    })
    expect(stateOf(told({ rare: `${rare}.` }), "run-26")).toEqual({ rare: "recovered" })
    expect(stateOf(told({ failed: "yyyyyy..F" }), "run-8")).toEqual({ failed: "known" })
  })

  it("are those that failed in one attempt of a run and passed in the next", () => {
    const jobs = [
      job({ run: "1", hoursAgo: 3 }),
      job({ run: "1", attempt: 2, hoursAgo: 2 }),
      job({ run: "2" }),
    ]
    const failed: HistoryRun = [0, "failed", 1, 1, 1, null]
    const known = history({ login: [failed, passed(1, 1), passed(2, 1)] }, jobs)
    expect(flakesOf(known, { run: "2" })?.scenarios).toMatchObject([
      { id: "login", flaky: 1, runs: 2 },
    ])
  })

  it("are not those that the infrastructure failed", () => {
    const jobs = [
      job({ run: "1", hoursAgo: 3 }),
      job({ run: "1", attempt: 2, hoursAgo: 2 }),
      job({ run: "2" }),
    ]
    const failed: HistoryRun = [0, "failed", 1, 1, 1, null, "spawn"]
    expect(
      flakesOf(history({ login: [failed, passed(1, 1)] }, jobs), { run: "2" })?.scenarios,
    ).toEqual([])
  })

  it("are not told from one run alone, nor from none", () => {
    expect(flakesOf(told({ login: "y" }), { run: "run-0" })).toBeNull()
    expect(flakesOf(history({}, []), { run: "x" })).toBeNull()
    expect(flakesOf(told({ login: "y" }), { run: "x" })).not.toBeNull()
  })
})

describe("what retries hid", () => {
  it("is the part of runs that would have been red without them", () => {
    const runs = [{}, { flaky: 1 }, { flaky: 3 }, { failed: 1, flaky: 1 }, {}, {}, {}, {}, {}, {}]
    expect(flakesOf(told({ login: ".........." }, runs), { run: "run-9" })).toMatchObject({
      ...{ runs: 10, red: 1, redWithoutRetries: 3 },
    })
  })

  it("leaves out runs in which nearly all failed or a fixture was down, in every rate", () => {
    const runs = [
      {},
      { ran: 10, failed: 9 },
      { failed: 1, fixture: 1 },
      { failed: 8 },
      { ran: 4, failed: 4 },
    ]
    const flakes = flakesOf(told({ login: ".yy.." }, runs), { run: "run-4" })
    expect(flakes).toMatchObject({ runs: 3, red: 2, leftOut: { failures: 1, fixture: 1 } })
    expect(flakes?.scenarios).toEqual([])
  })
})

describe("slower scenarios", () => {
  const runsOf = (seconds: readonly number[]) => seconds.map((one, i) => passed(i, one))
  const jobs = Array.from({ length: 20 }, (_, i) => job({ run: `${i}`, hoursAgo: 20 - i }))
  const noise = [1, 1.02, 0.98, 1.01, 0.99, 1.03, 0.97, 1.02, 1, 0.99, 1.01, 0.98, 1.03, 1, 0.97]
  const steady = [...noise, 1.01, 0.99, 1.02, 0.98, 1]
  const others = { b: runsOf(steady), c: runsOf(steady.toReversed()), d: runsOf(steady) }
  const slower = (scenarios: History["scenarios"], out: History["runs"] = []) =>
    flakesOf({ ...history({ ...others, ...scenarios }, jobs), runs: out }, { run: "19" })?.slower

  it("are those whose last 5 runs are surely longer", () => {
    expect(slower({ a: runsOf([...noise, 2, 2.1, 1.9, 2.05, 1.95]) })).toEqual([
      { id: "a", beforeSeconds: 1.001, seconds: 1.988, runs: 20, chance: 0.000064 },
    ])
    expect(slower({})).toEqual([])
  })

  it("are not those with one wild run, with too few runs, or with a change that nobody feels", () => {
    expect(slower({ a: runsOf([...noise, 1, 1.01, 0.99, 1, 60]) })).toEqual([])
    expect(slower({ a: runsOf([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]) })).toEqual([])
    expect(slower({ a: runsOf([...noise, 1.1, 1.11, 1.12, 1.1, 1.13]) })).toEqual([])
    expect(slower({ a: runsOf([...noise, 2, 2, 2, 2, 2].map((one) => one / 100)) })).toEqual([])
  })

  it("are not those that a slow machine made longer with all others", () => {
    const times = (i: number) => (i < 15 ? 1 : 2)
    const ids = Array.from({ length: 20 }, (_, i) => `s${i}`)
    const all = ids.map((id) => [id, runsOf(steady.map((one, i) => one * times(i)))])
    expect(flakesOf(history(Object.fromEntries(all), jobs), { run: "19" })?.slower).toEqual([])
  })

  it("do not count runs that stay out", () => {
    const suite = { at: new Date(NOW).toISOString(), ran: 10, failed: 9, flaky: 0, fixture: 0 }
    const out = Array.from({ length: 5 }, (_, i) => ({ ...suite, run: `${15 + i}` }))
    expect(slower({ a: runsOf([...noise, 2, 2.1, 1.9, 2.05, 1.95]) }, out)).toEqual([])
  })
})
