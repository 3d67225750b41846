/**
 * The examples as a reader finds them: they run green through the real CLI, in place and copied.
 */
import { spawnSync } from "node:child_process"
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Results, ScenarioResult } from "../../src/formats/results.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url))

/** The page on planning. */
const PLANNING = readFileSync(new URL("../../docs/planning.md", import.meta.url), "utf8")

const PAGES = ["chromium", "firefox", "webkit"].flatMap((browser) =>
  ["en", "de"].map((locale) => `page:${browser}:${locale}`),
)

const STOREFRONT = {
  passed: [
    "build",
    "cart/add",
    "cart/limits",
    "catalogue/list",
    "catalogue/not-found",
    "catalogue/search",
    "checkout/pay",
    "checkout/receipt",
    "checkout/refused",
    "health",
    "load",
    "migrate",
    ...PAGES,
    "prices",
    "restart",
  ],
  flaky: ["payments/gateway"],
  skipped: ["nightly", "payments/live"],
}

function sorted(verdicts: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(Object.entries(verdicts).map(([name, ids]) => [name, ids.toSorted()]))
}

function scenario(results: Results, id: string): ScenarioResult {
  const found = results.scenarios.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`no result of ${id}`)
  return found
}

/** First and last instant of a scenario. */
function span({ startedAt, durationSeconds }: ScenarioResult): readonly [number, number] {
  const start = Date.parse(startedAt ?? "")
  return [start, start + durationSeconds * 1_000]
}

describe("examples/kinds", () => {
  it("passes", async () => {
    const project = new Project({})
    const suite = join(EXAMPLES, "kinds", "smoke.yml")
    const ended = await project.run(["run", suite, "--out", "out"])
    expect(ended.stderr).toContain("PASSED: 2 of 2 passed")
    expect(ended.exitCode).toBe(0)
  })
})

describe("examples/minimal", () => {
  it("passes", async () => {
    const project = new Project({})
    const suite = join(EXAMPLES, "minimal", "smoke.yml")
    const ended = await project.run(["run", suite, "--out", "out"])
    expect(ended.exitCode, ended.stderr).toBe(0)
    expect(sorted(byVerdict(project.results("out/results.json")))).toEqual({
      passed: ["scratch", "tools", "web-server"],
    })
  })
})

describe("examples/storefront, in place", () => {
  const project = new Project({})
  const suite = join(EXAMPLES, "storefront", "smoke.yml")
  let results: Results
  beforeAll(async () => {
    const ended = await project.run(["run", suite, "--out", "out", "-c", "3"])
    expect(ended.exitCode, ended.stderr).toBe(0)
    results = project.results("out/results.json")
  })

  it("is green with what is flaky and skipped", () => {
    expect(sorted(byVerdict(results))).toEqual(sorted(STOREFRONT))
    expect(results.summary).toMatchObject({ total: 23, conclusion: "success", exitCode: 0 })
  })

  it("has a gateway that really fails first", () => {
    const { attempts } = scenario(results, "payments/gateway")
    expect(attempts.map(({ outcome, exitCode }) => [outcome, exitCode])).toEqual([
      ["failed", 1],
      ["passed", 0],
    ])
    expect(attempts[0]?.message).toContain("503")
  })

  it("says why it skips", () => {
    expect(scenario(results, "payments/live")).toMatchObject({
      reason: "self",
      message: "STOREFRONT_PROVIDER_URL is not set",
    })
    expect(scenario(results, "nightly").reason).toBe("condition")
  })

  it("keeps the order of needs and the limit of its group", () => {
    const chain = ["build", "migrate", "catalogue/list", "cart/add", "checkout/pay"]
    const spans = [...chain, "checkout/receipt"].map((id) => span(scenario(results, id)))
    for (const [index, [start]] of spans.entries()) {
      expect(start).toBeGreaterThanOrEqual(Math.floor(spans[index - 1]?.[1] ?? 0) - 1)
    }
    const [first, second] = ["load", "restart"]
      .map((id) => span(scenario(results, id)))
      .toSorted(([a], [b]) => a - b)
    expect(second?.[0]).toBeGreaterThanOrEqual(Math.floor(first?.[1] ?? Number.NaN) - 1)
  })

  it("hands outputs to those that need them", () => {
    expect(project.read("out/logs/migrate.1.log")).toContain("migrating for version 1.4.2")
  })
})

describe("examples/storefront, copied elsewhere", () => {
  const project = new Project({})
  beforeAll(() => {
    cpSync(join(EXAMPLES, "storefront"), project.root, { recursive: true })
  })
  afterAll(() => rmSync(project.root, { recursive: true, force: true }))

  const files = () => readdirSync(project.root, { recursive: true }).map(String).toSorted()

  it("has nothing to warn of", async () => {
    expect(await project.run(["validate"])).toMatchObject({
      exitCode: 0,
      stderr: "smoke.yml is valid: 23 scenarios in 16 files\n",
    })
  })

  it("is planned as the page on planning shows", async () => {
    const planned = await project.run(["plan", "--shards", "3", "-c", "2", "--curve"])
    expect(planned.exitCode, planned.stderr).toBe(0)
    await expect(planned.stdout).toMatchFileSnapshot("__golden__/storefront-plan.txt")
    expect(PLANNING).toContain(planned.stdout)
  })

  it("gives the same verdicts from three shards, and leaves nothing behind but its history", async () => {
    const before = files()
    const planned = await project.run(["plan", "--shards", "3", "-o", "out/plan.json"])
    expect(planned.exitCode, planned.stderr).toBe(0)
    expect(planned.stdout).toContain("22 scenarios in 3 shards")
    for (const shard of ["1", "2", "3"]) {
      const out = ["--out", `out/shards/${shard}`]
      const ran = await project.run(["run", "--plan", "out/plan.json", "--shard", shard, ...out])
      expect(ran.exitCode, ran.stderr).toBe(0)
    }
    const merged = await project.run([
      ...["aggregate", "out/shards", "--plan", "out/plan.json", "--out", "out/report"],
    ])
    expect(merged.exitCode, merged.stderr).toBe(0)
    expect(sorted(byVerdict(project.results("out/report/results.json")))).toEqual(
      sorted(STOREFRONT),
    )
    expect(project.survivors()).toEqual([])
    expect(files().filter((path) => !/^out\b|^\.parallel-smoke\b/u.test(path))).toEqual(before)
    expect(project.read(".parallel-smoke/.gitignore")).toContain("*")
    const last = await project.run(["list", "--last", "failed"])
    expect(last.stderr).not.toContain("needs an earlier run, and none of")
  })

  it("runs the whole catalogue in scheduled workflows", async () => {
    const ended = await project.run(["run", "--filter", "nightly", "--out", "out/nightly"], {
      GITHUB_EVENT_NAME: "schedule",
    })
    expect(ended.exitCode, ended.stderr).toBe(0)
    expect(byVerdict(project.results("out/nightly/results.json"))).toEqual({ passed: ["nightly"] })
  })

  it("has scripts that run by hand, from anywhere", () => {
    const done = spawnSync("bash", [join(project.root, "smoke/cart/add.sh")], {
      cwd: "/",
      encoding: "utf8",
      env: { PATH: process.env["PATH"], TMPDIR: project.root },
    })
    expect(done.status, done.stderr).toBe(0)
    expect(done.stderr).toContain("PUT /carts/1/items/pen -> 200")
  })
})
