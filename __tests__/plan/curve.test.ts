import { expect, it } from "vitest"
import { curveOf } from "../../src/plan/curve.ts"
import { preparePlan } from "../../src/plan/make-plan.ts"
import { PRICES, priceOf, toPrices } from "../../src/plan/prices.ts"
import { planOptions } from "./plan-rig.ts"

const list = Array.from({ length: 6 }, (_, i) => ({ id: `s${i}`, estimateMs: 50_000 }))

it("adds the start of a job to each and rounds each up to minutes", () => {
  const { cutting } = preparePlan(planOptions(list))
  expect(curveOf(cutting, { to: 3, prices: PRICES })).toEqual([
    { shards: 1, wallMs: 340_000, billedMinutes: 6, price: 0.036 },
    { shards: 2, wallMs: 190_000, billedMinutes: 8, price: 0.048 },
    { shards: 3, wallMs: 140_000, billedMinutes: 9, price: 0.054 },
  ])
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
