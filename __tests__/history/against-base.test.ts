import { describe, expect, it } from "vitest"
import type { HistoryRun } from "../../src/formats/history.ts"
import { baseOf } from "../../src/history/against-base.ts"
import { history, job, passed } from "./history-rig.ts"

const MAIN = "refs/heads/main"
const failed = (place: number): HistoryRun => [place, "failed", 1, 1, 1, null]

const known = history(
  {
    clean: [passed(0, 1), passed(1, 1), failed(2)],
    old: [failed(0)],
    flaky: [[1, "flaky", 1, 1, 1, null]],
    unlucky: [[1, "failed", 1, 1, 1, null, "infrastructure"]],
    elsewhere: [failed(2)],
  },
  [
    job({ run: "1", ref: MAIN, commit: "aa", hoursAgo: 3 }),
    job({ run: "2", ref: MAIN, commit: "bb", hoursAgo: 2 }),
    job({ run: "3", ref: "refs/pull/7/merge", commit: "cc", hoursAgo: 1 }),
  ],
)

describe("baseOf", () => {
  it("knows what ran on the branch, last and at all, and what was not clean there", () => {
    expect(baseOf(known, { run: "9", ref: MAIN })).toEqual({
      ...{ ref: MAIN, commit: "bb", at: "2026-03-01T08:00:00.000Z", runs: 2 },
      seen: new Set(["clean", "old", "flaky", "unlucky"]),
      latest: new Set(["clean", "flaky", "unlucky"]),
      unclean: new Set(["old", "flaky"]),
    })
  })

  it("leaves out the run that is judged", () => {
    expect(baseOf(known, { run: "2", ref: MAIN })).toMatchObject({ commit: "aa", runs: 1 })
  })

  it("is nothing where the branch has no run, or jobs have no branch", () => {
    expect(baseOf(known, { run: "9", ref: "refs/heads/other" })).toBeNull()
    expect(baseOf(history({ a: [failed(0)] }), { run: "9", ref: MAIN })).toBeNull()
  })

  it("forgets failures that are more than 10 runs old", () => {
    const jobs = Array.from({ length: 11 }, (_, i) =>
      job({ run: `${i}`, ref: MAIN, hoursAgo: 20 - i }),
    )
    const runs = [failed(0), ...Array.from({ length: 10 }, (_, i) => passed(i + 1, 1))]
    expect(baseOf(history({ a: runs }, jobs), { run: "x", ref: MAIN })?.unclean.size).toBe(0)
    expect(baseOf(history({ a: runs }, jobs), { run: "10", ref: MAIN })?.unclean.size).toBe(1)
  })
})
