import { expect, it } from "vitest"
import { PlanFileSchema, unpackPlan } from "../../src/formats/plan-file.ts"
import { planJsonPieces } from "../../src/plan/plan-json.ts"
import { buildPlan, buildSkip } from "../__rig__/builders.ts"

it("is the plan, a line for each scenario, in pieces where it is long", () => {
  const ids = Array.from({ length: 300 }, (_, i) => `s"${i}`)
  const plan = buildPlan({ shards: [ids], skipped: [buildSkip("gpu", "line\nbreak")] })
  const pieces = [...planJsonPieces(plan)]
  const text = pieces.join("")
  const file = JSON.parse(text)
  expect(unpackPlan(PlanFileSchema().parse(file))).toEqual({ ok: true, value: plan })
  const { scenarios: _, ...members } = plan
  expect(Object.keys(file)).toEqual([...Object.keys(members), "definitions", "scenarios"])
  expect(text.split("\n").filter((line) => line.includes('"definition"'))).toHaveLength(300)
  expect(pieces.length).toBeGreaterThan(1)
})

it("of nothing is JSON as well", () => {
  const plan = buildPlan({ shards: [] })
  const file = PlanFileSchema().parse(JSON.parse([...planJsonPieces(plan)].join("")))
  expect(unpackPlan(file)).toEqual({ ok: true, value: plan })
})
