/**
 * The stand-in itself: what it refuses, and that GitHub's real clients accept it.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { refuse } from "./faults.ts"
import { runBackendId, runtimeToken } from "./identity.ts"
import { type ResultsService, startResultsService } from "./service.ts"

const JOB = { run: 5, attempt: 1, job: "job" }

let service: ResultsService

beforeEach(async () => {
  service = await startResultsService()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await service.stop()
})

async function call(
  method: string,
  body: Readonly<Record<string, unknown>>,
  options?: { readonly token?: string },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const [kind] = /Cache/u.test(method) ? ["CacheService"] : ["ArtifactService"]
  const ids = {
    workflow_run_backend_id: runBackendId(JOB.run, JOB.attempt),
    workflow_job_run_backend_id: "job",
  }
  const response = await fetch(
    `${service.url}/twirp/github.actions.results.api.v1.${kind}/${method}`,
    {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${options?.token ?? runtimeToken(JOB)}`,
      },
      body: JSON.stringify({ ...ids, ...body }),
    },
  )
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function putBlocks(address: unknown, blocks: readonly string[], order: readonly number[]) {
  const ids = blocks.map((_, index) => Buffer.from(`block-${index}`).toString("base64"))
  for (const [index, block] of blocks.entries()) {
    const id = encodeURIComponent(ids[index] ?? "")
    await fetch(`${address}&comp=block&blockid=${id}`, { method: "PUT", body: block })
  }
  const list = order.map((index) => `<Latest>${ids[index] ?? "none"}</Latest>`).join("")
  return fetch(`${address}&comp=blocklist`, {
    method: "PUT",
    headers: { "x-ms-blob-content-type": "application/zip" },
    body: `<?xml version="1.0"?><BlockList>${list}</BlockList>`,
  })
}

describe("artifact protocol", () => {
  it("joins blocks in the order of the list and checks size and digest", async () => {
    const made = await call("CreateArtifact", { name: "one", version: 7 })
    expect(made.status).toBe(200)
    const committed = await putBlocks(made.body["signed_upload_url"], ["world", "hello "], [1, 0])
    expect(committed.status).toBe(201)
    expect(committed.headers.get("etag")).not.toBeNull()
    expect(await call("FinalizeArtifact", { name: "one", size: "10" })).toMatchObject({
      status: 400,
      body: { msg: "size differs from what was uploaded" },
    })
    const wrong = { name: "one", size: "11", hash: `sha256:${"1".repeat(64)}` }
    expect(await call("FinalizeArtifact", wrong)).toMatchObject({
      status: 400,
      body: { msg: "hash differs from what was uploaded" },
    })
    expect(await call("ListArtifacts", {})).toMatchObject({ body: { artifacts: [] } })
    const done = await call("FinalizeArtifact", { name: "one", size: "11" })
    expect(done.status).toBe(200)
    expect(Number(done.body["artifact_id"])).toBeGreaterThan(2 ** 31)
    const { body } = await call("GetSignedArtifactURL", { name: "one" })
    expect(await (await fetch(String(body["signed_url"]))).text()).toBe("hello world")
    const part = await fetch(String(body["signed_url"]), { headers: { range: "bytes=6-8" } })
    expect([part.status, await part.text()]).toEqual([206, "wor"])
  })

  it("refuses a list that names a block nobody staged", async () => {
    const made = await call("CreateArtifact", { name: "one", version: 7 })
    const committed = await putBlocks(made.body["signed_upload_url"], ["a"], [0, 1])
    expect(committed.status).toBe(400)
  })

  it("refuses addresses with a wrong signature and tokens of another run", async () => {
    const made = await call("CreateArtifact", { name: "one", version: 7 })
    const address = String(made.body["signed_upload_url"]).replace(/sig=.*/u, "sig=guess")
    expect((await fetch(address)).status).toBe(403)
    const token = runtimeToken({ ...JOB, run: 6 })
    expect((await call("ListArtifacts", {}, { token })).status).toBe(401)
    expect((await call("ListArtifacts", {}, { token: "nonsense" })).status).toBe(401)
  })

  it("lets exactly one of many at the same time have a name", async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () => call("CreateArtifact", { name: "one", version: 7 })),
    )
    expect(all.map((one) => one.status).sort()).toEqual([200, ...Array(19).fill(409)])
  })

  it("records requests, and a fault only for the artifact it is meant for", async () => {
    service.inject({ ...refuse("CreateArtifact", 503), artifact: "two" })
    expect((await call("CreateArtifact", { name: "one", version: 7 })).status).toBe(200)
    expect((await call("CreateArtifact", { name: "two", version: 7 })).status).toBe(503)
    expect((await call("CreateArtifact", { name: "two", version: 7 })).status).toBe(200)
    expect(service.requests.map((one) => [one.name, one.about, one.status])).toEqual([
      ["CreateArtifact", "one", 200],
      ["CreateArtifact", "two", 503],
      ["CreateArtifact", "two", 200],
    ])
  })
})

describe("REST", () => {
  const rest = (path: string, options?: RequestInit) =>
    fetch(`${service.url}/repos/a/b${path}`, {
      redirect: "manual",
      headers: { authorization: "token t", "content-type": "application/json" },
      ...options,
    })

  it("lists artifacts page by page and redirects a download", async () => {
    for (let i = 0; i < 5; i++) {
      const content = Buffer.from(String(i))
      service.artifacts.plant({ run: 5, attempt: 1, name: `n${i}`, content })
    }
    const page = await (await rest("/actions/runs/5/artifacts?per_page=2&page=3")).json()
    expect(page).toMatchObject({ total_count: 5, artifacts: [{ name: "n4", size_in_bytes: 1 }] })
    const { id } = (page as { artifacts: [{ id: number }] }).artifacts[0]
    const redirect = await rest(`/actions/artifacts/${id}/zip`)
    expect(redirect.status).toBe(302)
    expect(await (await fetch(redirect.headers.get("location") ?? "")).text()).toBe("4")
    expect((await fetch(`${service.url}/repos/a/b/actions/runs/5/artifacts`)).status).toBe(401)
  })

  it("appends the annotations of a check run, at most 50 in a request", async () => {
    const line = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" }
    const write = (method: string, path: string, count: number) => {
      const output = { title: "t", summary: "s", annotations: Array(count).fill(line) }
      const commit = method === "POST" ? { head_sha: "0123456" } : {}
      const body = JSON.stringify({ name: "smoke", status: "in_progress", ...commit, output })
      return rest(path, { method, body })
    }
    expect((await rest("/check-runs", { method: "POST", body: "{}" })).status).toBe(422)
    const made = await write("POST", "/check-runs", 50)
    expect(made.status).toBe(201)
    const { id } = (await made.json()) as { id: number }
    expect((await write("PATCH", `/check-runs/${id}`, 51)).status).toBe(422)
    expect((await write("PATCH", `/check-runs/${id}`, 7)).status).toBe(200)
    expect(service.rest.checks()).toMatchObject([{ id, annotations: { length: 57 } }])
    expect((await write("PATCH", "/check-runs/1", 1)).status).toBe(404)
  })
})

describe("cache protocol, with GitHub's client", () => {
  it("saves once, finds by key and by prefix, and keeps versions apart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cache-"))
    try {
      for (const [name, value] of Object.entries(service.environmentOf(JOB)))
        vi.stubEnv(name, value)
      vi.stubEnv("GITHUB_WORKSPACE", folder)
      vi.stubEnv("RUNNER_TEMP", folder)
      vi.spyOn(process.stdout, "write").mockReturnValue(true)
      const cache = await import("@actions/cache")
      const path = join(folder, "data")
      mkdirSync(path)
      writeFileSync(join(path, "a.txt"), "cached")
      expect(await cache.restoreCache([path], "key-1")).toBeUndefined()
      expect(await cache.saveCache([path], "key-1")).toBeGreaterThan(2 ** 31)
      expect(await cache.saveCache([path], "key-1")).toBe(-1)
      rmSync(path, { recursive: true })
      expect(await cache.restoreCache([path], "key-2", ["key-"])).toBe("key-1")
      expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("cached")
      expect(await cache.restoreCache([join(folder, "other")], "key-1")).toBeUndefined()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe("as a command", () => {
  it("writes the environment, logs requests, and ends at a signal", async () => {
    const folder = mkdtempSync(join(tmpdir(), "results-service-"))
    const target = join(folder, "env")
    const log = join(folder, "log.jsonl")
    const main = join(import.meta.dirname, "main.ts")
    const child = spawn(process.execPath, [main, "--write-env", target, "--log", log, "--run", "9"])
    try {
      await appears(folder, target)
      const environment = new Map(
        readFileSync(target, "utf8")
          .trim()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      )
      expect(environment.get("GITHUB_RUN_ID")).toBe("9")
      const url = `${environment.get("ACTIONS_RESULTS_URL")}repos/a/b/check-runs`
      const headers = { authorization: "token t", "content-type": "application/json" }
      const body = JSON.stringify({ name: "smoke", head_sha: "0123456" })
      expect((await fetch(url, { method: "POST", headers, body })).status).toBe(201)
      expect(JSON.parse(readFileSync(log, "utf8"))).toMatchObject({ name: "rest:create-check" })
    } finally {
      const exited = once(child, "exit")
      child.kill("SIGTERM")
      expect(await exited).toEqual([0, null])
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

async function appears(folder: string, file: string): Promise<void> {
  const watcher = watch(folder)
  try {
    while (!existsSync(file)) await once(watcher, "change")
  } finally {
    watcher.close()
  }
}
