import { expect, it } from "vitest"
import { renderCurve } from "../../../src/report/plan/curve-text.ts"

const point = (shards: number, wallMs: number, billedMinutes: number, price: number | null) => {
  return { shards, wallMs, billedMinutes, price }
}

it("shows time, minutes and price of every number of shards and marks the plan's", async () => {
  const points = [
    point(1, 640_000, 11, 0.066),
    point(2, 340_000, 12, 0.072),
    point(3, 240_000, 12, 0.072),
  ]
  const dated = { chosen: 2, pricesDate: "2026-01-01" }
  const unpriced = points.map((one) => ({ ...one, price: null }))
  const text = `${renderCurve(points, dated)}\n\n${renderCurve(unpriced, dated)}\n`
  await expect(text).toMatchFileSnapshot("__golden__/curve.txt")
})
