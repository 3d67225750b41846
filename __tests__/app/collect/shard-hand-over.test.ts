/**
 * Shards hand over and aggregate collects, with GitHub's real client, over two attempts and under
 * the troubles that lose results elsewhere.
 */
import { execFileSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { githubArtifacts } from "../../../src/adapters/github/artifacts.ts"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { collectShards } from "../../../src/app/collect/collect-shards.ts"
import { uploadShard } from "../../../src/app/hand-over/upload-folder.ts"
import { err, type Result } from "../../../src/core/problems/result.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import type { FileProblem, Files } from "../../../src/ports/files.ts"
import {
  forbiddenFinalize,
  lostFinalizeReply,
  quotaHit,
  signedUrlGone,
} from "../../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../../__rig__/results-service/service.ts"

const RUN = 77
const PREFIX = "smoke-shop"
const DIGEST = "sha256:plan"

const clock: Clock = {
  now: () => 0,
  running: () => 0,
  lateMs: () => 0,
  afterRunning: () => () => {},
  monotonic: () => 0,
  after: (_, call) => {
    call()
    return () => undefined
  },
}

let service: ResultsService
let folder: string

beforeEach(async () => {
  service = await startResultsService()
  folder = mkdtempSync(join(tmpdir(), "hand-over-"))
  vi.spyOn(process.stdout, "write").mockReturnValue(true)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

function storeOf(attempt: number) {
  const environment = service.environmentOf({ run: RUN, attempt, job: "job" })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const fallback = { token: "t", repository: "acme/shop", runId: RUN }
  return githubArtifacts({ serverUrl: "https://github.com", fallback })
}

async function handOver(shard: number, attempt: number, files: Files = nodeFiles) {
  const source = join(folder, `shard-${shard}-${attempt}`)
  mkdirSync(join(source, "logs"), { recursive: true })
  const manifest = { schemaVersion: 1, suite: "shop", planDigest: DIGEST, runId: "r", shard }
  const rest = { shards: 4, attempt, runner: "linux", complete: true }
  writeFileSync(join(source, "manifest.json"), JSON.stringify({ ...manifest, ...rest }))
  writeFileSync(join(source, "journal.ndjson"), `shard ${shard} attempt ${attempt}\n`)
  writeFileSync(join(source, "logs", "a.1.log"), "log\n")
  const store = storeOf(attempt)
  const options = { store, files, clock, folder: source, prefix: PREFIX }
  return uploadShard({ ...options, shard, attempt, retentionDays: 5 })
}

it("loses nothing to burnt names, a full storage, a lost reply and lower ids", async () => {
  service.artifacts.burn({ run: RUN, attempt: 1, name: `${PREFIX}-shard-1-a1` })
  expect(await handOver(1, 1)).toMatchObject({ value: { name: `${PREFIX}-shard-1-a1-u2` } })
  service.inject(forbiddenFinalize)
  expect(await handOver(2, 1)).toMatchObject({ value: { name: `${PREFIX}-shard-2-a1-u2` } })
  service.inject(quotaHit)
  expect(await handOver(3, 1)).toMatchObject({ value: { withoutLogs: true } })
  service.inject(lostFinalizeReply)
  expect(await handOver(4, 1)).toMatchObject({ value: { name: `${PREFIX}-shard-4-a1-u2` } })
  // "Re-run failed jobs": only shard 2 runs again, and its artifact gets a lower id.
  expect(await handOver(2, 2)).toMatchObject({ value: { name: `${PREFIX}-shard-2-a2` } })

  service.inject(signedUrlGone)
  const store = storeOf(2)
  const collected = await collectShards({
    store,
    files: nodeFiles,
    prefix: PREFIX,
    planDigest: DIGEST,
    attempt: 2,
    into: join(folder, "into"),
  })
  expect(collected.problems).toEqual([])
  expect(
    collected.folders.map(({ artifact, folder: at }) => [
      artifact.slice(PREFIX.length + 1),
      readFileSync(join(at, "journal.ndjson"), "utf8").trim(),
      nodeFiles.exists(join(at, "logs")),
    ]),
  ).toEqual([
    ["shard-1-a1-u2", "shard 1 attempt 1", true],
    ["shard-2-a1-u2", "shard 2 attempt 1", true],
    ["shard-2-a2", "shard 2 attempt 2", true],
    ["shard-3-a1-u2", "shard 3 attempt 1", false],
    // The reply was lost, the upload was not: the same shard twice, with the same content.
    ["shard-4-a1", "shard 4 attempt 1", true],
    ["shard-4-a1-u2", "shard 4 attempt 1", true],
  ])
  const ids = service.artifacts.visible(RUN, 2)
  const [first, again] = ["a1-u2", "a2"].map((end) =>
    ids.find((one) => one.name === `${PREFIX}-shard-2-${end}`),
  )
  expect(Number(again?.id)).toBeLessThan(Number(first?.id))
})

it("loses nothing but the files themselves to names and files that no archive takes", async () => {
  const source = join(folder, "shard-1-1")
  const kept = join(source, "artifacts", "a.1")
  mkdirSync(join(kept, "what: *now*?"), { recursive: true })
  const strange = ['say "hi"', "a:b", "a%3Ab", "a<b>c", "a|b", "a*b", "a?b", "a\rb", "a\nb", "a\\b"]
  const long = "☃".repeat(85)
  const deep = `${"d".repeat(250)}/`.repeat(4)
  mkdirSync(join(kept, deep), { recursive: true })
  const names = [...strange, "what: *now*?/x.png", long, `${deep}end.png`]
  for (const name of names) writeFileSync(join(kept, name), `of ${name}`)
  symlinkSync("/etc/hostname", join(kept, "link"))
  symlinkSync("nowhere", join(source, "logs-link"))
  execFileSync("mkfifo", [join(kept, "pipe")])

  const uploaded = await handOver(1, 1)
  expect(uploaded).toMatchObject({ ok: true, value: { name: `${PREFIX}-shard-1-a1`, tries: [] } })
  const notes = uploaded.ok ? uploaded.value.notes : []
  expect(notes).toHaveLength(names.length - 1)
  expect(notes).toContain("uploaded as artifacts/a.1/a%0Ab: artifacts/a.1/a\nb")
  expect(notes).toContain("uploaded as renamed/1/a%3Ab: artifacts/a.1/a:b")

  const { folders } = await collectShards({
    ...{ store: storeOf(1), files: nodeFiles, prefix: PREFIX, planDigest: DIGEST, attempt: 1 },
    into: join(folder, "fetched"),
  })
  const got = folders[0]?.folder ?? ""
  const renamed: Record<string, string> = JSON.parse(
    readFileSync(join(got, "renamed.json"), "utf8"),
  )
  const contents = nodeFiles
    .glob(got, ["artifacts/**", "renamed/**"])
    .map((path) => [renamed[path] ?? path, readFileSync(join(got, path), "utf8")])
    .toSorted()
  expect(contents).toEqual(names.map((name) => [`artifacts/a.1/${name}`, `of ${name}`]).toSorted())
  // What lay there lies there as before, and nothing else does.
  expect(nodeFiles.glob(source, ["artifacts/**"])).toHaveLength(names.length)
  expect(readdirSync(folder).toSorted()).toEqual(["fetched", "shard-1-1"])
})

it("a file that goes before the upload is a note", async () => {
  const files = {
    ...nodeFiles,
    checkPlain: (path: string): Result<void, FileProblem> =>
      path.endsWith("a.1.log")
        ? err({ path, code: "EACCES", message: "permission denied" })
        : nodeFiles.checkPlain(path),
  }
  expect(await handOver(1, 1, files)).toMatchObject({
    value: { notes: ["not uploaded: logs/a.1.log: permission denied"], tries: [] },
  })
})
