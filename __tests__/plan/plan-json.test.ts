import { expect, it } from "vitest"
import { planJsonTexts } from "../../src/plan/plan-json.ts"
import { buildPlan, buildSkip } from "../__rig__/builders.ts"

it("is the plan, a line for each scenario, in pieces where it is long", () => {
  const ids = Array.from({ length: 300 }, (_, i) => `s"${i}`)
  const plan = buildPlan({ shards: [ids], skipped: [buildSkip("gpu", "line\nbreak")] })
  const pieces = [...planJsonTexts(plan)]
  const text = pieces.join("")
  expect(JSON.parse(text)).toEqual(plan)
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(plan))
  expect(text.split("\n").filter((line) => line.includes('"definition"'))).toHaveLength(300)
  expect(pieces.length).toBeGreaterThan(1)
})

it("of nothing is JSON as well", () => {
  const plan = buildPlan({ shards: [] })
  expect(JSON.parse([...planJsonTexts(plan)].join(""))).toEqual(plan)
})
