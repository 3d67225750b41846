import { expect, it } from "vitest"
import { PastCollector } from "../../../src/report/page/past-runs.ts"
import { pastRuns } from "../../__rig__/past-runs.ts"

it("keeps the runs of ids that every object has as a name", () => {
  const collector = new PastCollector()
  const runs = pastRuns({ any: ["passed", "failed"] })("any")
  for (const id of ["__proto__", "constructor", "plain"]) collector.add(id, runs)
  expect(collector.size).toBe(3)
  const { scenarios, jobs } = JSON.parse(JSON.stringify(collector.value()))
  expect(Object.keys(scenarios)).toEqual(["__proto__", "constructor", "plain"])
  expect(Object.values(scenarios).map((list) => (list as unknown[]).length)).toEqual([2, 2, 2])
  expect(jobs).toHaveLength(2)
})
