/**
 * A soak over the jobs of a workflow: by the bundled action, and by the reusable workflow with act.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { Consumer, saidBy, selfReference, transcript } from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const SUITE = `
name: shop
scenarios:
  cart: sleep 0.1
  pay: sleep 0.1
  search: sleep 0.1
  odd: '[ $((SMOKE_ITERATION % 2)) = 0 ]'
`

/** Iterations of all scenarios, by how they ended; each number adds up. */
function countsOf({ scenarios }: Results) {
  const sums = { runs: 0, passed: 0, failed: 0, flaky: 0, cancelled: 0 }
  for (const { id, iterations, runs } of scenarios) {
    const { passed = 0, failed = 0, flaky = 0, cancelled = 0 } = iterations ?? {}
    expect(passed + failed, id).toBeGreaterThanOrEqual(1)
    expect(iterations?.runs, id).toBe(passed + failed + flaky + cancelled)
    expect(runs, id).toBe(iterations?.runs)
    sums.runs += runs
    sums.passed += passed
    sums.failed += failed
    sums.flaky += flaky
    sums.cancelled += cancelled
  }
  return sums
}

describe("plan, run and aggregate with a soak", () => {
  it("repeats in each shard for the duration, and adds up", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const { plan, shards, aggregate } = await run.whole({
      plan: { soak: "4s", shards: "2", workers: "2" },
    })
    expect(plan.outputs["timeout-minutes"], said(plan)).toBe("16")
    const merged = resultsOf(aggregate)
    const parts = [...shards.values()].map((shard) => resultsOf(shard))
    expect(parts).toHaveLength(2)
    const own = parts.map((part, index) => {
      const scenarios = part.scenarios.filter(({ shard }) => shard === index + 1)
      return countsOf({ ...part, scenarios })
    })
    const all = countsOf(merged)
    for (const [name, sum] of Object.entries(all)) {
      const parts = own.map((one) => one[name as keyof typeof one])
      expect(
        parts.reduce((a, b) => a + b, 0),
        name,
      ).toBe(sum)
    }
    for (const { id, verdict, iterations } of merged.scenarios) {
      expect(verdict, id).toBe(id === "odd" ? "failed" : "passed")
      if (id !== "odd") expect(iterations?.failed, id).toBe(0)
    }
    expect(aggregate.outputs["conclusion"]).toBe("failure")
    expect(merged.summary.durationSeconds).toBeGreaterThanOrEqual(4)
  })

  it("is refused where GitHub would end the job before", async () => {
    const run = new ActionRun(service, { "smoke.yml": SUITE })
    const plan = await run.plan({ inputs: { soak: "341m", shards: "1" } })
    expect(plan.conclusion).toBe("failure")
    expect(said(plan)).toContain("a soak of 5h41m does not fit into a job on ubuntu-latest")
  })
})

describeLayer(ACT, (program) => {
  it("is one call of soak.yml", async () => {
    const consumer = new Consumer({
      // Act runs nothing after a call in which a job failed.
      "smoke.yml": SUITE.replace(/ {2}odd: .*\n/u, ""),
      ".github/workflows/ci.yml": `on: push
jobs:
  soak:
    uses: ${selfReference(".github/workflows/soak.yml")}
    with:
      duration: \${{ inputs.duration || '3s' }}
      shards: "2"
`,
    })
    try {
      const done = await consumer.run({ program, service })
      expect(done.exitCode, transcript(done)).toBe(0)
      const verdict = saidBy(done, "verdict").findLast((text) => text.startsWith("PASSED"))
      const [, merged] = /^PASSED: 3 of 3 passed; (\d+) iterations/u.exec(verdict ?? "") ?? []
      const parts = saidBy(done, "shards").flatMap((text) => {
        const [, count] = /^PASSED: .* passed; (\d+) iterations/u.exec(text) ?? []
        return count === undefined ? [] : [Number(count)]
      })
      expect(parts).toHaveLength(2)
      expect(Number(merged)).toBe(parts.reduce((a, b) => a + b, 0))
    } finally {
      consumer.remove()
    }
  })
})
