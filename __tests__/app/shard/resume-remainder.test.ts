import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { continuationOf } from "../../../src/app/shard/resume-remainder.ts"
import type { EventOf, RunEvent } from "../../../src/events/event.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import type { Plan } from "../../../src/formats/plan.ts"
import {
  buildPlan,
  buildShard,
  type ScenarioSketch,
  type ShardScript,
} from "../../__rig__/builders.ts"

const RETRY = {
  retry: { maxAttempts: 3, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: false },
} as const

const SKETCHES: readonly ScenarioSketch[] = [
  { id: "setup" },
  { id: "cart", needs: ["setup"] },
  { id: "pay", needs: ["cart"], definition: RETRY },
  { id: "drop", needs: ["pay"], definition: { if: "always()" } },
  { id: "alone", definition: RETRY },
]

const planOf = (sketches: readonly ScenarioSketch[], digest = "a"): Plan => ({
  ...buildPlan({ shards: [sketches] }),
  digest: `sha256:${digest.repeat(64)}`,
})

const PLAN = planOf(SKETCHES)

function left(events: readonly RunEvent[], now: Plan = PLAN, before: Plan | null = PLAN) {
  const earlier = { plan: now, shard: 1, state: foldEvents(events), before }
  const { ids, forgotten, closings, settled, attemptsBefore } = continuationOf(earlier)
  const closed = closings.map((closing) =>
    closing.type === "scenario-finished" ? `${closing.verdict} ${closing.id}` : closing,
  )
  return { ids, forgotten, closed, settled: [...settled.keys()], attemptsBefore }
}

const begun = (): ShardScript => buildShard(PLAN).start()

describe("continuationOf", () => {
  it("leaves everything where nothing was written", () => {
    expect(left([]).ids).toEqual(["setup", "cart", "pay", "drop", "alone"])
  })

  it("runs what has no verdict, and reuses what it needs", () => {
    const events = begun()
      .passed("setup")
      .running("cart")
      .failed("alone", { cause: "signal" }).events
    expect(left(events)).toMatchObject({
      ids: ["cart", "pay", "drop"],
      settled: ["setup", "alone"],
      forgotten: [],
    })
  })

  it("runs what was cancelled", () => {
    const events = begun().passed("setup").cancelled("cart").cancelled("pay").events
    expect(left(events).ids).toEqual(["cart", "pay", "drop", "alone"])
  })

  it("writes down the verdict of an attempt whose engine was killed just then", () => {
    expect(left(begun().attempt("setup").events).closed).toEqual(["passed setup"])
    const failed = begun().attempt("setup", { cause: "timeout" }).events
    expect(left(failed)).toMatchObject({
      closed: [
        "failed setup",
        { id: "cart", reason: "dependency-failed", message: "needs setup, which did not pass" },
        { id: "pay", reason: "dependency-failed", message: "needs cart, which did not pass" },
      ],
      ids: ["drop", "alone"],
    })
  })

  it("goes on counting attempts that failed, so that a later pass is flaky", () => {
    const once = begun().attempt("alone", { cause: "exit-code" })
    expect(left(once.events).attemptsBefore).toEqual(new Map([["alone", 1]]))
    const twice = once.attempt("alone", { cause: "exit-code" }).running("alone")
    expect(left(twice.events).attemptsBefore).toEqual(new Map([["alone", 2]]))
    const after = buildShard(PLAN).start().attempt("alone", { cause: "exit-code" }).attempt("alone")
    expect(left(after.events).closed).toEqual(["flaky alone"])
  })

  it("counts what failed, not the number, of one that was put back or cut before it passed", () => {
    const again = begun().attempt("alone", { cancelled: true }).attempt("alone")
    expect(left(again.events).closed).toEqual(["passed alone"])
    const failed = begun().attempt("alone", { cancelled: true })
    for (const cause of ["exit-code", "timeout"] as const) failed.attempt("alone", { cause })
    expect(left(failed.events)).toMatchObject({ closed: [], ids: SKETCHES.map(({ id }) => id) })
  })

  it("gives no attempt for what is not retried", () => {
    const sketch = {
      id: "one",
      definition: { retry: { ...RETRY.retry, on: ["timeout" as const] } },
    }
    const plan = planOf([sketch])
    const ended = (cause: "timeout" | "signal") =>
      left(buildShard(plan).start().attempt("one", { cause }).events, plan).closed
    expect(ended("timeout")).toEqual([])
    expect(ended("signal")).toEqual(["failed one"])
  })

  it("goes on with what is left of the retry budget", () => {
    const flaky = (id: string, times: number): ScenarioSketch => ({
      id,
      definition: { retry: { ...RETRY.retry, maxAttempts: times } },
    })
    const plan = planOf([flaky("a", 9), flaky("b", 9), flaky("c", 9), flaky("d", 1)])
    const events = buildShard(plan)
      .start()
      .attempt("a", { cause: "signal" })
      .attempt("a", { cause: "signal" })
      .passed("a")
      .attempt("b", { cause: "signal" })
      .running("b")
      .attempt("c", { cause: "signal" })
      .failed("d", { cause: "signal" }).events
    const at = (retryBudget?: number) => {
      const budget = retryBudget === undefined ? {} : { retryBudget: { count: retryBudget } }
      const earlier = { plan, shard: 1, state: foldEvents(events), before: plan, ...budget }
      const { ids, closings, retries } = continuationOf(earlier)
      return [ids, closings.map((closing) => "id" in closing && closing.id), retries]
    }
    expect(at()).toEqual([["b", "c"], [], 4])
    expect(at(4)).toEqual([["b", "c"], [], 4])
    expect(at(3)).toEqual([["b"], ["c"], 3])
  })

  it("runs a changed scenario again with what needs it, and forgets what it had said", () => {
    const events = begun().passed("setup").passed("cart").passed("pay").passed("drop").events
    const changed = SKETCHES.map((sketch) =>
      sketch.id === "cart" ? { ...sketch, definition: { env: { REGION: "us" } } } : sketch,
    )
    expect(left(events, planOf(changed, "b"))).toMatchObject({
      ids: ["cart", "pay", "drop", "alone"],
      forgotten: ["cart", "pay", "drop"],
    })
  })

  it("runs a scenario again whose script has other bytes", () => {
    const script = [
      {
        id: "login",
        definition: { command: { kind: "script", path: "login.sh", shebang: null } } as const,
      },
    ]
    const with_ = (sha256: string, digest: string): Plan => ({
      ...planOf(script, digest),
      files: [{ path: "login.sh", sha256 }],
    })
    const before = with_("00", "a")
    const events = buildShard(before).start().passed("login").events
    expect(left(events, with_("11", "b"), before)).toMatchObject({
      ids: ["login"],
      forgotten: ["login"],
    })
    expect(left(events, with_("00", "b"), before).ids).toEqual([])
  })

  it("does not mind where a scenario stands and what its logs are called", () => {
    const events = begun().passed("setup").events
    const moved = SKETCHES.map((sketch) => ({ ...sketch, line: 99, definition: { slug: "other" } }))
    expect(left(events, planOf(moved.slice(0, 1), "b")).ids).toEqual([])
  })

  it("takes a renamed scenario for a new one and forgets the old", () => {
    const events = begun().passed("alone").events
    const renamed = SKETCHES.map((one) => (one.id === "alone" ? { ...one, id: "only" } : one))
    expect(left(events, planOf(renamed, "b"))).toMatchObject({
      ids: ["setup", "cart", "pay", "drop", "only"],
      forgotten: ["alone"],
    })
  })

  it("trusts nothing where nobody has the plan of before", () => {
    const events = begun().passed("setup").events
    expect(left(events, planOf(SKETCHES, "b"), null)).toMatchObject({
      ids: ["setup", "cart", "pay", "drop", "alone"],
      forgotten: ["setup"],
    })
  })

  it("runs a need again whose outputs nobody kept, where somebody still needs it", () => {
    const long = (events: readonly RunEvent[]): RunEvent[] =>
      events.map((event) =>
        event.type === "attempt-finished" && event.id === "setup"
          ? { ...event, outputs: null }
          : event,
      )
    const open = begun().passed("setup").running("cart").events
    expect(left(long(open))).toMatchObject({ ids: PLAN.shards[0]?.scenarios, forgotten: ["setup"] })
    const done = begun().passed("setup").passed("cart").events
    expect(left(long(done)).ids).toEqual(["pay", "drop", "alone"])
  })

  it("loses at most what was in flight, wherever the journal ends", () => {
    const whole = begun()
      .running("setup", 1)
      .attempt("setup")
      .emit({ type: "scenario-finished", id: "setup", verdict: "passed", cause: null })
      .flaky("alone", { cause: "timeout" })
      .passed("cart")
      .failed("pay", { cause: "signal" }, { cause: "signal" }, { cause: "signal" })
      .passed("drop")
      .finish().events
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        const events = whole.slice(0, length)
        const { ids, closed, settled, forgotten } = left(events)
        // Each exactly once, nothing thrown away.
        expect([...ids, ...settled].sort()).toEqual([...(PLAN.shards[0]?.scenarios ?? [])].sort())
        expect(forgotten).toEqual([])
        const passed = events.flatMap((event) =>
          event.type === "attempt-finished" && event.outcome === "passed" ? [event.id] : [],
        )
        expect(ids.filter((id) => passed.includes(id))).toEqual([])
        expect(closed.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe("continuationOf a run that repeats", () => {
  const repeating = (repeat: number): Plan => ({ ...PLAN, iterations: { repeat } })
  const end = (
    id: string,
    iteration: number,
    verdict: "passed" | "failed" | "cancelled",
  ): EventOf<"iteration-finished"> => ({
    ...{ v: 1, seq: 1, at: 0, shard: 1, type: "iteration-finished", id, iteration, verdict },
    ...{ cause: verdict === "failed" ? "exit-code" : null, durationMs: 1 },
  })
  const resumedAfter = (ends: readonly ReturnType<typeof end>[], plan: Plan) =>
    continuationOf({
      ...{ plan, shard: 1, before: plan },
      state: foldEvents([...begun().events, ...ends]),
    })

  it("goes on with the iterations that have not ended, and closes what has all of them", () => {
    const ends = [end("alone", 1, "passed"), end("alone", 2, "failed"), end("alone", 3, "passed")]
    const { ids, iterationsBefore, closings } = resumedAfter(
      [...ends, end("setup", 1, "passed"), end("setup", 3, "passed"), end("setup", 2, "cancelled")],
      repeating(3),
    )
    expect(ids).toEqual(["setup", "cart", "pay", "drop"])
    expect(iterationsBefore.get("setup")).toMatchObject({
      ...{ highest: 3, gaps: [2], whole: 2, failures: 0, flaky: 0, firstPassed: true },
    })
    expect(closings).toEqual([
      { type: "scenario-finished", id: "alone", verdict: "failed", cause: "exit-code" },
    ])
  })

  it("closes what its failure rate is known of, by that rate", () => {
    const rule = { rate: 0.5, scenarios: 1, undecided: "mark" as const }
    const plan: Plan = { ...PLAN, iterations: { soakMs: 1_000, rule } }
    const runs = (id: string, count: number, failed: number) =>
      Array.from({ length: count }, (_, i) =>
        end(id, i + 1, i >= count - failed ? "failed" : "passed"),
      )
    const { ids, closings, iterationsBefore } = resumedAfter(
      [...runs("setup", 40, 0), ...runs("alone", 40, 2), ...runs("cart", 2, 1)],
      plan,
    )
    expect(closings).toEqual([
      ...["setup", "alone"].map((id) => ({
        ...{ type: "scenario-finished", id, verdict: "passed", rate: "decided", cause: null },
      })),
    ])
    expect(ids).toEqual(expect.arrayContaining(["cart"]))
    expect(ids).not.toEqual(expect.arrayContaining(["alone"]))
    expect(iterationsBefore.get("cart")).toMatchObject({ whole: 2, failures: 1 })
  })

  it("keeps iterations of what needs a scenario that goes on", () => {
    const { forgotten, iterationsBefore } = resumedAfter(
      [end("setup", 1, "passed"), end("cart", 1, "passed"), end("cart", 2, "passed")],
      repeating(5),
    )
    expect(forgotten).toEqual([])
    expect(iterationsBefore.get("cart")).toMatchObject({ highest: 2, whole: 2 })
  })
})
