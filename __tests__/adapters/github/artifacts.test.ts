/**
 * The adapter with GitHub's real client against the loopback service: the contract, and every
 * trouble that the field has reported.
 */

import { randomBytes } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { crc32, deflateRawSync } from "node:zlib"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { githubArtifacts } from "../../../src/adapters/github/artifacts.ts"
import type { ArtifactEntry, ArtifactStore } from "../../../src/ports/artifacts.ts"
import {
  connectionReset,
  forbiddenFinalize,
  lostFinalizeReply,
  notJson,
  quotaHit,
  rateLimited,
  refuse,
  signedUrlGone,
} from "../../__rig__/results-service/faults.ts"
import { withoutPatience } from "../../__rig__/results-service/impatience.ts"
import { type ResultsService, startResultsService } from "../../__rig__/results-service/service.ts"
import { describeArtifactStore } from "../../ports/artifact-store.contract.ts"

// One service for the file: the REST client keeps the address that it found when it was loaded.
let service: ResultsService
let runs = 0

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

beforeEach(() => {
  runs += 1
  // The client tells its progress on stdout.
  vi.spyOn(process.stdout, "write").mockReturnValue(true)
})

function storeOf(
  attempt: number,
  options?: { token?: string; serverUrl?: string; mostRetentionDays?: string | undefined },
): ArtifactStore {
  const environment = service.environmentOf({ run: runs, attempt, job: "job" })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const serverUrl = options?.serverUrl ?? "https://github.com"
  vi.stubEnv("GITHUB_SERVER_URL", serverUrl)
  const token = options?.token
  return githubArtifacts({
    serverUrl,
    mostRetentionDays: options?.mostRetentionDays,
    fallback: token === undefined ? null : { token, repository: "acme/shop", runId: runs },
  })
}

describeArtifactStore("GitHub's client on the loopback service", async () => ({
  storeOf: (attempt) => storeOf(attempt),
  close: async () => undefined,
}))

describe("githubArtifacts under faults", () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "github-artifacts-"))
    mkdirSync(join(folder, "source"))
    writeFileSync(join(folder, "source", "a.txt"), "content")
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const upload = (store: ArtifactStore, name: string) =>
    store.upload({
      name,
      files: [join(folder, "source", "a.txt")],
      rootDirectory: join(folder, "source"),
      retentionDays: 5,
      compressionLevel: 6,
    })

  const uploadedEntry = async (store: ArtifactStore): Promise<ArtifactEntry> => {
    expect(await upload(store, "one")).toMatchObject({ ok: true })
    const listed = await store.list()
    const [entry] = listed.ok ? listed.value : []
    if (entry === undefined) throw new Error("not listed")
    return entry
  }

  it.each([
    [
      "a 409",
      refuse("CreateArtifact", 409, "an artifact with this name already exists"),
      "conflict",
    ],
    ["a 403 when finalizing", forbiddenFinalize, "forbidden"],
    ["a 401", refuse("CreateArtifact", 401), "forbidden"],
    ["a 400", refuse("CreateArtifact", 400), "other"],
    ["a full storage", quotaHit, "quota"],
    ["a reset", connectionReset("CreateArtifact"), "network"],
    ["a lost reply", lostFinalizeReply, "network"],
    ["a 403 from the storage", refuse("blob:block", 403), "forbidden"],
    ["429 for ever", { ...rateLimited("CreateArtifact"), times: 5 }, "rate-limited"],
    ["503 for ever", { ...refuse("CreateArtifact", 503), times: 5 }, "network"],
    ["no JSON for ever", { ...notJson("CreateArtifact"), times: 5 }, "network"],
  ])("upload: %s is told as what it is", async (_, fault, reason) => {
    withoutPatience()
    const store = storeOf(1)
    service.inject(fault)
    expect(await upload(store, "one")).toMatchObject({ ok: false, error: { reason } })
  })

  it.each([
    ["429", rateLimited("CreateArtifact")],
    ["503", refuse("CreateArtifact", 503)],
    ["no JSON", notJson("CreateArtifact")],
  ])("upload: %s once costs a wait and nothing else", async (_, fault) => {
    const { slept } = withoutPatience()
    const store = storeOf(1)
    service.inject(fault)
    expect(await upload(store, "one")).toMatchObject({ ok: true })
    expect(slept).toContain(3_000)
  })

  it.each([
    ["a failed finalize", forbiddenFinalize],
    ["a failed blob", refuse("blob:block", 403)],
  ])("upload: after %s the name is burnt, another one works", async (_, fault) => {
    const store = storeOf(1)
    service.inject(fault)
    await upload(store, "one")
    expect(await store.list()).toEqual({ ok: true, value: [] })
    expect(await upload(store, "one")).toMatchObject({ error: { reason: "conflict" } })
    expect(await upload(store, "one-u2")).toMatchObject({ ok: true })
  })

  it.each([
    ["a 404 for the address", signedUrlGone, "not-found"],
    ["a 404 from the storage for ever", { ...refuse("blob:get", 404), times: 5 }, "network"],
    ["a 403 for the address", refuse("GetSignedArtifactURL", 403), "forbidden"],
    ["a reset", connectionReset("ListArtifacts"), "network"],
  ])("download: %s is told as what it is", async (_, fault, reason) => {
    withoutPatience()
    const store = storeOf(1)
    const entry = await uploadedEntry(store)
    service.inject(fault)
    const target = join(folder, "target")
    expect(await store.download(entry, target)).toMatchObject({ ok: false, error: { reason } })
  })

  it.each([
    [undefined, 5],
    ["", 5],
    ["nonsense", 5],
    ["0", 5],
    ["90", 5],
    ["3", 3],
  ])(
    "upload: of 5 days where the repository allows %s it takes %i, without a word",
    async (most, days) => {
      vi.stubEnv("GITHUB_RETENTION_DAYS", most)
      const store = storeOf(1, { mostRetentionDays: most })
      expect(await upload(store, "one")).toMatchObject({ ok: true })
      const file = join(folder, "source", "a.txt")
      expect(await store.uploadRaw({ file, retentionDays: 5 })).toMatchObject({ ok: true })
      const made = service.artifacts.all().filter(({ run }) => run === runs)
      expect(made).toHaveLength(2)
      for (const { expiresAt, createdAt } of made) {
        const ms = Date.parse(expiresAt ?? "") - Date.parse(createdAt)
        expect(Math.round(ms / 86_400_000)).toBe(days)
      }
      const printed = vi.mocked(process.stdout.write).mock.calls.map(([text]) => String(text))
      expect(printed.filter((text) => text.includes("::warning"))).toEqual([])
    },
  )

  it("uploads what is large in blocks", async () => {
    const store = storeOf(1)
    const bytes = randomBytes(20 * 1024 * 1024)
    writeFileSync(join(folder, "source", "a.txt"), bytes)
    const entry = await uploadedEntry(store)
    expect(entry.sizeBytes).toBeGreaterThan(bytes.length)
    expect(service.requests.filter((one) => one.name === "blob:block").length).toBeGreaterThan(2)
    expect(await store.download(entry, join(folder, "target"))).toMatchObject({ ok: true })
    expect(readFileSync(join(folder, "target", "a.txt")).equals(bytes)).toBe(true)
  })

  it("download: goes over REST when the service does not give the address out", async () => {
    const store = storeOf(1, { token: "t" })
    const entry = await uploadedEntry(store)
    service.inject(signedUrlGone)
    const target = join(folder, "target")
    expect(await store.download(entry, target)).toEqual({ ok: true, value: undefined })
    expect(readFileSync(join(target, "a.txt"), "utf8")).toBe("content")
    expect(service.requests.at(-2)).toMatchObject({ name: "rest:download", status: 302 })
  })

  it("download: tells both refusals when REST refuses too", async () => {
    const store = storeOf(1, { token: "t" })
    const entry = await uploadedEntry(store)
    service.inject(signedUrlGone)
    service.inject(refuse("rest:download", 403, "Resource not accessible by integration"))
    const failed = await store.download(entry, join(folder, "target"))
    expect(failed).toMatchObject({ ok: false, error: { reason: "forbidden" } })
    expect(failed.ok ? "" : failed.error.message).toMatch(
      /workflow run not found.*; by REST: .*not accessible/u,
    )
  })

  it("list: goes over REST when the service has no list", async () => {
    const store = storeOf(1, { token: "t" })
    const entry = await uploadedEntry(store)
    service.inject(refuse("ListArtifacts", 404, "workflow run not found"))
    expect(await store.list()).toEqual({ ok: true, value: [entry] })
  })

  it("list: a host that breaks is told", async () => {
    withoutPatience()
    const store = storeOf(1)
    service.inject({ ...refuse("ListArtifacts", 503), times: 5 })
    expect(await store.list()).toMatchObject({ ok: false, error: { reason: "network" } })
  })

  it("download: a digest that the service misreports is a failure", async () => {
    const store = storeOf(1)
    await uploadedEntry(store)
    service.artifacts.misreportDigest("one")
    const listed = await store.list()
    const entry = listed.ok ? listed.value.find((one) => one.name === "one") : undefined
    if (entry === undefined) throw new Error("not listed")
    expect(await store.download(entry, join(folder, "target"))).toMatchObject({
      error: { reason: "digest-mismatch" },
    })
  })

  it("download: a cut-off body is never taken for a whole one", async () => {
    const store = storeOf(1)
    const entry = await uploadedEntry(store)
    service.inject({ on: "blob:get", effect: { kind: "truncate", bytes: 60 } })
    const target = join(folder, "target")
    expect(await store.download(entry, target)).toMatchObject({
      error: { reason: "digest-mismatch" },
    })
  })

  it("download: an archive cannot climb out of its folder", async () => {
    const store = storeOf(1)
    const content = zipOf("../escaped.txt", "evil")
    service.artifacts.plant({ run: runs, attempt: 1, name: "evil", content })
    const listed = await store.list()
    const [entry] = listed.ok ? listed.value : []
    if (entry === undefined) throw new Error("not listed")
    expect(await store.download(entry, join(folder, "deep", "target"))).toMatchObject({ ok: true })
    expect(readdirSync(join(folder, "deep"))).toEqual(["target"])
    expect(readdirSync(join(folder, "deep", "target"))).toEqual(["escaped.txt"])
  })

  it("sees the artifacts of earlier attempts after a re-run of failed jobs, not of all", async () => {
    await upload(storeOf(1), "one")
    expect(await storeOf(2).list()).toMatchObject({ ok: true, value: [{ name: "one" }] })
    service.artifacts.startAttempt({ run: runs, attempt: 3, rerun: "all" })
    expect(await storeOf(3).list()).toEqual({ ok: true, value: [] })
  })

  it("does not ask a host that has no such service, nor warn about it", async () => {
    const before = service.requests.length
    const store = storeOf(1, { serverUrl: "https://git.example.com" })
    const entry = { name: "x", id: 1, sizeBytes: 1, digest: null }
    for (const result of [
      await upload(store, "one"),
      await store.list(),
      await store.download(entry, join(folder, "target")),
    ]) {
      expect(result).toMatchObject({ ok: false, error: { reason: "unsupported-host" } })
    }
    expect(service.requests.length).toBe(before)
    expect(process.stdout.write).not.toHaveBeenCalled()
  })

  it.each(["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"])(
    "works only in a job: no %s",
    async (name) => {
      const store = storeOf(1)
      vi.stubEnv(name, "")
      expect(await store.list()).toMatchObject({ error: { reason: "unsupported-host" } })
    },
  )
})

/** A zip file with one deflated member of any name. */
function zipOf(name: string, text: string): Buffer {
  const path = Buffer.from(name)
  const data = Buffer.from(text)
  const packed = deflateRawSync(data)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt32LE(crc32(data), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(data.length, 18)
  fields.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), fields, path, packed])
  const madeBy = Buffer.from([20, 3])
  const head = Buffer.concat([Buffer.from("PK\u0001\u0002", "latin1"), madeBy, fields])
  const central = Buffer.concat([head, Buffer.alloc(14), path])
  const end = Buffer.alloc(22)
  end.write("PK\u0005\u0006", "latin1")
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
