import { describe, expect, it } from "vitest"
import type { MergeProblem } from "../../../src/core/problems/merge-problem.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { toResults } from "../../../src/report/results/results.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import { first, good, judged, PLAN, resultsOf, STRICT, second } from "../../__rig__/small-run.ts"

describe("toResults", () => {
  it("gives a whole results file", async () => {
    const plan = buildPlan({
      suiteFile: "smoke.yml",
      groups: { slow: { maxParallel: 2 }, idle: { maxParallel: null } },
      shards: [
        [
          { id: "home", name: "Home page", tags: ["quick"], line: 4 },
          { id: "checkout:eu", groups: ["slow"] },
          { id: "login", groups: ["slow"] },
        ],
        ["cart", "gpu"],
        ["search"],
      ],
      skipped: [buildSkip("beta", "github.ref_name == 'beta' is false")],
      unselected: ["other"],
    })
    const results = resultsOf({
      plan,
      shards: [
        buildShard(plan, 1)
          .start()
          .passed("home", { ms: 340 })
          .failed(
            "checkout:eu",
            { ms: 1_500, exitCode: 3, message: "exit code 3" },
            { ms: 60_000, cause: "timeout", exitCode: null, signal: "SIGKILL", message: "timeout" },
          )
          .flaky("login", { message: "exit code 1" })
          .finish({ busyMs: 65_000, starvedMs: 1_000 }),
        buildShard(plan, 2).start().running("cart", 1),
      ],
    })
    await expect(`${JSON.stringify(results, null, 2)}\n`).toMatchFileSnapshot(
      "__golden__/results.json",
    )
  })

  it.each([
    ["missing", [], "shard 1 of 2 did not report"],
    ["begun", [first()], "shard 1 of 2 stopped before its end; it had not started"],
    [
      "in an attempt",
      [first().running("a")],
      "shard 1 of 2 stopped before its end; attempt 1 was running",
    ],
    [
      "in a second attempt",
      [first().attempt("a", { cause: "timeout" }).running("a")],
      "shard 1 of 2 stopped before its end; attempt 2 was running",
    ],
    [
      "between attempts",
      [first().attempt("a", { cause: "timeout" })],
      "shard 1 of 2 stopped before its end; 1 attempt had ended",
    ],
    [
      "silent",
      [first().finish()],
      "shard 1 of 2 finished without a verdict for it; it had not started",
    ],
  ])("says why a scenario is lost: %s", (_, shards, message) => {
    const [a] = resultsOf({ plan: PLAN, shards: [...shards, good()] }).scenarios
    expect(a).toMatchObject({ verdict: "lost", message })
  })

  it("never turns an attempt under way into a result", () => {
    const [a] = resultsOf({
      plan: PLAN,
      shards: [first().attempt("a", { cause: "exit-code" }).running("a"), good()],
    }).scenarios
    expect(a?.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([[1, "failed"]])
    expect(a).toMatchObject({
      runs: 1,
      failures: 1,
      reproduce: "parallel-smoke run smoke.yml --seed 42 --filter a",
    })
  })

  it("has taken the time of all attempts, without that between them", () => {
    const both = first().passed("a", { ms: 2_000 })
    const late = both.events.length
    both.start({ attempt: 2 }).passed("b", { ms: 3_000 }).finish()
    const events = both.events.map((event, i) =>
      i < late ? event : { ...event, at: event.at + 3_600_000 },
    )
    const { summary, shards } = resultsOf({ plan: PLAN, shards: [{ ...both, events }, good()] })
    expect(shards[0]?.durationSeconds).toBeCloseTo(5, 0)
    expect(summary.durationSeconds).toBeCloseTo(5, 0)
  })

  it("numbers attempts on when a re-run starts at 1 again", () => {
    const rerun = first().failed("a").passed("b").finish()
    rerun.start({ attempt: 2 })
    rerun.emit({ type: "attempt-started", id: "a", number: 1, worker: 1, log: "logs/a.1.log" })
    rerun.emit({
      type: "attempt-finished",
      id: "a",
      number: 1,
      worker: 1,
      outcome: "passed",
      cause: null,
      exitCode: 0,
      signal: null,
      durationMs: 10,
      cpuMs: null,
      peakMemoryBytes: null,
      outputBytes: 0,
      message: null,
      tail: null,
    })
    rerun.emit({ type: "scenario-finished", id: "a", verdict: "passed", cause: null })
    const results = resultsOf({ plan: PLAN, shards: [rerun.finish({ verdicts: 1 }), good()] })
    expect(results.scenarios[0]?.attempts.map(({ number }) => number)).toEqual([1, 2])
    expect(results.run.attempt).toBe(2)
    expect(judged(results)).toBe("success 0")
  })

  it("names each problem once, in an order of its own", () => {
    const problems: readonly MergeProblem[] = [
      { code: "journal-unfinished", shard: 1 },
      { code: "journal-torn", shard: 1, detail: "line 7 is cut" },
      { code: "folder-unreadable", path: "x", detail: "no manifest" },
    ]
    const shards = [first().passed("a").running("b"), good()]
    const found = resultsOf({ plan: PLAN, shards, problems }).problems
    expect(found.map(({ code, shard }) => `${code} ${shard}`)).toEqual([
      "folder-unreadable null",
      "journal-torn 1",
      "journal-unfinished 1",
    ])
    expect(resultsOf({ plan: PLAN, shards, problems: problems.toReversed() }).problems).toEqual(
      found,
    )
  })

  it("keeps the number of a shard that a plan was cut down to", () => {
    const plan = { ...PLAN, shards: PLAN.shards.slice(1), scenarios: { c: PLAN.scenarios["c"] } }
    const { scenarios } = resultsOf({ plan: plan as typeof PLAN, shards: [] })
    expect(scenarios.map(({ message }) => message)).toEqual(["shard 2 of 2 did not report"])
  })

  it("calls a shard complete only when nothing is wrong with it", () => {
    const shards = [first().passed("a").passed("b").finish(), good()]
    const statuses = (problems: readonly MergeProblem[]): readonly string[] =>
      resultsOf({ plan: PLAN, shards, problems }).shards.map(({ status }) => status)
    expect(statuses([])).toEqual(["complete", "complete"])
    expect(statuses([{ code: "journal-torn", shard: 2, detail: "x" }])).toEqual([
      "complete",
      "incomplete",
    ])
    expect(resultsOf({ plan: PLAN, shards: [first()] }).shards.map(({ status }) => status)).toEqual(
      ["incomplete", "missing"],
    )
  })

  it("counts idle time only while something was ready", () => {
    const shards = [
      first().passed("a").passed("b").finish({ busyMs: 3_000, starvedMs: 500 }),
      second().passed("c").finish({ busyMs: 1_000, starvedMs: 500 }),
    ]
    expect(resultsOf({ plan: PLAN, shards }).summary.utilization).toBe(0.8)
    expect(resultsOf({ plan: PLAN, shards: [] }).summary.utilization).toBe(1)
  })

  it("adds up what the workers of a shard waited for, of its latest attempt", () => {
    const idle = { needs: 1_500, "group:slow": 250 }
    const early = first().finish({ idle: { needs: 9_000 } })
    const again = early.start({ attempt: 2 }).passed("a").passed("b")
    const shards = [again.finish({ idle }), second().passed("c").finish({})]
    shards[0]?.finish({ idle: { needs: 500 } })
    expect(resultsOf({ plan: PLAN, shards }).shards.map(({ idleSeconds }) => idleSeconds)).toEqual([
      { "group:slow": 0.25, needs: 2 },
      {},
    ])
  })

  it("tells the key of a group's entry", () => {
    const plan = buildPlan({
      groups: { slow: { maxParallel: 2 }, "pool[a]": { maxParallel: 1, name: "pool", key: "a" } },
      shards: [[{ id: "x", groups: ["slow", "pool[a]"] }]],
    })
    const { groups } = resultsOf({ plan, shards: [] })
    expect(groups.map(({ name, key }) => [name, key])).toEqual([
      ["slow", null],
      ["pool[a]", "a"],
    ])
  })

  it("counts members of groups in columns that add up, groups with failures first", () => {
    const names = ["none", "well", "poor", "gone", "never", "mixed"]
    const members: Readonly<Record<string, readonly string[]>> = {
      well: ["p1"],
      poor: ["f1"],
      mixed: ["p2", "flaky", "f2", "s1", "c1"],
    }
    const inShard = (group: string) => (members[group] ?? []).map((id) => ({ id, groups: [group] }))
    const plan = buildPlan({
      groups: Object.fromEntries(names.map((name) => [name, { maxParallel: 1 }])),
      shards: [
        [...inShard("well"), ...inShard("poor"), ...inShard("mixed")],
        [{ id: "l1", groups: ["gone", "mixed"] }],
      ],
      skipped: [
        { ...buildSkip("s2", "no gpu", "missing-capability"), groups: ["mixed", "never"] },
        buildSkip("s3", "no group"),
      ],
    })
    const shard = buildShard(plan, 1).start().passed("p1").passed("p2").flaky("flaky")
    shard.failed("f1").failed("f2").skipped("s1", "why").cancelled("c1").finish()
    const { groups } = resultsOf({ plan, shards: [shard] })
    const lines = groups.map(({ key: _, durationSeconds, log, ...counts }) => counts)
    const none = { run: 0, passed: 0, flaky: 0, failed: 0, skipped: 0, cancelled: 0, lost: 0 }
    expect(lines).toEqual([
      { ...none, name: "poor", run: 1, failed: 1 },
      { ...none, name: "gone", lost: 1 },
      {
        ...{ name: "mixed", run: 3, passed: 1, flaky: 1, failed: 1 },
        ...{ skipped: 2, cancelled: 1, lost: 1 },
      },
      { ...none, name: "well", run: 1, passed: 1 },
      { ...none, name: "never", skipped: 1 },
    ])
    for (const { run, passed, flaky, failed } of lines) expect(passed + flaky + failed).toBe(run)
  })

  it("survives instants that no calendar has", () => {
    const events = first()
      .passed("a")
      .events.map((event) => ({ ...event, at: 1e300 }))
    const state = foldEvents(events)
    const results = toResults({ plan: PLAN, state, problems: [], policy: STRICT })
    expect(results.run.startedAt).toBe("+275760-09-13T00:00:00.000Z")
  })
})
