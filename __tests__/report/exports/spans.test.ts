/** A run as a trace: which spans it has, how they hang together, and what they say. */
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { InstanceLives } from "../../../src/events/instance-lives.ts"
import type { Span } from "../../../src/formats/span.ts"
import { toSpanIds } from "../../../src/report/exports/span-ids.ts"
import { resourceOf, runSpan, shardSpans } from "../../../src/report/exports/spans.ts"
import { buildPlan, buildShard, type ShardScript } from "../../__rig__/builders.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

function spansOf({ plan, state, results, shards }: SampleRun): Span[] {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
  const of = { runId: "run-1", planDigest: plan.digest, attempt: results.run.attempt }
  const ids = toSpanIds({ ...of, shards: plan.shards.length, traceparent: undefined, sha256 })
  const run = runSpan(results, state, ids)
  const own = [...state.shards.keys()].flatMap((shard) => {
    const lives = new InstanceLives()
    for (const event of shards.flatMap(({ events }) => events)) {
      if (event.shard === shard) lives.apply(event)
    }
    return shardSpans({ plan, state, shard, ids, instances: lives.all })
  })
  return [...(run === null ? [] : [run]), ...own]
}

const named = (run: SampleRun, name: string) => spansOf(run).filter((span) => span.name === name)

describe("a trace", () => {
  it.each([
    ["a-bad-day", badDay()],
    ["a-good-day", goodDay()],
  ])("of %s has these spans", async (name, run) => {
    const text = `${JSON.stringify({ resource: resourceOf({ ...run.results.run, runId: "run-1" }), spans: spansOf(run) }, null, 2)}\n`
    await expect(text).toMatchFileSnapshot(`__golden__/spans-of-${name}.json`)
  })

  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
  ])("of %s is one tree, whose children lie within their parents", (_, run) => {
    const spans = spansOf(run)
    const byId = new Map(spans.map((span) => [span.id, span]))
    expect(byId.size).toBe(spans.length)
    expect(spans.filter(({ parent }) => parent === null)).toHaveLength(1)
    for (const { parent, startAt, endAt } of spans) {
      expect(endAt).toBeGreaterThanOrEqual(startAt)
      if (parent === null) continue
      const above = byId.get(parent)
      expect(above?.startAt).toBeLessThanOrEqual(startAt)
      expect(above?.endAt).toBeGreaterThanOrEqual(endAt)
    }
  })

  it("says how each scenario ended that ran, in the words of the conventions", () => {
    const status = (id: string) => named(badDay(), id)[0]?.attributes["test.case.result.status"]
    expect([status("home"), status("login"), status("checkout:eu")]).toEqual([
      "pass",
      "pass",
      "fail",
    ])
    expect(status("later")).toBe("lost")
    expect([status("gpu"), status("search")]).toEqual([undefined, undefined])
    expect(named(badDay(), "checkout:eu")[0]).toMatchObject({
      error: "timed out after 1m00s",
      attributes: { "error.type": "timeout", "parallel_smoke.verdict": "failed" },
    })
  })

  it("calls a shard that was cut an error", () => {
    const [one] = named(badDay(), "shard 1 of 3")
    const [two] = named(badDay(), "shard 2 of 3")
    expect(one?.attributes["cicd.pipeline.task.run.result"]).toBe("failure")
    expect(two?.attributes["cicd.pipeline.task.run.result"]).toBe("error")
  })
})

describe("a trace of a run that was run again", () => {
  const plan = buildPlan({ shards: [["a", "b"], ["c"]] })
  const again = (shard: ShardScript) => shard.start({ attempt: 2 }).attempt("b").emit(PASSED)
  const PASSED = { type: "scenario-finished", id: "b", verdict: "passed", cause: null } as const

  it("has in each attempt of the run what that attempt did", () => {
    const one = buildShard(plan, 1).start().passed("a").failed("b").finish()
    const two = buildShard(plan, 2).start().passed("c").finish()
    const run = sampleRun(plan, [again(one).finish(), two])
    const names = spansOf(run).map(({ name }) => name)
    expect(names).toEqual(["RUN storefront", "shard 1 of 2", "b", "attempt 2"])
  })
})

describe("fixtures", () => {
  const plan = buildPlan({ shards: [["a"]] })
  const of = { fixture: "db", instance: 1 } as const
  const started = { type: "instance-started", ...of, durationMs: 300, log: "logs/db.log" } as const

  it("live from the start of their start to their end", () => {
    const shard = buildShard(plan, 1)
      .start()
      .wait(500)
      .emit({ ...started, outcome: "ok", key: "eu" })
      .passed("a", { ms: 1_000 })
      .emit({ type: "instance-stopped", ...of, because: "no-more-users" })
      .wait(50)
      .finish()
    const [span] = named(sampleRun(plan, [shard]), "fixture db")
    const begun = shard.events[0]?.at ?? 0
    expect(span).toMatchObject({ startAt: begun + 200, endAt: begun + 1_500, error: null })
    expect(span?.attributes).toEqual({
      "parallel_smoke.fixture": "db",
      "parallel_smoke.fixture.instance": 1,
      "parallel_smoke.fixture.key": "eu",
      "parallel_smoke.fixture.start": "ok",
      "parallel_smoke.fixture.start_ms": 300,
    })
  })

  it("that nothing stopped live as long as their shard", () => {
    const shard = buildShard(plan, 1)
      .start()
      .wait(500)
      .emit({ ...started, outcome: "ok" })
    const [span] = named(sampleRun(plan, [shard.passed("a").finish()]), "fixture db")
    expect(span?.endAt).toBe(shard.events.at(-1)?.at)
  })

  it("that did not start are errors, without the words of their commands", () => {
    const failed = { ...started, outcome: "failed", message: "token is abc" } as const
    const shard = buildShard(plan, 1).start().wait(500).emit(failed).passed("a").finish()
    const [span] = named(sampleRun(plan, [shard]), "fixture db")
    expect(span).toMatchObject({ error: "", attributes: { "error.type": "fixture" } })
    expect((span?.endAt ?? 0) - (span?.startAt ?? 0)).toBe(300)
  })
})

it("has no span of a run in which nothing began", () => {
  expect(spansOf(sampleRun(buildPlan({ shards: [["a"]] }), []))).toEqual([])
})
