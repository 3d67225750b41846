import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { uploadShard } from "../../../src/app/hand-over/upload-folder.ts"
import type { ArtifactProblemReason, ArtifactStore } from "../../../src/ports/artifacts.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"

describe("uploadShard", () => {
  let folder: string
  let artifacts: MemoryArtifacts
  let waits: number[]

  const clock: Clock = {
    now: () => 0,
    running: () => 0,
    lateMs: () => 0,
    afterRunning: () => () => {},
    monotonic: () => 0,
    after: (delayMs, call) => {
      waits.push(delayMs)
      call()
      return () => undefined
    },
  }

  beforeEach(() => {
    waits = []
    artifacts = memoryArtifacts()
    folder = mkdtempSync(join(tmpdir(), "upload-shard-"))
    mkdirSync(join(folder, "logs"))
    for (const path of ["manifest.json", "journal.ndjson", "combined.log", "logs/a.1.log"]) {
      writeFileSync(join(folder, path), path)
    }
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const upload = (attempt = 1) =>
    uploadShard({
      store: artifacts.storeOf(attempt),
      files: nodeFiles,
      clock,
      folder,
      prefix: "smoke-shop",
      shard: 3,
      attempt,
      retentionDays: 5,
    })

  const stored = async (attempt = 1): Promise<Record<string, readonly string[]>> => {
    const store: ArtifactStore = artifacts.storeOf(attempt)
    const listed = await store.list()
    const found: Record<string, readonly string[]> = {}
    for (const entry of listed.ok ? listed.value : []) {
      const target = join(folder, "..", `${entry.id}-${Math.abs(entry.sizeBytes)}`)
      await store.download(entry, target)
      found[entry.name] = nodeFiles.glob(target, ["**"])
      nodeFiles.remove(target)
    }
    return found
  }

  const everything = ["combined.log", "journal.ndjson", "logs/a.1.log", "manifest.json"]

  it("uploads the whole folder under the shard's name", async () => {
    expect(await upload()).toEqual({
      ok: true,
      value: {
        ...{ name: "smoke-shop-shard-3-a1", id: expect.any(Number) },
        ...{ withoutLogs: false, tries: [], notes: [] },
      },
    })
    expect(await stored()).toEqual({ "smoke-shop-shard-3-a1": everything })
    expect(waits).toEqual([])
  })

  it.each<[ArtifactProblemReason, readonly number[]]>([
    ["conflict", []],
    ["other", []],
    ["not-found", []],
    ["forbidden", [2_000]],
    ["network", [2_000]],
    ["rate-limited", [2_000]],
  ])("takes another name after %s", async (reason, expectedWaits) => {
    artifacts.failNext("upload", reason)
    expect(await upload()).toMatchObject({
      ok: true,
      value: {
        name: "smoke-shop-shard-3-a1-u2",
        withoutLogs: false,
        tries: [{ name: "smoke-shop-shard-3-a1", problem: { reason } }],
      },
    })
    expect(await stored()).toEqual({ "smoke-shop-shard-3-a1-u2": everything })
    expect(waits).toEqual(expectedWaits)
  })

  it("gets past names that failed uploads burnt, in the same attempt", async () => {
    artifacts.failNext("upload", "forbidden")
    await upload()
    expect(await upload()).toMatchObject({ ok: true, value: { name: "smoke-shop-shard-3-a1-u3" } })
  })

  it("starts with the plain name again in the next attempt", async () => {
    await upload(1)
    expect(await upload(2)).toMatchObject({ ok: true, value: { name: "smoke-shop-shard-3-a2" } })
  })

  it("leaves the logs behind when the storage is full", async () => {
    artifacts.failNext("upload", "quota")
    expect(await upload()).toMatchObject({
      ok: true,
      value: { name: "smoke-shop-shard-3-a1-u2", withoutLogs: true },
    })
    expect(await stored()).toEqual({
      "smoke-shop-shard-3-a1-u2": ["journal.ndjson", "manifest.json"],
    })
  })

  it("gives up when there is no room without logs either", async () => {
    artifacts.failNext("upload", "quota")
    artifacts.failNext("upload", "quota")
    expect(await upload()).toMatchObject({
      ok: false,
      error: {
        reason: "artifacts/not-uploaded",
        tries: [
          { name: "smoke-shop-shard-3-a1", withoutLogs: false, problem: { reason: "quota" } },
          { name: "smoke-shop-shard-3-a1-u2", withoutLogs: true, problem: { reason: "quota" } },
        ],
      },
    })
  })

  it("gives up at once on a host without artifacts", async () => {
    artifacts.failNext("upload", "unsupported-host")
    expect(await upload()).toMatchObject({ ok: false, error: { tries: { length: 1 } } })
    expect(artifacts.uploads).toEqual(["smoke-shop-shard-3-a1"])
  })

  it("gives up after five names, waiting longer each time", async () => {
    for (let i = 0; i < 9; i++) artifacts.failNext("upload", "network")
    expect(await upload()).toMatchObject({ ok: false, error: { tries: { length: 5 } } })
    expect(artifacts.uploads).toEqual([
      "smoke-shop-shard-3-a1",
      "smoke-shop-shard-3-a1-u2",
      "smoke-shop-shard-3-a1-u3",
      "smoke-shop-shard-3-a1-u4",
      "smoke-shop-shard-3-a1-u5",
    ])
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000])
  })
})
