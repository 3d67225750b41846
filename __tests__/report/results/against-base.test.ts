import { describe, expect, it } from "vitest"
import type { Base } from "../../../src/core/base.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"
import { judged, resultsOf } from "../../__rig__/small-run.ts"

const PLAN = buildPlan({
  shards: [["ok", "added", "broken", "old", "wavers"]],
  skipped: [buildSkip("off", "switched off")],
})

const shard = () =>
  buildShard(PLAN)
    .start()
    .passed("ok")
    .passed("added")
    .failed("broken")
    .failed("old")
    .flaky("wavers")
    .finish()

function base(more: readonly string[] = []): Base {
  const latest = new Set(["ok", "broken", "old", "wavers", "off", ...more])
  const commit = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
  return {
    ref: "refs/heads/main",
    commit,
    at: "2026-02-28T10:00:00.000Z",
    runs: 4,
    seen: latest,
    latest,
    unclean: new Set(["old"]),
  }
}

describe("a run against the base branch", () => {
  it("marks regressions, known failures and new scenarios, and counts them", () => {
    const results = resultsOf({ plan: PLAN, shards: [shard()], base: base(["gone"]) })
    expect(results.scenarios.map(({ id, base: mark }) => [id, mark])).toEqual([
      ["ok", undefined],
      ["added", "new"],
      ["broken", "regression"],
      ["old", "known"],
      ["wavers", undefined],
      ["off", undefined],
    ])
    expect(results.base).toMatchObject({
      ...{ regressions: 1, known: 1, new: 1 },
      gone: { count: 1, ids: ["gone"] },
      skipped: { count: 1, ids: ["off"] },
    })
  })

  it("says nothing where nothing is known of it", () => {
    const results = resultsOf({ plan: PLAN, shards: [shard()] })
    expect(results.base).toBeUndefined()
    expect(results.scenarios.every(({ base: mark }) => mark === undefined)).toBe(true)
  })

  it("names at most 10 that are gone, and never one that was not selected", () => {
    const ids = Array.from({ length: 12 }, (_, i) => `gone${String(i).padStart(2, "0")}`)
    const plan = { ...PLAN, unselected: ["gone00"] }
    const gone = resultsOf({ plan, shards: [shard()], base: base(ids) }).base?.gone
    expect(gone?.count).toBe(11)
    expect(gone?.ids).toEqual(ids.slice(1, 11))
  })

  it.each([
    ["2026-02-26T10:00:00.000Z", " (its newest known run, 3 days old)"],
    ["2026-02-26T10:00:01.000Z", ""],
    ["not a date", ""],
  ])("since %s is said to be old where it is%s", (at, age) => {
    const run = sampleRun(PLAN, [shard()], { base: { ...base(), at } })
    expect(renderEnding({ ...run, color: false })).toContain(`against main${age}: 1 regression`)
    expect(renderMarkdown(run).includes(age)).toBe(true)
  })

  it("is in the ending, above the verdict and at each failure", () => {
    const text = renderEnding({
      ...sampleRun(PLAN, [shard()], { base: base(["x"]) }),
      color: false,
    })
    expect(text).toContain("base     regression: clean on main")
    expect(text).toContain(
      "base branch\n  against main: 1 regression, 1 known, 1 new, 1 gone, 1 newly skipped\n  gone: x\n  newly skipped: off",
    )
  })
})

describe("too few scenarios", () => {
  const two = buildPlan({ shards: [["a", "b"]] })
  const ran = () => buildShard(two).start().passed("a").passed("b").finish()
  const latest = new Set(["a", "b", "c"])
  const main: Base = { ...base(), seen: latest, latest, unclean: new Set() }

  it.each([
    [{ count: 2 }, null, "success 0"],
    [{ count: 3 }, null, "incomplete 4"],
    [{ percent: 95 }, null, "success 0"],
    [{ percent: 95 }, main, "incomplete 4"],
    [{ percent: 66 }, main, "success 0"],
    [{ percent: 67 }, main, "incomplete 4"],
  ] as const)("%j of %j", (minScenarios, known, verdict) => {
    const results = resultsOf({ plan: two, shards: [ran()], policy: { minScenarios }, base: known })
    expect(judged(results)).toBe(verdict)
    const codes = verdict === "success 0" ? [] : ["too-few-scenarios"]
    expect(results.problems.map(({ code }) => code)).toEqual(codes)
  })

  it("of a part are not those that a selection left out", () => {
    const plan = { ...two, unselected: ["c"] }
    const policy = { minScenarios: { percent: 100 } }
    expect(judged(resultsOf({ plan, shards: [ran()], policy, base: main }))).toBe("success 0")
  })
})
