import { afterAll, beforeAll, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, said, verdictsOf } from "./action-rig/action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

it("x", async () => {
  const run = new ActionRun(service, {
    "smoke.yml": "scenarios: { a: 'true', b: 'true', c: 'true', d: echo hi; exit 3 }",
  })
  const t = performance.now()
  const plan = await run.plan({ inputs: { shards: "2" } })
  console.log(performance.now() - t, plan)
  const shards = await run.shards(plan)
  console.log(performance.now() - t, shards)
  const aggregate = await run.aggregate()
  console.log(performance.now() - t, aggregate)
  console.log(verdictsOf(aggregate), resultsOf(aggregate).summary, said(aggregate))
  console.log(service.requests.map((r) => r.name + " " + r.about))
  expect(plan.conclusion).toBe("success")
})
