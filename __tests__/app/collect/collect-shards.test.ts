import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { collectShards } from "../../../src/app/collect/collect-shards.ts"
import type { Manifest } from "../../../src/formats/manifest.ts"
import type { ArtifactProblemReason, ArtifactStore } from "../../../src/ports/artifacts.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"

const MINE = "sha256:mine"
const OTHER = "sha256:other"

describe("collectShards", () => {
  let into: string
  let artifacts: MemoryArtifacts

  beforeEach(() => {
    artifacts = memoryArtifacts()
    into = mkdtempSync(join(tmpdir(), "collect-shards-"))
  })

  afterEach(() => {
    rmSync(into, { recursive: true, force: true })
  })

  const manifest = (fields: Partial<Manifest>): string =>
    JSON.stringify({
      schemaVersion: 1,
      suite: "shop",
      planDigest: MINE,
      runId: "r",
      shard: 1,
      shards: 2,
      attempt: 1,
      runner: "linux",
      complete: true,
      ...fields,
    })

  const plant = (name: string, fields: Partial<Manifest>) => {
    const contents = { "manifest.json": manifest(fields), "journal.ndjson": `of ${name}` }
    artifacts.plant({ attempt: fields.attempt ?? 1, name, contents })
  }

  const collect = (attempt: number, store: ArtifactStore = artifacts.storeOf(attempt)) =>
    collectShards({
      store,
      files: nodeFiles,
      prefix: "smoke-shop",
      planDigest: MINE,
      attempt,
      into,
    })

  it("returns every folder of the plan, whatever its attempt and upload try", async () => {
    plant("smoke-shop-shard-2-a1", { shard: 2 })
    plant("smoke-shop-shard-1-a1", { shard: 1 })
    plant("smoke-shop-shard-2-a2-u2", { shard: 2, attempt: 2 })
    const { folders, problems } = await collect(2)
    expect(problems).toEqual([])
    expect(folders.map((one) => [one.artifact, one.manifest.shard, one.manifest.attempt])).toEqual([
      ["smoke-shop-shard-1-a1", 1, 1],
      ["smoke-shop-shard-2-a1", 2, 1],
      ["smoke-shop-shard-2-a2-u2", 2, 2],
    ])
    for (const { artifact, folder } of folders) {
      expect(readFileSync(join(folder, "journal.ndjson"), "utf8")).toBe(`of ${artifact}`)
    }
    expect(new Set(folders.map((one) => one.folder)).size).toBe(3)
  })

  it("believes the manifest, not the name", async () => {
    plant("smoke-shop-shard-7-a9", { shard: 2, attempt: 1 })
    const { folders } = await collect(1)
    expect(folders).toMatchObject([{ manifest: { shard: 2, attempt: 1 } }])
  })

  it("leaves alone what is no shard of the prefix", async () => {
    plant("smoke-shop-plan-a1", {})
    plant("smoke-shop-report-a1", {})
    plant("smoke-other-shard-1-a1", {})
    plant("build-output", {})
    expect(await collect(1)).toEqual({ folders: [], problems: [] })
    expect(readdirSync(into)).toEqual([])
  })

  it("takes the newest checkpoint of an attempt that handed nothing over, and no other", async () => {
    plant("smoke-shop-checkpoint-1-a1-c9", { complete: false })
    plant("smoke-shop-checkpoint-1-a1-c10", { complete: false })
    plant("smoke-shop-checkpoint-2-a1-c3", { shard: 2, complete: false })
    plant("smoke-shop-shard-2-a1", { shard: 2 })
    plant("smoke-shop-checkpoint-2-a2-c1", { shard: 2, attempt: 2, complete: false })
    plant("smoke-other-checkpoint-3-a1-c1", { shard: 3 })
    const { folders } = await collect(2)
    expect(folders.map(({ artifact }) => artifact)).toEqual([
      "smoke-shop-checkpoint-1-a1-c10",
      "smoke-shop-shard-2-a1",
      "smoke-shop-checkpoint-2-a2-c1",
    ])
  })

  it("tells what it does not use and why", async () => {
    plant("smoke-shop-shard-1-a2", { shard: 1, attempt: 2, planDigest: OTHER })
    plant("smoke-shop-shard-2-a1", { shard: 2, attempt: 1, planDigest: OTHER })
    // Uploaded by this attempt, but says that it is of a later one.
    artifacts.plant({
      attempt: 2,
      name: "smoke-shop-shard-3-a2",
      contents: { "manifest.json": manifest({ shard: 3, attempt: 3 }) },
    })
    const { folders, problems } = await collect(2)
    expect(folders).toEqual([])
    expect(problems).toEqual([
      { reason: "foreign-plan", artifact: "smoke-shop-shard-1-a2", planDigest: OTHER },
      { reason: "superseded-plan", artifact: "smoke-shop-shard-2-a1", planDigest: OTHER },
      { reason: "later-attempt", artifact: "smoke-shop-shard-3-a2", attempt: 3 },
    ])
  })

  it.each([
    ["nothing", {}, /^it has no manifest.json$/u],
    ["no JSON", { "manifest.json": "{" }, /^manifest.json is not JSON$/u],
    [
      "another format",
      { "manifest.json": '{"schemaVersion":2}' },
      /^manifest.json: schemaVersion:/u,
    ],
    ["a number", { "manifest.json": "3" }, /^manifest.json: must be a mapping/u],
    ["a folder", { "manifest.json/x": "3" }, /it is a folder/u],
    ["a huge one", { "manifest.json": " ".repeat(70_000) }, /^manifest.json is too large$/u],
  ])("survives a manifest that is %s", async (_, contents, message) => {
    const named = contents as Readonly<Record<string, string>>
    artifacts.plant({ attempt: 1, name: "smoke-shop-shard-1-a1", contents: { ...named, a: "" } })
    expect(await collect(1)).toEqual({
      folders: [],
      problems: [
        {
          reason: "no-manifest",
          artifact: "smoke-shop-shard-1-a1",
          message: expect.stringMatching(message),
        },
      ],
    })
  })

  it("tells when the list cannot be had", async () => {
    artifacts.failNext("list", "forbidden")
    expect(await collect(1)).toEqual({
      folders: [],
      problems: [
        { reason: "not-listed", problem: { reason: "forbidden", message: "told to fail" } },
      ],
    })
  })

  it.each<[ArtifactProblemReason, number]>([
    ["network", 2],
    ["digest-mismatch", 2],
    ["not-found", 1],
  ])("asks %s often enough and then tells which artifact is missing", async (reason, asked) => {
    plant("smoke-shop-shard-1-a1", { shard: 1 })
    for (let i = 0; i < asked; i++) artifacts.failNext("download", reason)
    const { folders, problems } = await collect(1)
    expect(folders).toEqual([])
    expect(problems).toMatchObject([
      { reason: "not-downloaded", artifact: "smoke-shop-shard-1-a1", problem: { reason } },
    ])
    // All failures in store were used up: the next time it works.
    expect((await collect(1)).folders).toHaveLength(1)
  })

  it("gives a damaged download a second chance, in a clean folder", async () => {
    plant("smoke-shop-shard-1-a1", { shard: 1 })
    const real = artifacts.storeOf(1)
    let calls = 0
    const store: ArtifactStore = {
      ...real,
      download: async (entry, toFolder) => {
        calls += 1
        if (calls > 1) return real.download(entry, toFolder)
        mkdirSync(toFolder, { recursive: true })
        writeFileSync(join(toFolder, "half.txt"), "half")
        return { ok: false, error: { reason: "digest-mismatch", message: "damaged" } }
      },
    }
    const { folders, problems } = await collect(1, store)
    expect(problems).toEqual([])
    expect(existsSync(join(folders[0]?.folder ?? "", "half.txt"))).toBe(false)
    expect(existsSync(join(folders[0]?.folder ?? "", "journal.ndjson"))).toBe(true)
  })

  it("does not depend on the order of the list, and uses or reports each artifact once", async () => {
    const shard = fc.record({
      shard: fc.integer({ min: 1, max: 4 }),
      attempt: fc.integer({ min: 1, max: 3 }),
      planDigest: fc.constantFrom(MINE, OTHER),
      seed: fc.integer(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(shard, { maxLength: 12 }), async (shards) => {
        artifacts = memoryArtifacts()
        shards.forEach((one, index) => {
          plant(`smoke-shop-shard-${one.shard}-a${one.attempt}-u${index + 1}`, one)
        })
        const real = artifacts.storeOf(3)
        const shuffled: ArtifactStore = {
          ...real,
          list: async () => {
            const listed = await real.list()
            if (!listed.ok) return listed
            const order = (id: number) => Math.imul(id, 2654435761) ^ (shards[0]?.seed ?? 0)
            return { ok: true, value: listed.value.toSorted((a, b) => order(a.id) - order(b.id)) }
          },
        }
        const plain = await collect(2, real)
        rmSync(into, { recursive: true, force: true })
        expect(await collect(2, shuffled)).toEqual(plain)
        const told = [...plain.folders, ...plain.problems].map((one) =>
          "artifact" in one ? one.artifact : "",
        )
        expect(told.length).toBe(shards.length)
        expect(new Set(told).size).toBe(shards.length)
        expect(
          plain.folders.every(
            ({ manifest: { planDigest, attempt } }) => planDigest === MINE && attempt <= 2,
          ),
        ).toBe(true)
        expect(plain.folders.length).toBe(
          shards.filter((one) => one.planDigest === MINE && one.attempt <= 2).length,
        )
      }),
      { numRuns: 25 },
    )
  })
})
