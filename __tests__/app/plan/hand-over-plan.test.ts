/**
 * A plan is handed over under its `id`, and never under the one of another plan of the run.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { findPlan, handOverPlan } from "../../../src/app/plan/plan-artifact.ts"
import { digestOf } from "../../../src/app/plan/plan-run.ts"
import { PlanManifestSchema } from "../../../src/formats/manifest.ts"
import type { Plan } from "../../../src/formats/plan.ts"
import type { ArtifactStore } from "../../../src/ports/artifacts.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"
import { valid } from "../../__rig__/valid.ts"

const TAKEN = { ok: false, error: { reason: "plan/id-taken", id: "shop" } }

function planOf(id: string, scenario = "a"): Plan {
  const plan = buildPlan({ shards: [[scenario]], suite: "shop", more: { id } })
  return { ...plan, digest: digestOf(plan, sha256Text) }
}

const PLAN = planOf("shop")

let folder: string
let artifacts: MemoryArtifacts
let waits: number[]
let names: number

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
  artifacts = memoryArtifacts()
  folder = mkdtempSync(join(tmpdir(), "hand-over-plan-"))
  waits = []
  names = 0
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const uniqueName = () => String(++names).padStart(8, "0")

function handOver(
  plan: Plan = PLAN,
  {
    attempt = 1,
    job = "plan",
    store = artifacts.storeOf(attempt),
  }: { readonly attempt?: number; readonly job?: string; readonly store?: ArtifactStore } = {},
) {
  const request = { plan, runId: "77", attempt, job, retentionDays: 5, onUpload: () => undefined }
  const ports = { store, files: nodeFiles, clock, uniqueName }
  return handOverPlan({ ...request, folder: `${folder}/${uniqueName()}` }, ports)
}

function find(attempt: number, digest: string | null = PLAN.digest) {
  const store = artifacts.storeOf(attempt)
  return findPlan({
    ...{ store, files: nodeFiles, sha256: sha256Text, attempt, digest: digest ?? undefined },
    into: `${folder}/${uniqueName()}`,
  })
}

describe("handOverPlan", () => {
  it("uploads the plan with a manifest that holds a random token", async () => {
    expect(await handOver()).toEqual({ ok: true, value: undefined })
    expect(artifacts.uploads).toEqual(["smoke-shop-plan-a1"])
    const store = artifacts.storeOf(1)
    const listed = await store.list()
    const [entry] = listed.ok ? listed.value : []
    if (entry === undefined) throw new Error("nothing was uploaded")
    await store.download(entry, `${folder}/seen`)
    const text = nodeFiles.readText(`${folder}/seen/manifest.json`)
    expect(valid(PlanManifestSchema, JSON.parse(text.ok ? text.value : ""))).toEqual({
      schemaVersion: 1,
      id: "shop",
      suite: "shop",
      planDigest: PLAN.digest,
      runId: "77",
      attempt: 1,
      job: "plan",
      token: "0000000200000003",
    })
    expect(await find(1)).toMatchObject({ ok: true, value: { plan: { id: "shop" } } })
  })

  it.each([
    ["the same plan", PLAN],
    ["another selection of its suite", planOf("shop", "b")],
  ])("refuses the second of two jobs: %s", async (_, other) => {
    await handOver()
    expect(await handOver(other)).toMatchObject(TAKEN)
    expect(artifacts.uploads).toEqual([
      "smoke-shop-plan-a1",
      "smoke-shop-plan-a1",
      "smoke-shop-refused-a1",
    ])
    // The first is found by its digest; without one nobody can tell whose it is.
    expect(await find(1)).toMatchObject({ ok: true })
    expect(await find(1, null)).toMatchObject(TAKEN)
    // A third one leaves it at that.
    expect(await handOver(other)).toMatchObject(TAKEN)
    expect(artifacts.uploads).toHaveLength(5)
  })

  it("takes both of two jobs that have ids of their own", async () => {
    const [staging, production] = ["shop-staging", "shop-production"].map((id) => planOf(id))
    expect(staging?.digest).not.toBe(production?.digest)
    for (const plan of [staging, production]) {
      if (plan === undefined) continue
      expect(await handOver(plan)).toMatchObject({ ok: true })
    }
    for (const plan of [staging, production]) {
      const found = await find(1, plan?.digest)
      expect(found).toMatchObject({ ok: true, value: { plan, prefix: `smoke-${plan?.id}` } })
    }
  })

  it("refuses it in later attempts too, where the name is free again", async () => {
    await handOver()
    await handOver()
    expect(await handOver(PLAN, { attempt: 2 })).toMatchObject({
      error: { reason: "plan/id-taken", artifact: "smoke-shop-refused-a1" },
    })
    expect(artifacts.uploads).not.toContain("smoke-shop-plan-a2")
    // It still stands when the run no longer shows its first attempt.
    expect(artifacts.uploads).toContain("smoke-shop-refused-a2")
  })

  it("lets its own job plan again in a later attempt, and no other one", async () => {
    await handOver()
    expect(await handOver(planOf("shop", "b"), { attempt: 2 })).toMatchObject({ ok: true })
    expect(await handOver(PLAN, { attempt: 3, job: "plan-production" })).toMatchObject({
      error: { reason: "plan/id-taken", artifact: "smoke-shop-plan-a2" },
    })
  })

  it("knows its own earlier try: the service kept it and said otherwise", async () => {
    // The client asks again itself when it hears nothing.
    const real = artifacts.storeOf(1)
    const store: ArtifactStore = {
      ...real,
      upload: async (request) => {
        await real.upload(request)
        return real.upload(request)
      },
    }
    expect(await handOver(PLAN, { store })).toEqual({ ok: true, value: undefined })
    expect(new Set(artifacts.uploads)).toEqual(new Set(["smoke-shop-plan-a1"]))
  })

  it("waits for the list to show who holds the name", async () => {
    await handOver()
    const real = artifacts.storeOf(1)
    let asked = 0
    const store: ArtifactStore = {
      ...real,
      list: async () => {
        asked += 1
        return asked < 4 ? { ok: true, value: [] } : real.list()
      },
    }
    expect(await handOver(PLAN, { store })).toMatchObject(TAKEN)
    expect(waits).toEqual([2_000, 4_000, 8_000])
  })

  it("goes on under another name where nobody ever sees who holds it", async () => {
    artifacts.failNext("upload", "other")
    const broken = await artifacts.storeOf(1).upload({
      name: "smoke-shop-plan-a1",
      files: [import.meta.filename],
      rootDirectory: import.meta.dirname,
      retentionDays: 1,
      compressionLevel: 0,
    })
    expect(broken.ok).toBe(false)
    expect(await handOver()).toMatchObject({ ok: true })
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000])
    expect(artifacts.uploads.at(-1)).toBe("smoke-shop-plan-a1-u2")
  })

  it("says what the service said where the upload fails for good", async () => {
    artifacts.failNext("upload", "unsupported-host")
    expect(await handOver()).toEqual({
      ok: false,
      error: {
        reason: "artifacts/not-uploaded",
        message: "told to fail",
        because: "no-service",
      },
    })
  })
})
