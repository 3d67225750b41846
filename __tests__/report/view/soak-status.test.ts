import { describe, expect, it } from "vitest"
import type { EventBody } from "../../../src/events/event.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { type LiveInput, renderHeartbeat, renderLive } from "../../../src/report/view/live.ts"
import { buildPlan, buildShard, type ShardScript, START } from "../../__rig__/builders.ts"

const PLAN = buildPlan({ shards: [["a", "b"]] })

/** So many iterations of `a` that ended so, and one of `a` and `b` each under way. */
function soaked(verdicts: readonly ("passed" | "failed" | "flaky")[]): ShardScript {
  const script = buildShard(PLAN).start()
  const start = (id: string, number: number): EventBody => {
    const log = `logs/${id}.${number}.log`
    return { type: "attempt-started", id, number, worker: 1, log, iteration: number }
  }
  verdicts.forEach((verdict, index) => {
    const number = index + 1
    const failed = verdict === "failed"
    const cause = failed ? ("exit-code" as const) : null
    script.emit(start("a", number))
    script.emit({
      ...{ type: "attempt-finished", id: "a", number, iteration: number, worker: 1, cause },
      ...{ outcome: failed ? "failed" : "passed", exitCode: failed ? 1 : 0, signal: null },
      ...{ peakMemoryBytes: null, message: null, durationMs: 10, cpuMs: null, tail: null },
      outputBytes: 0,
    })
    const ended = { type: "iteration-finished", id: "a", iteration: number } as const
    script.emit({ ...ended, verdict, cause, durationMs: 10 })
  })
  return script
    .emit(start("a", verdicts.length + 1))
    .wait(5_000)
    .emit(start("b", 1))
}

function input(script: ShardScript, more: Partial<LiveInput> = {}): LiveInput {
  return {
    ...{ state: foldEvents(script.events), shard: 1, ids: ["a", "b"], workers: 2, color: false },
    ...{ startedAt: START, now: START + 60_000, soakMs: 600_000, machine: null },
    expectedMs: new Map(),
    ...more,
  }
}

const TEN = Array.from({ length: 10 }, () => "passed" as const)

describe("renderHeartbeat in a soak", () => {
  it("has iterations, failures, rate, throughput, what runs longest, and the time left", () => {
    expect(renderHeartbeat(input(soaked([...TEN, "failed", "flaky"])))).toBe(
      "soak: 12 iterations, 1 failed (8.3 %), 1 flaky, 12 a minute; slowest: a (1m00s); 9m00s left",
    )
  })

  it("says the same of a soak that has just begun, or in which nothing runs", () => {
    const begun = buildShard(PLAN).start()
    expect(renderHeartbeat(input(begun, { now: START }))).toBe(
      "soak: 0 iterations, 0 failed, 0 a minute; nothing runs; 10m00s left",
    )
  })

  it("counts seconds where it is fast, and no time below nothing", () => {
    expect(renderHeartbeat(input(soaked(TEN), { now: START + 5_000, soakMs: 4_000 }))).toContain(
      "soak: 10 iterations, 0 failed, 2 a second; slowest: a (5s); 0s left",
    )
  })

  it("subtracts the time of engines before", () => {
    const script = buildShard(PLAN).start().passed("b", { ms: 100_000 }).start({ attempt: 2 })
    const { at } = script.events.at(-1) ?? { at: 0 }
    const text = renderHeartbeat(input(script, { startedAt: at, now: at + 100_000 }))
    expect(text).toContain("; 6m40s left")
  })
})

describe("renderLive in a soak", () => {
  it("shows how much of the time is over, and which iterations run", () => {
    const lines = renderLive(input(soaked([...TEN, "failed", "flaky"])), { columns: 100, rows: 24 })
    expect(`${lines.join("\n")}\n`).toBe(`\
━━──────────────────────  12 iterations  1 failed (8.3 %)  1 flaky  12 a minute  1m00s  9m00s left
2 of 2 workers busy
  a   1m00s  iteration 13
  b     55s  iteration 1
`)
  })

  it("counts what runs beside itself", () => {
    const log = "logs/a.14.log"
    const more: EventBody = {
      ...{ type: "attempt-started", id: "a", number: 14, worker: 2, log, iteration: 14 },
    }
    const lines = renderLive(input(soaked(TEN).emit(more)), { columns: 100, rows: 24 })
    expect(lines[1]).toContain("3 of 2 workers busy")
  })
})
