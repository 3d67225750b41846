/**
 * What a run leaves in the history, and that a re-run counts once.
 */
import { describe, expect, it } from "vitest"
import { foldEvents } from "../../src/events/fold.ts"
import { HistorySchema, MAX_RUNS } from "../../src/formats/history.ts"
import { learn } from "../../src/history/learn.ts"
import { type GrownHistory, prune } from "../../src/history/prune.ts"
import { emptyHistory } from "../../src/history/read-history.ts"
import { buildPlan } from "../__rig__/build-plan.ts"
import { buildShard, START } from "../__rig__/build-shard.ts"
import { valid } from "../__rig__/valid.ts"
import { history, job, NOW, passed } from "./history-rig.ts"

const PLAN = buildPlan({ shards: [["a", "b", "c", "d"]] })
const RUNNERS = new Map([[1, "linux"]])

function learned(events: ReturnType<typeof buildShard>["events"], before = emptyHistory("shop")) {
  const given = structuredClone(before)
  const after = learn(given, { state: foldEvents(events), runners: RUNNERS, now: START })
  // It is used up.
  expect(given.scenarios).toEqual({})
  return valid(HistorySchema, after)
}

function grown(...of: Parameters<typeof history>): GrownHistory {
  const { scenarios, ...rest } = history(...of)
  return { ...rest, scenarios: Object.entries(scenarios) }
}

describe("a run", () => {
  it("leaves each verdict with its time, its crowd and its machine", () => {
    const shard = buildShard(PLAN).start().wait(250)
    shard.passed("a", { ms: 4_000 }).flaky("b", { ms: 1_500 }).failed("c", { ms: 500 })
    const result = learned(shard.skipped("d", "no").finish().events)
    expect(result.jobs).toEqual([
      {
        at: "2026-03-01T10:00:00.010Z",
        run: "run-1",
        attempt: 1,
        shard: 1,
        ref: "refs/heads/main",
        commit: "0a1b2c3d",
        runner: "linux",
        cores: 2,
        memoryBytes: 8_000_000_000,
        workers: 2,
        startSeconds: 0.25,
      },
    ])
    expect(result.scenarios).toEqual({
      a: [[0, "passed", 4, 1, 1, 4_194_304]],
      // Both attempts: so long it keeps a worker.
      b: [[0, "flaky", 2.5, 1, 1, 4_194_304]],
      c: [[0, "failed", 0.5, 1, 1, 4_194_304]],
    })
  })

  it("leaves nothing of what was cancelled, running or lost", () => {
    const shard = buildShard(PLAN).start().cancelled("a").attempt("b", { cause: "signal" })
    expect(learned(shard.running("c").events).scenarios).toEqual({})
  })

  it("adds to what there was, oldest first, at most so many", () => {
    const before = history({
      a: Array.from({ length: MAX_RUNS }, () => passed(0, 9)),
      z: [passed(0, 3)],
    })
    const shard = buildShard(PLAN).start().passed("a").finish()
    // Another run than the one of the same name.
    const renamed = { ...before, jobs: [job({ run: "run-0", hoursAgo: 5 })] }
    const result = learned(shard.events, renamed)
    expect(result.scenarios["a"]).toHaveLength(MAX_RUNS)
    expect(result.scenarios["a"]?.at(-1)).toEqual([1, "passed", 1, 1, 1, 4_194_304])
    expect(result.scenarios["z"]).toEqual([passed(0, 3)])
  })

  it("counts once however often it is learned", () => {
    const shard = buildShard(PLAN).start().failed("a").finish()
    const once = learned(shard.events)
    expect(learned(shard.events, once)).toEqual(once)
    const again = learned(shard.start({ attempt: 2 }).passed("a").finish().events, once)
    expect(again.scenarios["a"]?.map(([, verdict]) => verdict)).toEqual(["failed", "passed"])
    expect(again.jobs.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(learned(shard.events, again)).toEqual(again)
  })

  it("counts each attempt of a run once, also where the one before is out of sight", () => {
    const first = learned(buildShard(PLAN).start().failed("a").passed("b", { ms: 300 }).events)
    const second = buildShard(PLAN).start({ attempt: 2 }).passed("a").passed("b", { ms: 500 })
    const both = learned(second.finish().events, first)
    expect(both.scenarios["a"]?.map(([, verdict]) => verdict)).toEqual(["failed", "passed"])
    expect(both.scenarios["b"]?.map(([, , seconds]) => seconds)).toEqual([0.3, 0.5])
    expect(both.jobs.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it("takes the time of the attempt that passed, not of trouble before it", () => {
    const shard = buildShard(PLAN).start()
    shard.attempt("a", { cause: "spawn", ms: 9_000 }).passed("a", { ms: 300 })
    expect(learned(shard.finish().events).scenarios["a"]).toEqual([
      [0, "passed", 0.3, 1, 1, 4_194_304],
    ])
  })

  it("leaves the mean start of each fixture, once for each attempt of the run", () => {
    const shard = buildShard(PLAN).start()
    const up = (fixture: string, instance: number, durationMs: number) =>
      shard.emit({
        ...{ type: "instance-started", fixture, instance, outcome: "ok", durationMs },
        log: "logs/x.log",
      })
    up("db", 1, 1_000)
    up("vm", 1, 2_000)
    up("vm", 2, 4_000)
    const once = learned(shard.passed("a").finish().events)
    expect(once.fixtures).toEqual({ db: [[0, 1]], vm: [[0, 3]] })
    expect(learned(shard.events, once)).toEqual(once)
    shard.start({ attempt: 2 })
    up("db", 1, 5_000)
    const again = learned(shard.passed("a").finish().events, once)
    expect(again.fixtures).toEqual({
      db: [
        [0, 1],
        [1, 5],
      ],
      vm: [[0, 3]],
    })
  })

  it("marks a failure that was none of its own", () => {
    const shard = buildShard(PLAN).start().failed("a", { cause: "fixture" }).finish()
    expect(learned(shard.events).scenarios["a"]?.[0]?.[6]).toBe("fixture")
  })
})

describe("bounds", () => {
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [
      `s${i}`,
      Array.from({ length: MAX_RUNS }, () => passed(i % 2, 1.5)),
    ]),
  )
  const jobs = [job({ hoursAgo: 2, run: "1" }), job({ hoursAgo: 1, run: "2" })]

  it("keep the scenarios that were seen last", () => {
    const kept = prune(grown(many, jobs), { now: NOW, scenarios: 25 })
    expect(Object.keys(kept.scenarios).every((id) => Number(id.slice(1)) % 2 === 1)).toBe(true)
    expect(Object.keys(kept.scenarios)).toHaveLength(25)
    expect(kept.jobs).toEqual([jobs[1]])
  })

  it.each([40_000, 20_000, 6_000, 2_000])("keep the file below %i bytes", (bytes) => {
    const kept = prune(grown(many, jobs), { now: NOW, bytes })
    expect(JSON.stringify(kept.scenarios).length).toBeLessThanOrEqual(bytes)
    expect(Object.keys(kept.scenarios).length).toBeGreaterThanOrEqual(Math.min(50, bytes / 200))
  })

  it("forget old runs and jobs that nothing refers to", () => {
    const old = job({ hoursAgo: 24 * 91 })
    const kept = prune(grown({ a: [passed(0, 1), passed(2, 2)] }, [old, job(), job()]), {
      now: NOW,
    })
    expect(kept).toEqual(history({ a: [passed(0, 2)] }, [job()]))
  })
})
