/**
 * What is told of fixtures: while they work, in the results, in the summary and at the end of the log.
 */
import { describe, expect, it } from "vitest"
import { foldEvents } from "../../../src/events/fold.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderFixture } from "../../../src/report/text/fixture-text.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderLive } from "../../../src/report/view/live.ts"
import { buildPlan, buildShard, START } from "../../__rig__/builders.ts"
import { resultsOf } from "../../__rig__/small-run.ts"
import { fixtureSpec } from "../../plan/plan-rig.ts"

const PLAN = {
  ...buildPlan({ shards: [["a", "b", "c", "d"]] }),
  fixtures: { browser: fixtureSpec({ instances: 3 }) },
}

function run() {
  const shard = buildShard(PLAN).start()
  const up = (instance: number, outcome: "ok" | "failed" = "ok") =>
    shard.emit({
      ...{ type: "instance-started", fixture: "browser", instance, outcome, durationMs: 2_000 },
      log: "x.log",
    })
  const lease = (
    id: string,
    instance: number,
    use: number,
    more: { cold?: "full" | "not-warm" } = {},
  ) =>
    shard.emit({
      ...{ type: "attempt-started", id, number: 1, worker: 1, log: "x.log", leaseWaitMs: 500 },
      leases: [{ fixture: "browser", instance, use, ...more }],
    })
  const end = (id: string) =>
    shard
      .emit({
        ...{ type: "attempt-finished", id, number: 1, worker: 1, outcome: "passed", cause: null },
        ...{ exitCode: 0, signal: null, durationMs: 100, cpuMs: 1, peakMemoryBytes: 1 },
        ...{ message: null, tail: null, outputBytes: 0 },
      })
      .emit({ type: "scenario-finished", id, verdict: "passed", cause: null })
  up(1)
  up(2)
  up(3, "failed")
  lease("a", 1, 1, { cold: "not-warm" })
  lease("b", 2, 1, { cold: "full" })
  end("a")
  lease("c", 1, 2)
  return { shard, end, lease }
}

describe("metrics of fixtures", () => {
  it("tell how many instances are leased now, and how many leases were served by one that was there", () => {
    const { shard } = run()
    const state = foldEvents(shard.events)
    const expectedMs = new Map<string, number>()
    const at = { state, shard: 1, ids: ["a"], expectedMs, workers: 2, startedAt: START, now: START }
    const lines = renderLive({ ...at, machine: null, color: false }, { columns: 80, rows: 20 })
    expect(lines[2]).toBe("browser 2 of 2 leased, 0 free, 33 % reused")
  })

  it("are counted once and told alike everywhere", () => {
    const { shard, end, lease } = run()
    end("b")
    end("c")
    lease("d", 1, 3)
    end("d")
    const state = foldEvents(shard.finish().events)
    const results = resultsOf({ plan: PLAN, shards: [shard] })
    const [fixture] = results.fixtures
    expect(fixture).toMatchObject({
      ...{ name: "browser", size: 2, active: 2, available: 0, created: 2, reused: 2, leases: 4 },
      ...{ hits: 2, misses: 2, reuseRate: 0.5, meanStartSeconds: 2, meanLeaseWaitSeconds: 0.5 },
      ...{ evictions: 0, failures: 1, coldBecause: { "not-warm": 1, full: 1 } },
    })
    if (fixture === undefined) throw new Error("no fixture")
    expect(fixture.hits + fixture.misses).toBe(fixture.leases)
    const line = renderFixture(fixture)
    expect(line).toBe(
      "browser: 4 leases of 2 instances (2 at once, 2 leased), 50 % reused, start 2.0s, wait 500ms, cold: 1 not-warm, 1 full, 1 failed start",
    )
    expect(renderEnding({ results, state, color: false })).toContain(`fixtures\n  ${line}`)
    expect(renderMarkdown({ results, state })).toContain(
      `<summary>Fixtures (1)</summary>\n\n- ${line}\n`,
    )
  })

  it("name each stop that failed, with its log", () => {
    const { shard, end } = run()
    for (const id of ["b", "c"]) end(id)
    shard.skipped("d", "no need")
    shard.emit({
      ...{ type: "instance-stopped", fixture: "browser", instance: 2, because: "no-more-users" },
      ...{ problem: "`stop`: exit code 3", log: "logs/fixtures/browser.2.log" },
    })
    const state = foldEvents(shard.finish().events)
    const results = resultsOf({ plan: PLAN, shards: [shard] })
    expect(results.fixtures[0]?.failedStops).toEqual([
      {
        ...{ key: null, instance: 2, message: "`stop`: exit code 3" },
        log: "logs/fixtures/browser.2.log",
      },
    ])
    const line = "browser, instance 2: `stop`: exit code 3 (logs/fixtures/browser.2.log)"
    const ending = renderEnding({ results, state, color: false })
    expect(ending).toContain(`fixtures not stopped\n  ${line}`)
    const summary = renderMarkdown({ results, state })
    expect(summary).toContain("### Fixtures not stopped (1)")
    expect(summary).toContain("logs/fixtures/browser.2.log")
  })

  it("of one that was given are hits of what is leased", () => {
    const shard = buildShard(PLAN).start()
    shard.emit({
      ...{ type: "attempt-started", id: "a", number: 1, worker: 1, log: "x.log" },
      leases: [{ fixture: "browser", instance: 1, use: 1 }],
    })
    expect(resultsOf({ plan: PLAN, shards: [shard] }).fixtures[0]).toMatchObject({
      ...{ size: 1, active: 1, available: 0, created: 0, hits: 1, misses: 0 },
    })
  })

  it("come with the reason where a scenario failed for its fixture", () => {
    const message = "fixture browser: `start`: exit code 1: no display"
    const shard = buildShard(PLAN)
      .start()
      .emit({ type: "scenario-finished", id: "a", verdict: "failed", cause: "fixture", message })
    const state = foldEvents(shard.finish().events)
    const results = resultsOf({ plan: PLAN, shards: [shard] })
    expect(renderEnding({ results, state, color: false })).toContain(
      "cause    fixture: fixture browser: `start`: exit code 1: no display (infrastructure) · 0ms",
    )
  })
  it("are one failure for all scenarios that were not run because of it", () => {
    const message = "fixture browser: `start`: exit code 1: no display"
    const shard = buildShard(PLAN).start()
    for (const id of ["a", "b"]) {
      shard.emit({ type: "scenario-finished", id, verdict: "failed", cause: "fixture", message })
    }
    const state = foldEvents(shard.finish().events)
    const ending = renderEnding({
      results: resultsOf({ plan: PLAN, shards: [shard] }),
      state,
      color: false,
    })
    expect(ending).toContain(
      `failed  2 scenarios were not run: a, b\n  cause    ${message} (infrastructure)\n  repeat `,
    )
    expect(ending.split("no display")).toHaveLength(2)
  })
})
