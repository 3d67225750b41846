import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { type Checkpoints, keepCheckpoints } from "../../../src/app/hand-over/checkpoints.ts"
import type { ArtifactStore } from "../../../src/ports/artifacts.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"
import { type PaceOf, sixHours } from "../../__rig__/six-hours.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe("checkpoints", () => {
  let root: string
  let clock: FakeClock
  let artifacts: MemoryArtifacts
  let said: string[]

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "smoke-checkpoints-"))
    clock = new FakeClock()
    artifacts = memoryArtifacts()
    said = []
  })

  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  const keep = (
    shard: number,
    { shards = 1, everyMs = 5 * MINUTE, store = artifacts.storeOf(1), files = nodeFiles } = {},
  ): Checkpoints => {
    const folder = join(root, `shard-${shard}`)
    mkdirSync(join(folder, "logs"), { recursive: true })
    writeFileSync(join(folder, "logs/a.1.log"), "the secret word\n")
    return keepCheckpoints(
      {
        ...{ everyMs, folder, shard, shards, prefix: "smoke-shop", attempt: 1, retentionDays: 1 },
        ...{ secrets: ["secret word"], say: (line) => said.push(line) },
      },
      { store, files, clock },
    )
  }
  const names = async () => {
    const listed = await artifacts.storeOf(1).list()
    return listed.ok ? listed.value.map(({ name }) => name) : []
  }
  /** Reading and removing files takes more turns than a step of the clock gives. */
  const advance = async (ms: number) => {
    await clock.advance(ms)
    await new Promise((resolve) => setImmediate(resolve))
  }

  it("replace the one before, without secrets, and are gone when the shard has handed over", async () => {
    const kept = keep(1)
    await advance(5 * MINUTE - 1)
    expect(await names()).toEqual([])
    await advance(1)
    expect(await names()).toEqual(["smoke-shop-checkpoint-1-a1-c1"])
    const listed = await artifacts.storeOf(1).list()
    const [entry] = listed.ok ? listed.value : []
    if (entry === undefined) throw new Error("not listed")
    await artifacts.storeOf(1).download(entry, join(root, "down"))
    expect(nodeFiles.readText(join(root, "down/logs/a.1.log"))).toMatchObject({
      value: "the ***\n",
    })
    await advance(10 * MINUTE)
    expect(await names()).toEqual(["smoke-shop-checkpoint-1-a1-c3"])
    await kept.stop()
    await advance(HOUR)
    expect(await names()).toEqual(["smoke-shop-checkpoint-1-a1-c3"])
    await kept.discard()
    expect(await names()).toEqual([])
    expect(said).toEqual([])
  })

  it("take another name after a refusal, and wait twice as long", async () => {
    keep(1)
    for (let i = 0; i < 5; i++) artifacts.failNext("upload", "network")
    await advance(5 * MINUTE)
    await advance(5 * MINUTE)
    expect(said).toEqual(["a checkpoint could not be uploaded: told to fail"])
    await advance(6 * MINUTE)
    expect(await names()).toEqual(["smoke-shop-checkpoint-1-a1-c6"])
  })

  it.each([
    ["can be deleted", false, 256, 256 + 2],
    ["cannot be deleted", true, 100, 500],
    ["cannot be deleted", true, 10, 500],
  ])(
    "of six hours, where they %s (%s): %i shards hold at most so many",
    async (_, refuses, shards, most) => {
      // A folder without files: what is counted is artifacts.
      const files = { ...nodeFiles, glob: () => [], remove: () => undefined }
      const counted = { now: 0, most: 0 }
      const store: ArtifactStore = {
        ...artifacts.storeOf(1),
        upload: async () => {
          counted.now += 1
          counted.most = Math.max(counted.most, counted.now)
          return { ok: true, value: { id: 1, sizeBytes: 1, digest: "sha256:0" } }
        },
        remove: async () => {
          if (refuses) return { ok: false, error: { reason: "forbidden", message: "no" } }
          counted.now -= 1
          return { ok: true, value: undefined }
        },
      }
      for (let shard = 1; shard <= shards; shard++)
        keep(shard, { shards, store, files, everyMs: 30 * MINUTE })
      await advance(6 * HOUR)
      expect(counted.most).toBeLessThanOrEqual(most)
      expect(counted.most).toBeGreaterThanOrEqual(Math.min(shards, 400))
    },
  )

  it.each<[string, PaceOf, number, number]>([
    ["in four minutes", () => ({ uploadMs: 240_000, removeMs: 2_000 }), 3, 7],
    // Names are taken when an upload begins: shards that begin together would hold two each.
    ["slower every hour", (hour) => ({ uploadMs: 20_000 * 3 ** hour, removeMs: 1_000 }), 6, 20],
  ])(
    "of 256 shards over six hours on the emulated service, uploaded %s, are never more than 500",
    { timeout: 120_000 },
    async (_, paceOf, fewest, most) => {
      const held = await sixHours(root, paceOf)
      expect(held.most).toBeGreaterThanOrEqual(256)
      expect(held.most).toBeLessThanOrEqual(500)
      expect(held.each).toBeGreaterThanOrEqual(fewest)
      expect(held.each).toBeLessThanOrEqual(most)
      expect(held).toMatchObject({ left: 0, said: [] })
    },
  )
})
