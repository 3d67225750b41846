import { describe, expect, it } from "vitest"
import type { EventBody, RunEvent } from "../../src/events/event.ts"
import { foldEvents, RunFold } from "../../src/events/fold.ts"
import { buildPlan, buildShard, START } from "../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a", "b"]] })

type Verdict = "passed" | "failed" | "flaky" | "cancelled"

/** The events of one attempt; `null` is one that has not ended. */
function attempt(
  id: string,
  of: { number: number; iteration: number; outcome: "passed" | "failed" | null; message?: string },
): EventBody[] {
  const { number, iteration, outcome, message = "exit code 1" } = of
  const log = `logs/${id}.${number}.log`
  const start = { type: "attempt-started", id, number, worker: 1, log, iteration } as const
  if (outcome === null) return [start]
  const failed = outcome === "failed"
  return [
    start,
    {
      ...{ type: "attempt-finished", id, number, iteration, worker: 1, outcome },
      ...{ cause: failed ? "exit-code" : null, exitCode: failed ? 1 : 0, signal: null },
      ...{ peakMemoryBytes: null, message: failed ? message : null, durationMs: 10, cpuMs: null },
      ...{ tail: failed ? "it is bad" : null, outputBytes: 5 },
    },
  ]
}

function ended(id: string, iteration: number, verdict: Verdict, durationMs = 10): EventBody {
  const cause = verdict === "failed" ? ("exit-code" as const) : null
  return { type: "iteration-finished", id, iteration, verdict, cause, durationMs }
}

function stamped(bodies: readonly EventBody[]): RunEvent[] {
  const begin = buildShard(PLAN).start().events
  const after = bodies.map((body, i) => {
    return { v: 1, seq: begin.length + i + 1, at: START + 1_000 + i, shard: 1, ...body } as RunEvent
  })
  return [...begin, ...after]
}

const stateOf = (bodies: readonly EventBody[], id = "a") =>
  foldEvents(stamped(bodies)).scenarios.get(id)

describe("the fold of iterations", () => {
  it("counts them by verdict, and their attempts", () => {
    const scenario = stateOf([
      ...attempt("a", { number: 1, iteration: 1, outcome: "passed" }),
      ended("a", 1, "passed"),
      ...attempt("a", { number: 2, iteration: 2, outcome: "failed" }),
      ...attempt("a", { number: 3, iteration: 2, outcome: "passed" }),
      ended("a", 2, "flaky"),
      ...attempt("b", { number: 1, iteration: 1, outcome: null }),
      ...attempt("a", { number: 4, iteration: 3, outcome: "failed" }),
      ended("a", 3, "failed"),
      { type: "scenario-finished", id: "a", verdict: "failed", cause: "exit-code" },
    ])
    expect(scenario?.iterations).toMatchObject({
      ...{ passed: 1, flaky: 1, failed: 1, cancelled: 0 },
      ...{ attempts: 4, failures: 2, attemptsMs: 40, highest: 3, gaps: [], highestAttempt: 4 },
      firstFailure: { iteration: 3, worker: 1, others: 1, neighbours: ["b"] },
    })
    expect(scenario?.ending).toEqual({ verdict: "failed", cause: "exit-code" })
  })

  it("makes a pass flaky by a flaky iteration, though its attempts are gone", () => {
    const scenario = stateOf([
      ...attempt("a", { number: 1, iteration: 1, outcome: "failed" }),
      ...attempt("a", { number: 2, iteration: 1, outcome: "passed" }),
      ended("a", 1, "flaky"),
      ...attempt("a", { number: 3, iteration: 2, outcome: "passed" }),
      ended("a", 2, "passed"),
      { type: "scenario-finished", id: "a", verdict: "passed", cause: null },
    ])
    expect(scenario?.attempts.map(({ number }) => number)).toEqual([3])
    expect(scenario?.ending).toEqual({ verdict: "flaky", cause: null })
  })

  it("keeps the verdict of a failure rate, which allows failures", () => {
    const scenario = stateOf([
      ...attempt("a", { number: 1, iteration: 1, outcome: "failed" }),
      ended("a", 1, "failed"),
      { type: "scenario-finished", id: "a", verdict: "passed", cause: null, rate: "decided" },
    ])
    expect(scenario?.ending).toEqual({ verdict: "passed", cause: null, rate: "decided" })
  })

  it("knows which numbers below the highest have not ended", () => {
    const scenario = stateOf([
      ...attempt("a", { number: 1, iteration: 1, outcome: null }),
      ...attempt("a", { number: 2, iteration: 2, outcome: null }),
      ...attempt("a", { number: 3, iteration: 3, outcome: "passed" }),
      ended("a", 3, "passed"),
      ...attempt("a", { number: 4, iteration: 4, outcome: null }),
    ])
    expect(scenario?.iterations).toMatchObject({ highest: 3, gaps: [1, 2] })
    const running = [scenario?.running, ...(scenario?.beside ?? [])]
    expect(running.map((one) => one?.number).toSorted()).toEqual([1, 2, 4])
  })

  it("loses all that ran beside each other when their engine is gone", () => {
    const fold = new RunFold()
    const events = stamped([
      ...attempt("a", { number: 1, iteration: 1, outcome: null }),
      ...attempt("a", { number: 2, iteration: 2, outcome: null }),
    ])
    for (const event of events) fold.apply(event)
    const [begin] = events
    fold.apply({ ...begin, seq: events.length + 1 } as RunEvent)
    const scenario = fold.state.scenarios.get("a")
    expect(scenario?.lost?.map(({ number }) => number).toSorted()).toEqual([1, 2])
    expect(scenario?.running).toBeNull()
    expect(scenario?.beside).toBeUndefined()
  })

  it("takes a room that does not grow with the iterations", () => {
    const fold = new RunFold()
    const apply = (bodies: readonly EventBody[]) => {
      for (const event of stamped(bodies)) if (event.type !== "run-started") fold.apply(event)
    }
    for (const event of stamped([])) fold.apply(event)
    for (let i = 1; i <= 20_000; i += 1) {
      const outcome = i % 3 === 0 ? "failed" : "passed"
      const message = `no ${i % 7 === 0 ? "answer" : "room"} after ${i} ms`
      apply([
        ...attempt("a", { number: i, iteration: i, outcome, message }),
        ended("a", i, outcome),
      ])
    }
    const scenario = fold.state.scenarios.get("a")
    // The first 20 that failed, and the latest that passed.
    expect(scenario?.attempts.map(({ number }) => number)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => 3 * (i + 1)),
      20_000,
    ])
    const { groups, durations, failed, passed } = scenario?.iterations ?? {}
    expect({ failed, passed }).toEqual({ failed: 6_666, passed: 13_334 })
    expect([...(groups?.values() ?? [])]).toEqual([
      { message: "no room after 3 ms", count: 5_714, iterations: [3, 6, 9] },
      { message: "no answer after 21 ms", count: 952, iterations: [21, 42, 63] },
    ])
    expect(durations?.seen).toBe(13_334)
    expect(durations?.readings.length).toBeLessThanOrEqual(512)
    expect(durations?.readings.length).toBeGreaterThan(200)
  })
})
