import { expect, it } from "vitest"
import { PRICES, priceOf, toPrices } from "../../../src/plan/estimate/prices.ts"
import { curveOf } from "../../../src/plan/explain/curve.ts"
import { preparePlan } from "../../../src/plan/make-plan.ts"
import { planOptions } from "../plan-rig.ts"

const list = Array.from({ length: 6 }, (_, i) => ({ id: `s${i}`, estimateMs: 50_000 }))

it("adds the start of a job to each and rounds each up to minutes", () => {
  const { cutting } = preparePlan(planOptions(list))
  expect(curveOf(cutting, { to: 3, prices: PRICES })).toEqual([
    { shards: 1, wallMs: 340_000, billedMinutes: 6, price: 0.036 },
    { shards: 2, wallMs: 190_000, billedMinutes: 8, price: 0.048 },
    { shards: 3, wallMs: 140_000, billedMinutes: 9, price: 0.054 },
  ])
})

it("tells what the scheduler makes of so many shards, not what their loads add up to", () => {
  // Seven of the same length on two workers: the last one has a worker to itself.
  const sketches = Array.from({ length: 7 }, (_, i) => ({
    id: `s${i}`,
    estimateMs: 50_000,
    definition: { groups: i < 2 ? ["alone"] : [] },
    needs: i === 3 ? ["s6"] : [],
  }))
  const options = planOptions(sketches, { workers: 2, shards: 2 })
  const suite = { ...options.suite, groups: { alone: { maxParallel: 1 } } }
  const { cutting, plan } = preparePlan({ ...options, suite })
  const points = curveOf(cutting, { to: 4, prices: PRICES, plan })
  for (const { shards, wallMs } of points) {
    const made = preparePlan({ ...options, suite, shards }).plan
    const walls = made.shards.map((one) => one.predictedSeconds + (one.startupSeconds ?? 0))
    // LPT alone may be behind the whole search, but is never ahead of it.
    expect(wallMs / 1_000).toBeGreaterThanOrEqual(Math.max(...walls))
    if (shards === plan.shards.length) expect(wallMs / 1_000).toBe(Math.max(...walls))
  }
  expect(points.map(({ wallMs }) => wallMs)).toEqual([240_000, 140_000, 140_000, 140_000])
})

it("tells the plan's own number as it was planned", () => {
  const { cutting, plan } = preparePlan(planOptions(list))
  const shards = plan.shards.map((shard) => ({ ...shard, predictedSeconds: 200 }))
  const [one, two] = curveOf(cutting, { to: 2, prices: PRICES, plan: { shards } })
  expect(one?.wallMs).toBe(340_000)
  expect(two).toEqual({ shards: 2, wallMs: 240_000, billedMinutes: 8, price: 0.048 })
})

it("ends where there is no work for another shard, and is empty without work", () => {
  const { cutting } = preparePlan(planOptions(list))
  expect(curveOf(cutting, { to: 50, prices: {} })).toHaveLength(6)
  expect(curveOf(preparePlan(planOptions([])).cutting, { to: 5, prices: {} })).toEqual([])
})

it("knows no price of a label that nobody named", () => {
  expect(priceOf(["self-hosted", "gpu"], PRICES)).toBeNull()
  expect(priceOf(["self-hosted", "gpu"], { gpu: 1 })).toBe(1)
  expect(priceOf("constructor", PRICES)).toBeNull()
})

it.each([[null], [[]], ["x"], [{ a: "1" }], [{ a: -1 }], [{ a: Number.NaN }]])(
  "takes %j for no prices",
  (value) => expect(toPrices(value)).toBeNull(),
)
