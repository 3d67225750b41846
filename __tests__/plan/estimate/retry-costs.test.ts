import { describe, expect, it } from "vitest"
import { seededRandom } from "../../../src/core/quantities/random.ts"
import type { KnownTime } from "../../../src/plan/estimate/estimate.ts"
import { makePlan, type PlanOptions } from "../../../src/plan/make-plan.ts"
import { toScheduleOptions } from "../../../src/plan/units/items.ts"
import { simulate } from "../../../src/schedule/simulate.ts"
import { planOptions } from "../plan-rig.ts"

const RETRY = { maxAttempts: 3, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: false }

function time(ms: number, firstFailures?: number): KnownTime {
  const common = { ms, meanMs: ms, spreadMs: 0, runs: 20, lastVerdict: "passed" as const }
  return {
    ...common,
    peakMemoryBytes: null,
    ...(firstFailures === undefined ? {} : { firstFailures }),
  }
}

function plan(known: ReadonlyMap<string, KnownTime>, more: Partial<PlanOptions> = {}) {
  const sketches = [...known.keys()].map((id) => ({ id, definition: { retry: RETRY } }))
  return makePlan(planOptions(sketches, { shards: 1, known, ...more }))
}

describe("retry costs", () => {
  it("are part of the prediction and the bound, and no part of an estimate", () => {
    const known = new Map([
      ["a", time(10_000, 0.5)],
      ["b", time(10_000, 0)],
      ["c", time(10_000)],
    ])
    const made = plan(known)
    // 0.5 × 11 s and 0.25 × 12 s.
    expect(made.retrySeconds).toBe(8.5)
    expect(made.predictedSeconds).toBe(38.5)
    expect(made.lowerBoundSeconds).toBe(38.5)
    expect(made.scenarios["a"]?.estimateSeconds).toBe(10)
  })

  it("are none where nothing is retried, or nothing is known to fail", () => {
    const failing = new Map([["a", time(10_000, 0.5)]])
    expect(plan(failing, { maxAttempts: 1 })).not.toHaveProperty("retrySeconds")
    expect(plan(failing, { maxAttempts: 2 }).predictedSeconds).toBe(15.5)
    const never = plan(new Map([["a", time(10_000)]]))
    expect(never).not.toHaveProperty("retrySeconds")
    expect(never.predictedSeconds).toBe(10)
  })

  it("spread what is flaky over the shards", () => {
    const known = new Map(
      Array.from({ length: 12 }, (_, i) => [`s${i}`, time(10_000, i < 4 ? 0.8 : 0)] as const),
    )
    const made = plan(known, { shards: 4 })
    const flaky = made.shards.map(
      ({ scenarios }) => scenarios.filter((id) => Number(id.slice(1)) < 4).length,
    )
    expect(flaky).toEqual([1, 1, 1, 1])
  })

  it("make the prediction the mean of many runs", () => {
    const known = new Map<string, KnownTime>(
      Array.from({ length: 20 }, (_, i) => [`s${i}`, time(10_000 + i * 1_000, 0.3)] as const),
    )
    const made = plan(known)
    const random = seededRandom(11)
    const ids = made.shards[0]?.scenarios ?? []
    const options = toScheduleOptions({ plan: made, ids, workers: 1, failFast: null })
    const runs = 300
    let sum = 0
    for (let run = 0; run < runs; run++) {
      sum += simulate(options, (id) => ({
        durationMs: known.get(id)?.ms ?? 0,
        end: random() < 0.3 ? { outcome: "failed", cause: "exit-code" } : { outcome: "passed" },
      })).makespanMs
    }
    // While one waits for its next attempt others run, so that delays cost a little less.
    const ratio = sum / runs / 1_000 / made.predictedSeconds
    expect(ratio).toBeGreaterThan(0.93)
    expect(ratio).toBeLessThan(1.01)
    expect(sum / runs / 1_000).toBeGreaterThan(390)
  })
})
