import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { findReport } from "../../../src/app/publish/find-report.ts"
import type { Results } from "../../../src/formats/results.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"
import { goodDay } from "../../__rig__/sample-runs.ts"

let folder: string
let artifacts: MemoryArtifacts

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "find-report-"))
  artifacts = memoryArtifacts()
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const RESULTS: Results = JSON.parse(JSON.stringify(goodDay().results))

function plant(name: string, results: unknown = RESULTS, attempt = 1): void {
  const text = typeof results === "string" ? results : JSON.stringify(results)
  artifacts.plant({ attempt, name, contents: { "results.json": text } })
}

async function find(id?: string, attempt = 1) {
  const clock = new FakeClock()
  const store = artifacts.storeOf(attempt)
  const found = findReport({ store, files: nodeFiles, clock, id, attempt, into: folder })
  // The list of a store on disk settles by real events.
  for (let i = 0; i < 40; i++) await clock.advance(1_000)
  return found
}

describe("findReport", () => {
  it("takes the only one, or that of the id", async () => {
    plant("smoke-storefront-report-a1")
    plant("smoke-storefront-plan-a1")
    expect(await find()).toMatchObject({ value: { id: "storefront", results: RESULTS } })
    plant("smoke-other-report-a1")
    const several = "the run has several (smoke-storefront, smoke-other): give id"
    expect(await find()).toEqual({ ok: false, error: several })
    expect(await find("other")).toMatchObject({ value: { id: "other" } })
    expect(await find("othe")).toEqual({ ok: false, error: "the run has none" })
  })

  it("finds the page of the attempt where it is an artifact of its own", async () => {
    plant("smoke-storefront-report-a1")
    plant("smoke-storefront-report-a1.html", "<!doctype html>")
    plant("smoke-storefront-report-a2")
    const page = { name: "smoke-storefront-report-a1.html" }
    expect(await find("storefront", 1)).toMatchObject({ value: { page } })
    expect(await find("storefront", 2)).toMatchObject({ value: { page: null } })
  })

  it("takes the newest attempt and upload, but none of a later attempt", async () => {
    for (const name of ["a1", "a2", "a2-u2", "a3"]) plant(`smoke-storefront-report-${name}`)
    expect(await find("storefront", 2)).toMatchObject({
      value: { artifact: { name: "smoke-storefront-report-a2-u2" } },
    })
  })

  it.each([
    ["no JSON", "{", /results\.json is not JSON/u],
    ["something else", { a: 1 }, /results\.json: /u],
    ["a deep one", "[".repeat(100_000), /results\.json is not JSON/u],
    ["another version", { ...RESULTS, schemaVersion: 2 }, /results\.json: .*schemaVersion/u],
    ["a verdict that does not exist", { ...RESULTS, scenarios: [{ id: "a" }] }, /results\.json: /u],
  ])("says what is wrong with %s", async (_, results, error) => {
    plant("smoke-storefront-report-a1", results)
    expect(await find()).toEqual({ ok: false, error: expect.stringMatching(error) })
  })

  it("says that there is none, and why it could not be fetched", async () => {
    expect(await find()).toEqual({ ok: false, error: "the run has none" })
    plant("smoke-storefront-report-a1")
    artifacts.failNext("download", "expired")
    expect(await find()).toMatchObject({ ok: false, error: expect.stringMatching(/told to fail/u) })
    artifacts.failNext("list", "forbidden")
    expect(await find()).toMatchObject({ ok: false, error: expect.stringMatching(/listed/u) })
  })
})
