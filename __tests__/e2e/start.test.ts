/**
 * What `npm start` shows, with the built command, in a copy of the files that it needs.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"
import { describeLayer, type Layer } from "../__rig__/layers.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

const BUILT: Layer = {
  name: "dist",
  find: () => {
    const path = join(root, "dist", "cli", "index.js")
    return existsSync(path) ? { path } : { missing: "not built: npm run build" }
  },
}

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describeLayer(BUILT, () => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  /** The files that the tour needs, so that tests do not meet in the project's own folder. */
  function copy(...names: readonly string[]): string {
    const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-start-"))
    folders.push(folder)
    for (const name of names) cpSync(join(root, name), join(folder, name), { recursive: true })
    return folder
  }

  function start(
    folder: string,
    args: readonly string[] = [],
    onText: (text: string, child: ChildProcess) => void = () => {},
  ): Promise<Ended> {
    const child = spawn(process.execPath, [join(folder, "scripts", "start.mjs"), ...args], {
      cwd: tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], HOME: folder },
    })
    const said = { stdout: "", stderr: "" }
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text
        onText(said[stream], child)
      })
    }
    return new Promise((resolve, reject) => {
      child.once("error", reject)
      child.once("close", (code) => resolve({ code, ...said }))
    })
  }

  const lastLine = ({ stderr }: Ended) => stderr.trimEnd().split("\n").at(-1)
  const shown = ({ stderr }: Ended) =>
    [...stderr.matchAll(/^\$ parallel-smoke (.*)$/gmu)].map(([, line]) => line ?? "")

  it("plans, runs three shards and ends with the verdict", async () => {
    const folder = copy("scripts", "dist", "examples")
    const ended = await start(folder)
    expect(ended.code, ended.stderr).toBe(0)
    const own = ".parallel-smoke/start"
    expect(shown(ended)).toEqual([
      `plan examples/storefront/smoke.yml --shards 3 -o ${own}/plan.json`,
      ...[1, 2, 3].map((n) => `run --plan ${own}/plan.json --shard ${n} --out ${own}/shards/${n}`),
      `aggregate ${own}/shards --plan ${own}/plan.json --out ${own}/report ` +
        `--summary ${own}/summary.md --junit ${own}/junit.xml`,
    ])
    expect(lastLine(ended)).toMatch(
      /^PASSED: 20 of 23 passed, 1 flaky, 2 skipped · [\d.ms]+ · exit 0$/u,
    )
    for (const name of ["report/results.json", "summary.md", "junit.xml"]) {
      expect(existsSync(join(folder, own, name)), name).toBe(true)
    }
  })

  it("is red when the shop is broken, with a verdict of all shards", async () => {
    const folder = copy("scripts", "dist", "examples")
    writeFileSync(join(folder, "examples/storefront/shop/catalogue.json"), "[]")
    const ended = await start(folder)
    expect(ended.code, ended.stderr).toBe(1)
    expect(shown(ended)).toHaveLength(5)
    expect(lastLine(ended)).toMatch(/^FAILED: \d+ of 23 failed .* · exit 1$/u)
  })

  it("stops when it is told to, and waits for what it started", async () => {
    const folder = copy("scripts", "dist", "examples")
    let told = false
    const ended = await start(folder, [], (text, child) => {
      if (told || !text.includes("[1/9]")) return
      told = true
      child.kill("SIGINT")
    })
    expect(ended.code, ended.stderr).toBe(130)
    expect(shown(ended)).toHaveLength(2)
    expect(lastLine(ended)).toMatch(/^CANCELLED: .* · exit 130$/u)
  })

  it("hands its arguments to the command", async () => {
    const folder = copy("scripts", "dist")
    expect(await start(folder, ["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" })
    expect(await start(folder, ["run", "nowhere.yml"])).toMatchObject({ code: 2 })
  })

  it("says what is missing without the built command", async () => {
    const ended = await start(copy("scripts"))
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "dist/cli/index.js is missing; build it: npm run build\n",
    })
  })
})
