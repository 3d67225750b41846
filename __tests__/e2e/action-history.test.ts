/**
 * The history between runs: kept by aggregate in the repository's cache, found again by the next plan;
 * as an artifact where the cache does not take it.
 */
import { readFileSync } from "node:fs"
import { afterEach, beforeEach, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { refuse } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun } from "./action-run.ts"

let service: ResultsService

// One for each test and each try of it: what a try leaves behind would be the next one's history.
beforeEach(async () => {
  service = await startResultsService()
})

afterEach(async () => {
  await service.stop()
})

const FILES = { "smoke.yml": "name: past\nscenarios: { a: sleep 0.2, b: 'true', c: 'false' }" }

it("goes from one run into the plan of the next, and is never in the way", async () => {
  const first = new ActionRun(service, FILES)
  const before = await first.whole()
  expect(before.plan.log.join("\n")).toContain("no history in the cache yet")
  expect(before.aggregate.log.join("\n")).toMatch(
    /saved the history of 3 scenarios: smoke-past\/history\/\d+-1/u,
  )
  expect(before.aggregate.annotations).toHaveLength(1)
  expect(before.aggregate.log.join("\n")).toMatch(/^FAILED/mu)
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
  expect(denied.log.join("\n")).toMatch(/no history from the cache: .*cache read denied: no/u)
  await third.shards(denied)
  service.inject(refuse("CreateCacheEntry", 403, "cache write denied: read-only"))
  const aggregate = await third.aggregate()
  expect(aggregate.log.join("\n")).toMatch(
    /the cache does not accept the history: Failed to save: Unable to reserve/u,
  )
  expect(aggregate.annotations).toHaveLength(1)
  expect(aggregate).toMatchObject({ exitCode: 1, outputs: { conclusion: "failure", passed: "2" } })
})

it("of a fork is not kept, and without a cache there is none", async () => {
  const event = { pull_request: { head: { repo: { full_name: "someone/fork" } } } }
  const run = new ActionRun(service, { ...FILES, "event.json": JSON.stringify(event) })
  const env = { GITHUB_EVENT_PATH: `${run.workspace}/event.json`, GITHUB_REPOSITORY: "org/past" }
  const { aggregate } = await run.whole({}, { env })
  expect(aggregate.log).toContain("the history is not saved: the pull request is from a fork")

  const alone = await run.plan({ env: { ACTIONS_CACHE_SERVICE_V2: "" }, attempt: 2 })
  expect(alone).toMatchObject({ conclusion: "success", annotations: [] })
  expect(alone.log).toContain("no history in the cache: this job has no cache")
  expect(alone.log).toContain("no artifact with a history: there is no token to search with")
})

/** Waits of the clients would take minutes; a token, as the platform gives one. */
const WITH_TOKEN = {
  token: "ghs_0123456789",
  env: { GITHUB_WORKFLOW_REF: "acme/left/.github/workflows/smoke.yml@main" },
}
const LEFT = { "smoke.yml": "name: left\nscenarios: { a: sleep 0.2, b: 'true', c: 'false' }" }
const NAME = "smoke-left-history.json"

it("is left as an artifact where the cache refuses, and found there on the same branch", async () => {
  service.inject({ ...refuse("GetCacheEntryDownloadURL", 403, "cache read denied: no"), times: 20 })
  service.inject({ ...refuse("CreateCacheEntry", 403, "cache write denied: no"), times: 20 })
  const first = new ActionRun(service, LEFT)
  const begun = await first.whole({}, WITH_TOKEN)
  expect(begun.plan).toMatchObject({ conclusion: "success", annotations: [] })
  expect(begun.plan.log).toContain("no artifact with a history either")
  expect(begun.aggregate.log).toContain(`saved the history of 3 scenarios as the artifact ${NAME}`)
  expect(begun.aggregate.annotations).toHaveLength(1)
  expect(begun.aggregate.log.join("\n")).toMatch(/^FAILED/mu)

  const second = new ActionRun(service, LEFT)
  const next = await second.whole({ plan: { last: "failed" } }, WITH_TOKEN)
  expect(next.plan.log).toContain(`history that run ${first.run} of main left as an artifact`)
  expect(next.plan.log.join("\n")).toContain("1 from history")
  expect(next.plan).toMatchObject({ outputs: { total: "1" }, annotations: [] })
  expect(next.aggregate.log).toContain(`history that run ${first.run} of main left as an artifact`)

  // What it says grows from run to run: c ran in both.
  const kept = service.artifacts.all().filter(({ name }) => name === NAME)
  const texts = kept.map(({ blob }) => JSON.parse(String(blob.content)))
  expect(texts.map(({ scenarios }) => scenarios.c.length)).toEqual([1, 2])
  expect(texts.map(({ scenarios }) => scenarios.a.length)).toEqual([1, 1])
})

it("left by a fork, by another branch or workflow, or without permission to look, is not used", async () => {
  const lies = (run: number) => {
    const content = Buffer.from(JSON.stringify({ schemaVersion: 1, suite: "left", lie: run }))
    service.artifacts.plant({ run, attempt: 1, name: NAME, content })
  }
  service.inject({ ...refuse("GetCacheEntryDownloadURL", 403, "cache read denied: no"), times: 20 })
  service.inject({ ...refuse("CreateCacheEntry", 403, "cache write denied: no"), times: 20 })
  await new ActionRun(service, LEFT).whole({}, WITH_TOKEN)
  const own = service.artifacts.all().filter(({ name }) => name === NAME)
  const last = Math.max(...own.map(({ run }) => run))
  for (const [run, facts] of [
    [901, { headRepository: 666 }],
    [902, { branch: "other" }],
    [903, { path: ".github/workflows/other.yml@main" }],
  ] as const) {
    service.rest.describeRun(run, facts)
    lies(run)
  }
  const run = new ActionRun(service, LEFT)
  const planned = await run.plan(WITH_TOKEN)
  expect(planned.log).toContain(`history that run ${last} of main left as an artifact`)
  expect(planned.log.join("\n")).toContain("3 from history")

  // The newest of this branch is believed to be a history only if it is one.
  lies(904)
  const lied = await run.plan({ ...WITH_TOKEN, attempt: 2 })
  expect(lied).toMatchObject({ conclusion: "success", outputs: { total: "3" } })
  expect(lied.log).toContain("history that run 904 of main left as an artifact")
  expect(lied.log.join("\n")).toContain("3 unknown")

  service.inject(refuse("rest:list-all", 403, "Resource not accessible by integration"))
  const denied = await run.plan({ ...WITH_TOKEN, attempt: 3 })
  expect(denied).toMatchObject({ conclusion: "success", annotations: [] })
  expect(denied.log.join("\n")).toMatch(
    /no artifact with a history: Resource not accessible by integration.*`actions: read`/u,
  )
})

it("tells a pull request what changed against its base branch, also when the base goes on", async () => {
  const suite = (...scenarios: readonly string[]) => ({
    "smoke.yml": `name: change\nscenarios:\n${scenarios.map((one) => `  ${one}\n`).join("")}`,
  })
  const onMain = { env: { GITHUB_REF: "refs/heads/main", GITHUB_SHA: "aaaaaaa1" } }
  const event = { repository: { default_branch: "main" } }
  const main = { ...onMain, event }
  const before = suite("ok: 'true'", "red: 'false'", "breaks: 'true'", "gone: 'true'")
  await new ActionRun(service, before).whole({}, main)

  const pull = {
    env: { GITHUB_REF: "refs/pull/7/merge", GITHUB_BASE_REF: "main", GITHUB_SHA: "bbbbbbb2" },
    event,
  }
  const changed = suite("ok: 'true'", "red: 'false'", "breaks: 'false'", "added: 'true'")
  const first = await new ActionRun(service, changed).whole({}, pull)
  expect(first.aggregate.summary).toMatch(
    /Against <code>main<\/code> at .*aaaaaaa.*1 regression, 1 known, 1 new, 1 gone/u,
  )
  expect(first.aggregate.summary).toContain("- 1 gone: <code>gone</code>")
  expect(first.aggregate.log.join("\n")).toContain(
    "against main: 1 regression, 1 known, 1 new, 1 gone",
  )
  expect(first.aggregate.log.join("\n")).toMatch(/saved .*: smoke-change\/pull\/\d+-1/u)

  // The base branch goes on; the pull request has a history of its own by now.
  const later = suite("ok: 'true'", "red: 'false'", "breaks: 'true'", "added: 'true'")
  const env = { ...onMain.env, GITHUB_SHA: "aaaaaaa3" }
  await new ActionRun(service, later).whole({}, { event, env })
  const second = await new ActionRun(service, changed).whole({}, pull)
  expect(second.plan.log.join("\n")).toMatch(/history smoke-change\/pull\/\d+-1/u)
  expect(second.aggregate.summary).toMatch(
    /Against <code>main<\/code> at .*aaaaaaa.*: 1 regression, 1 known\n/u,
  )
  const base = { commit: "aaaaaaa3", runs: 2, regressions: 1, known: 1, new: 0 }
  const results = JSON.parse(
    readFileSync(second.aggregate.outputs["results"] ?? "", "utf8"),
  ) as Results
  expect(results.base).toMatchObject({ ...base, gone: { count: 0 } })
})
