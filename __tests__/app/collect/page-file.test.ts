import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { inflateRawSync } from "node:zlib"
import { afterAll, beforeAll, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { pack } from "../../../src/adapters/node/files/pack.ts"
import { pageText } from "../../../src/app/collect/page-file.ts"
import type { PageFile, PageIndex } from "../../../src/report/page/page-data.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const SECRET = "hunter2-hunter2"
const ARTIFACTS = ["plain.png", "secret.png", "missing.png", "large.png", "link.png"]
const folder = mkdtempSync(join(tmpdir(), "page-file-"))

function write(path: string, bytes: string | Buffer): void {
  const place = join(folder, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, bytes)
}

beforeAll(() => {
  write("artifacts/plain.png", Buffer.from([137, 80, 0, 255, 10]))
  write("artifacts/secret.png", Buffer.from(`\u0089PNG tEXt token=${SECRET}`, "latin1"))
  write("artifacts/large.png", Buffer.alloc((1 << 20) + 1))
  write("outside.txt", "outside")
  symlinkSync(join(folder, "outside.txt"), join(folder, "artifacts/link.png"))
  write("logs/fixtures/db.1.log", `password ${SECRET}\n`)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("holds kept images that are plain, small and without a secret, and redacted logs of fixtures", async () => {
  const plan = buildPlan({ shards: [["a"]] })
  const artifacts = ARTIFACTS.map((name) => `artifacts/${name}`)
  const shard = buildShard(plan).start().failed("a", { artifacts }).finish()
  const text = await pageText(sampleRun(plan, [shard]), {
    ...{ plan, pack, files: nodeFiles, secrets: [SECRET], past: null },
    folders: { all: [folder], of: () => folder },
  })
  const html = [...text].join("")
  const blocksOf = (kind: string): unknown[] =>
    [...html.matchAll(new RegExp(`data-kind="${kind}">([^<]*)<`, "gu"))].map(([, block = ""]) =>
      JSON.parse(inflateRawSync(Buffer.from(block, "base64")).toString()),
    )
  const [index] = blocksOf("index") as PageIndex[]
  expect(Object.keys(index?.files ?? {})).toEqual(["1/1/artifacts/plain.png"])
  expect(index?.left.files).toBe(4)
  const [[file] = []] = blocksOf("files") as PageFile[][]
  expect([...Buffer.from(file?.base64 ?? "", "base64")]).toEqual([137, 80, 0, 255, 10])
  expect(JSON.stringify(blocksOf("logs"))).toContain("password ")
  expect(JSON.stringify([...blocksOf("logs"), ...blocksOf("files")])).not.toContain(SECRET)
})
