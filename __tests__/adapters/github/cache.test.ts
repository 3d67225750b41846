/**
 * The cache by GitHub's client: what it says to the log becomes a problem, and its time is bounded.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { githubCache } from "../../../src/adapters/github/cache.ts"
import { type ResultsService, startResultsService } from "../../__rig__/results-service/service.ts"

let service: ResultsService
let folder: string
const PATH = "history.json"

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cache-"))
  const environment = service.environmentOf({ run: 1, attempt: 1, job: "plan" })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.stubEnv("GITHUB_WORKSPACE", folder)
  vi.stubEnv("RUNNER_TEMP", folder)
  vi.spyOn(process, "cwd").mockReturnValue(folder)
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const stubbed = () => process.env as Record<string, string>

it("keeps a file under a key and finds the newest by prefix", async () => {
  const cache = githubCache(stubbed())
  expect(cache.available).toBe(true)
  expect(await cache.restore("shop/", PATH)).toEqual({ ok: true, value: null })
  for (const text of ["one", "two"]) {
    writeFileSync(join(folder, PATH), text)
    expect(await cache.save(`shop/${text}`, PATH)).toEqual({ ok: true, value: undefined })
  }
  rmSync(join(folder, PATH))
  expect(await cache.restore("shop/", PATH)).toEqual({ ok: true, value: "shop/two" })
  expect(readFileSync(join(folder, PATH), "utf8")).toBe("two")
  const taken = await cache.save("shop/two", PATH)
  expect(taken.ok ? "" : taken.error.message).toContain("cache entry already exists")
  const missing = await cache.save("shop/three", "not-there")
  expect(missing.ok ? "" : missing.error.message).toContain("do(es) not exist")
})

it("says nothing in the log, gives up in time, and gives the log back", async () => {
  const said: unknown[] = []
  const log = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said.push(text)
    return true
  })
  const written = process.stdout.write
  // The client tries this again after seconds.
  service.inject({
    on: "GetCacheEntryDownloadURL",
    effect: { kind: "status", status: 503, msg: "busy" },
    times: 9,
  })
  const answer = await githubCache(stubbed(), 100).restore("shop/", PATH)
  expect(answer).toEqual({ ok: false, error: { message: "there was no answer within 0.1 s" } })
  expect(process.stdout.write).toBe(written)
  expect(said).toEqual([])
  log.mockRestore()
})

it.each([
  [{}, false],
  [{ ACTIONS_RUNTIME_TOKEN: "t", ACTIONS_CACHE_SERVICE_V2: "1" }, false],
  [{ ACTIONS_RUNTIME_TOKEN: "t", ACTIONS_CACHE_SERVICE_V2: "1", ACTIONS_RESULTS_URL: "x" }, true],
  [{ ACTIONS_RESULTS_URL: "x", ACTIONS_CACHE_SERVICE_V2: "1" }, false],
  [{ ACTIONS_RUNTIME_TOKEN: "t", ACTIONS_CACHE_URL: "x" }, true],
  [
    {
      GITHUB_SERVER_URL: "https://git.example.com",
      ACTIONS_RUNTIME_TOKEN: "t",
      ACTIONS_CACHE_SERVICE_V2: "1",
      ACTIONS_RESULTS_URL: "x",
    },
    false,
  ],
])("knows without the client whether there is one: %j", (env, available) => {
  expect(githubCache(env as Record<string, string>).available).toBe(available)
})
