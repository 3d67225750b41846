/**
 * The history between runs: kept by aggregate in the repository's cache, found again by the next plan.
 */
import { afterAll, beforeAll, expect, it } from "vitest"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const FILES = { "smoke.yml": "name: past\nscenarios: { a: sleep 0.2, b: 'true', c: 'false' }" }

it("goes from one run into the plan of the next, and is never in the way", async () => {
  const first = new ActionRun(service, FILES)
  const before = await first.whole()
  expect(before.plan.log.join("\n")).toContain("no history yet")
  expect(before.aggregate.log.join("\n")).toMatch(
    /kept the history of 3 scenarios: smoke-past\/history\/\d+-1/u,
  )
  expect(before.aggregate.annotations).toHaveLength(1)
  expect(before.aggregate.log.at(-1)).toMatch(/^FAILED/u)
  expect(first.read(".parallel-smoke/cached/history.json")).toBe("")

  const second = new ActionRun(service, FILES)
  const filtered = await second.plan({ inputs: { where: "history.lastVerdict == 'failed'" } })
  expect(filtered.log.join("\n")).toMatch(/history smoke-past\/history\/\d+-1\n/u)
  expect(filtered.log.join("\n")).toContain("1 from history")
  expect(filtered.outputs["total"]).toBe("1")
  expect(filtered.annotations).toEqual([])

  service.inject({ ...refuse("GetCacheEntryDownloadURL", 403, "cache read denied: no"), times: 2 })
  const third = new ActionRun(service, FILES)
  const denied = await third.plan()
  expect(denied).toMatchObject({ conclusion: "success", annotations: [] })
  expect(denied.log.join("\n")).toMatch(/no history: .*cache read denied: no/u)
  await third.shards(denied)
  service.inject(refuse("CreateCacheEntry", 403, "cache write denied: read-only"))
  const aggregate = await third.aggregate()
  expect(aggregate.log.join("\n")).toMatch(
    /the history is not kept: Failed to save: Unable to reserve/u,
  )
  expect(aggregate.annotations).toHaveLength(1)
  expect(aggregate).toMatchObject({ exitCode: 1, outputs: { conclusion: "failure", passed: "2" } })
})

it("of a fork is not kept, and without a cache there is none", async () => {
  const event = { pull_request: { head: { repo: { full_name: "someone/fork" } } } }
  const run = new ActionRun(service, { ...FILES, "event.json": JSON.stringify(event) })
  const env = { GITHUB_EVENT_PATH: `${run.workspace}/event.json`, GITHUB_REPOSITORY: "org/past" }
  const { aggregate } = await run.whole({}, { env })
  expect(aggregate.log).toContain("the history is not kept: the pull request is from a fork")

  const alone = await run.plan({ env: { ACTIONS_CACHE_SERVICE_V2: "" } })
  expect(alone).toMatchObject({ conclusion: "success", annotations: [] })
  expect(alone.log).toContain("no history: this job has no cache")
})
