import { expect, it } from "vitest"
import { Scheduler } from "../../src/schedule/scheduler.ts"
import type { Item } from "../../src/schedule/types.ts"

const RETRY = { maxAttempts: 1, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: false }

function item(id: string): Item {
  return { id, needs: [], groups: [], retry: RETRY, runsAfterFailure: false }
}

it("puts nothing back that a cancelled run is ending already", () => {
  const items = [item("a"), item("b"), item("c")]
  const scheduler = new Scheduler({ items, workers: 3, groups: {}, seed: 1, failFast: null })
  scheduler.step({ type: "begin", at: 0 })
  expect(scheduler.step({ type: "evict", at: 1 })).toMatchObject([{ type: "stop-attempt" }])
  const types = scheduler
    .step({ type: "cancel", at: 2, reason: "interrupted" })
    .map(({ type }) => type)
  expect(types).toContain("stop-attempts")
  expect(scheduler.step({ type: "evict", at: 3 })).toEqual([])
})
