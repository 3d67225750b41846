import { describe, expect, it } from "vitest"
import { RunEventSchema } from "../../src/events/event.ts"
import { foldEvents } from "../../src/events/fold.ts"
import { attemptsOf } from "../../src/events/state.ts"
import { buildPlan, buildShard, type ShardScript, START } from "../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a", "b"], ["c"]] })

/** A shard that has begun, as most tests want it. */
function begun(shard = 1): ShardScript {
  return buildShard(PLAN, shard).start()
}

function endingOf(script: ShardScript, id: string): unknown {
  return foldEvents(script.events).scenarios.get(id)?.ending
}

const FAILED = { verdict: "failed", cause: "exit-code" }

describe("foldEvents", () => {
  it("knows nothing without events", () => {
    expect(foldEvents([])).toEqual({ shards: new Map(), scenarios: new Map(), ended: 0 })
  })

  it("is fed valid events by the builders", () => {
    const script = begun().flaky("a").skipped("b", "no need").cancelling().cancelled("c").finish()
    for (const event of script.events)
      expect(RunEventSchema.check(event)).toEqual({ ok: true, value: event })
  })

  it.each([
    ["passed", begun().passed("a"), { verdict: "passed", cause: null }],
    [
      "failed",
      begun().failed("a", {}, { cause: "timeout" }),
      { verdict: "failed", cause: "timeout" },
    ],
    ["flaky", begun().flaky("a"), { verdict: "flaky", cause: "exit-code" }],
    [
      "skipped",
      begun().skipped("a", "not on main"),
      { verdict: "skipped", reason: "condition", message: "not on main" },
    ],
    [
      "cancelled",
      begun().cancelled("a", "fail-fast", "b failed"),
      { verdict: "cancelled", reason: "fail-fast", message: "b failed" },
    ],
    ["under way", begun().running("a"), null],
    ["attempt over, no verdict", begun().attempt("a"), null],
    ["started again after its end", begun().failed("a").running("a"), null],
    ["a later verdict wins", begun().passed("a").failed("a"), FAILED],
    [
      "a pass after a failure of its own",
      begun().failed("a").passed("a"),
      { verdict: "flaky", cause: null },
    ],
    [
      "a pass after trouble of the machinery",
      begun().failed("a", { cause: "spawn" }).passed("a"),
      { verdict: "passed", cause: null },
    ],
  ] as const)("ending: %s", (_, script, expected) => {
    expect(endingOf(script, "a")).toEqual(expected)
  })

  it("keeps every attempt with its start, log and measurements", () => {
    const state = foldEvents(
      begun().failed("a", { ms: 700, message: "exit code 3", exitCode: 3, tail: "boom" }).events,
    )
    expect(state.scenarios.get("a")).toMatchObject({
      shard: 1,
      running: null,
      attempts: [
        {
          number: 1,
          outcome: "failed",
          cause: "exit-code",
          exitCode: 3,
          startedAt: START + 10,
          durationMs: 700,
          log: "logs/s0.1.log",
          message: "exit code 3",
          tail: "boom",
        },
      ],
    })
  })

  it("takes the start of an attempt from its end when the first line is lost", () => {
    const events = begun()
      .attempt("a", { ms: 700 })
      .events.filter(({ type }) => type !== "attempt-started")
    expect(foldEvents(events).scenarios.get("a")?.attempts).toMatchObject([
      { startedAt: START + 10, log: "" },
    ])
  })

  it("ends a lost attempt with its engine, however long nothing ran", () => {
    const before = begun().running("a")
    const killedAt = Math.max(...before.events.map(({ at }) => at))
    const late = before.events.length
    const stop = { type: "instance-stopped", fixture: "db", because: "owed" } as const
    const events = before
      .emit({ ...stop, instance: 1 })
      .emit({ ...stop, instance: 2 })
      .start({ attempt: 2 })
      .passed("a", { ms: 300 })
      .events.map((event, i) => (i < late ? event : { ...event, at: event.at + 60_000 }))
    const [lost, passed] = attemptsOf(foldEvents(events).scenarios.get("a"))
    expect(lost?.durationMs).toBe(killedAt - (lost?.startedAt ?? 0))
    expect(passed?.durationMs).toBe(300)
  })

  it("counts failed starts, not those that were skipped", () => {
    const start = { type: "instance-started", fixture: "db", durationMs: 1, log: "x.log" } as const
    const { events } = begun()
      .emit({ ...start, instance: 1, outcome: "skipped", message: "exit code 77" })
      .emit({ ...start, instance: 2, outcome: "failed", message: "exit code 1" })
    const fixture = foldEvents(events).shards.get(1)?.fixtures.get("db")
    expect(fixture).toMatchObject({ created: 0, failures: 1 })
  })

  it("keeps what an engine could not stop when the next one goes on", () => {
    const stop = { type: "instance-stopped", fixture: "db", because: "owed" } as const
    const { events } = begun()
      .emit({ ...stop, instance: 1, problem: "`stop`: exit code 3", log: "x.log" })
      .emit({ ...stop, instance: 2 })
      .start({ attempt: 2 })
    const fixture = foldEvents(events).shards.get(1)?.fixtures.get("db")
    expect(fixture).toMatchObject({ stopped: 0, unstopped: [{ instance: 1, log: "x.log" }] })
  })

  it("counts what fixtures did over all attempts, and no instance is left of an earlier one", () => {
    const start = { type: "instance-started", fixture: "db", outcome: "ok", log: "x.log" } as const
    const script = begun()
      .emit({ ...start, instance: 1, durationMs: 100 })
      .emit({ ...start, instance: 2, durationMs: 100 })
    script.emit({
      ...{ type: "attempt-started", id: "a", number: 1, worker: 1, log: "a.log" },
      ...{ leases: [{ fixture: "db", instance: 1, use: 1, cold: "not-warm" }], leaseWaitMs: 100 },
    })
    const { events } = script.start({ attempt: 2 }).emit({ ...start, instance: 1, durationMs: 400 })
    const fixture = foldEvents(events).shards.get(1)?.fixtures.get("db")
    expect(fixture).toMatchObject({ created: 3, startMs: 600, stopped: 2, most: 2, leases: 1 })
    expect(fixture).toMatchObject({ cold: { "not-warm": 1 }, leaseWaitMs: 100, mostHeld: 1 })
    expect(fixture?.held.size).toBe(0)
  })

  it("takes what an earlier run has kept for reused, not for created", () => {
    const start = { type: "instance-started", fixture: "db", outcome: "ok", log: "x.log" } as const
    const script = begun().emit({ ...start, instance: 1, durationMs: 100, kept: true })
    script.emit({
      ...{ type: "attempt-started", id: "a", number: 1, worker: 1, log: "a.log" },
      leases: [{ fixture: "db", instance: 1, use: 1 }],
    })
    const fixture = foldEvents(script.events).shards.get(1)?.fixtures.get("db")
    expect(fixture).toMatchObject({ created: 0, startMs: 0, most: 1, leases: 1, reused: 1 })
  })

  it("says what runs", () => {
    expect(foldEvents(begun().running("a").events).scenarios.get("a")?.running).toEqual({
      number: 1,
      worker: 1,
      at: START + 10,
      log: "logs/s0.1.log",
    })
  })

  it("knows the life of a shard", () => {
    const script = begun().passed("a", { ms: 900 }).cancelling("interrupted", "SIGTERM")
    const unfinished = foldEvents(script.events).shards.get(1)
    expect(unfinished).toMatchObject({
      firstAt: START + 10,
      lastAt: START + 910,
      finished: false,
      verdicts: 1,
      declaredVerdicts: null,
      cancelling: { signal: "SIGTERM" },
    })
    const finished = foldEvents(script.finish().events).shards.get(1)
    expect(finished).toMatchObject({ finished: true, verdicts: 1, declaredVerdicts: 1 })
    expect(finished?.workers).toHaveLength(1)
  })

  it.each([
    [
      "the first",
      [
        ["interrupted", "SIGINT"],
        ["interrupted", "SIGTERM"],
      ],
      "SIGINT",
    ],
    [
      "the first",
      [
        ["fail-fast", null],
        ["budget", null],
      ],
      null,
    ],
    [
      "an interruption before all else",
      [
        ["fail-fast", null],
        ["interrupted", "SIGTERM"],
      ],
      "SIGTERM",
    ],
    [
      "an interruption before all else",
      [
        ["interrupted", "SIGINT"],
        ["fail-fast", null],
      ],
      "SIGINT",
    ],
  ] as const)("keeps of several reasons to cancel %s: %j", (_, reasons, signal) => {
    const script = begun()
    for (const [reason, sent] of reasons) script.cancelling(reason, sent)
    expect(foldEvents(script.events).shards.get(1)?.cancelling?.signal).toBe(signal)
  })

  it("lets a later attempt of the run replace what it repeats and keep the rest", () => {
    const script = begun().passed("a").failed("b").cancelling().finish()
    const state = foldEvents(script.start({ attempt: 2 }).passed("b").finish().events)
    expect(state.scenarios.get("a")).toMatchObject({ runAttempt: 1, ending: { verdict: "passed" } })
    expect(state.scenarios.get("b")).toMatchObject({ runAttempt: 2, ending: { verdict: "flaky" } })
    expect(state.scenarios.get("b")?.attempts.map(({ outcome }) => outcome)).toEqual([
      "failed",
      "passed",
    ])
    expect(state.shards.get(1)).toMatchObject({ cancelling: null, verdicts: 1, finished: true })
    expect(state.shards.get(1)?.workers).toHaveLength(1)
    expect(state.ended).toBe(2)
  })
})
