/**
 * The history on the command line: written by whole runs, read by every command, never in the way.
 */
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { HistorySchema } from "../../src/formats/history.ts"
import { Project } from "../__rig__/project.ts"
import { valid } from "../__rig__/valid.ts"
import { WHOLE } from "../__rig__/whole.ts"

const SUITE = `
name: shop
scenarios: { quick: "true", slow: sleep 0.3, broken: "false", "never": "true" }
`

it("is made by run and aggregate, and told by list, plan and export", async () => {
  const project = new Project({ "smoke.yml": SUITE })
  const keep = ["--history", "kept/history.json"]
  const begun = await project.run(["run", "--exclude", "never", ...keep, "--out", "one"])
  expect(begun.stderr).not.toContain("warning")
  const first = valid(HistorySchema, JSON.parse(project.read("kept/history.json")))
  expect(first).toMatchObject({ suite: "shop", jobs: [{ runner: "default", shard: 1 }] })
  expect(Object.keys(first.scenarios)).toEqual(["broken", "quick", "slow"])
  expect(first.scenarios["slow"]?.[0]?.[2]).toBeGreaterThanOrEqual(0.3)

  // Merging the folder of the same run again is the same run.
  await project.run(["aggregate", "one", "--plan", "one/plan.json", ...keep, "--out", "two"])
  expect(JSON.parse(project.read("kept/history.json"))).toEqual(first)

  const list = await project.run(["list", "--json", "--last", "failed", "--last", "new", ...keep])
  expect(JSON.parse(list.stdout).scenarios).toMatchObject([
    { id: "broken", why: "last failed", estimate: { from: "history" } },
    { id: "never", why: "last new" },
  ])
  const where = await project.run(["list", "--where", "history.seconds > 0.25", ...keep])
  expect(where.stdout).toMatch(/slow .* \d+ms \(history\) +where\n\n1 scenario of 4/u)
  const plan = await project.run(["plan", "--shards", "2", ...keep])
  expect(plan.stdout).toMatch(/estimates +3 from history, 1 from the median of the others/u)

  const sql = await project.run(["history", "export", "--sql", ...keep])
  const database = new DatabaseSync(":memory:")
  database.exec(sql.stdout)
  expect(
    database
      .prepare("SELECT scenario, verdict FROM smoke_runs ORDER BY seconds DESC LIMIT 1")
      .get(),
  ).toEqual({ scenario: "slow", verdict: "passed" })
  database.close()
})

it("holds every run of many that end at once", async () => {
  const runs = WHOLE ? 20 : 8
  const ids = ["a", "b"]
  const project = new Project({
    "smoke.yml": `name: shop\nscenarios: { ${ids.map((id) => `${id}: "true"`).join(", ")} }`,
  })
  const all = await Promise.all(
    Array.from({ length: runs }, () => project.run(["run", "--history", "kept/history.json"])),
  )
  for (const { stderr, exitCode } of all) {
    expect(exitCode).toBe(0)
    expect(stderr).not.toContain("warning")
  }
  const { scenarios } = valid(HistorySchema, JSON.parse(project.read("kept/history.json")))
  expect(ids.map((id) => scenarios[id]?.length)).toEqual(ids.map(() => runs))
  expect(readdirSync(join(project.root, "kept"))).toEqual(["history.json"])
})

it("of another suite, or broken, is a warning, and is left as it is", async () => {
  const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true', b: 'true' }" })
  const other = '{"schemaVersion":1,"suite":"other","jobs":[],"scenarios":{}}'
  for (const [text, why] of [
    [other, 'it is of another suite, "other"'],
    [other.slice(0, 30), "it is not JSON, or only a part of it"],
    ['{"a": 1}', "it has version none, this program reads 1"],
  ] as const) {
    project.write(".parallel-smoke/history.json", text)
    project.write("timings.json", "[1, 2")
    const ended = await project.run(["run", "--timings", "timings.json", "--out", "out"])
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(ended.stderr).toContain(`history.json is not used: ${why}`)
    expect(ended.stderr).toContain(`history.json is not changed: ${why}`)
    expect(ended.stderr).toContain("timings timings.json are not used: it is neither JSON nor XML")
    expect(project.read(".parallel-smoke/history.json")).toBe(text)
  }
})

it("is used and kept where it usually lies, by whole runs alone", async () => {
  const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true', b: 'true' }" })
  const usual = ".parallel-smoke/history.json"
  await project.run(["run", "--out", "out"])
  const begun = valid(HistorySchema, JSON.parse(project.read(".parallel-smoke/history/shop.json")))
  expect(Object.keys(begun.scenarios)).toEqual(["a", "b"])
  expect(project.read(".parallel-smoke/.gitignore")).toBe("*\n")
  expect(() => project.read(usual)).toThrow()
  project.write(usual, '{"schemaVersion":1,"suite":"shop","jobs":[],"scenarios":{}}')
  await project.run(["run", "--shard", "1/2", "--out", "out"])
  expect(JSON.parse(project.read(usual)).jobs).toEqual([])
  await project.run(["run", "--out", "out"])
  expect(Object.keys(JSON.parse(project.read(usual)).scenarios)).toEqual(["a", "b"])
  const clash = await project.run(["run", "--plan", "out/plan.json", "--timings", "x.json"])
  expect(clash).toMatchObject({ exitCode: 2 })
  expect(clash.stderr).toContain("--timings cannot change the plan of --plan")
})

describe("without a word about it", () => {
  const SUITE = "name: shop\nscenarios: { a: sleep 0.3, b: 'true' }"

  it("runs leave a history, and the next plan knows what they took", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const guesses = await project.run(["plan"])
    expect(guesses.stdout).toContain("2 of 2 durations are guesses")
    expect(guesses.stdout).toContain("--history")
    expect(guesses.stderr).toBe("")
    await project.run(["run"])
    expect((await project.run(["plan"])).stdout).toContain("2 from history")
    expect((await project.run(["history", "export"])).stdout.split("\n")).toHaveLength(4)
  })

  it("each suite has its own, and `off` leaves none", async () => {
    const project = new Project({ "smoke.yml": SUITE, "other.yml": "scenarios: { c: 'true' }" })
    await project.run(["run", "--history", "off"])
    expect(() => project.read(".parallel-smoke/history/shop.json")).toThrow()
    await project.run(["run"])
    const ended = await project.run(["run", "other.yml"])
    expect(ended.stderr).not.toContain("warning")
    expect((await project.run(["plan", "other.yml"])).stdout).toContain("1 from history")
    expect((await project.run(["plan", "--history", "off"])).stdout).toContain("are guesses")
    const several = await project.run(["history", "export"])
    expect(several).toMatchObject({ exitCode: 2 })
    expect(several.stderr).toContain("name one with --history")
  })

  it("a damaged one costs its times and a warning", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    await project.run(["run"])
    project.write(".parallel-smoke/history/shop.json", "{")
    const ended = await project.run(["run"])
    expect(ended.exitCode).toBe(0)
    expect(ended.stderr).toContain("history/shop.json is not used: it is not JSON")
  })
})

describe.each([
  ["with a history", []],
  ["without", ["--history", "off"]],
] as const)("--last failed %s", (_, how) => {
  const listed = async (project: Project, ...more: readonly string[]) => {
    const list = await project.run(["list", "--json", "--last", "failed", ...how, ...more])
    const { scenarios } = JSON.parse(list.stdout) as { scenarios: { id: string }[] }
    return scenarios.map(({ id }) => id)
  }

  it("takes all that is not green, until nothing is left", async () => {
    const project = new Project({
      "smoke.yml": `
name: shop
scenarios:
  good: 'true'
  red: test -e mended
  behind: { run: 'true', needs: [red] }
  itself: exit 77
`,
    })
    const run = (...more: string[]) => project.run(["run", ...how, ...more])
    expect((await run()).exitCode).toBe(1)
    expect(await listed(project)).toEqual(["red", "behind"])
    const plan = await project.run(["plan", "--last", "failed", ...how])
    expect(plan.stdout).toContain("2 scenarios")
    // A run of something else changes nothing of what is left.
    await run("--filter", "good")
    expect((await run("--last", "failed")).exitCode).toBe(1)
    project.write("mended", "")
    expect((await run("--last", "failed")).exitCode).toBe(0)
    expect(await listed(project)).toEqual([])
    const done = await run("--last", "failed")
    expect(done.exitCode).toBe(3)
    expect(done.stderr).toContain(
      "--last failed selects nothing: the newest verdict of 4 scenarios is another one",
    )
  })

  it("takes what a stopped run never came to", async () => {
    const project = new Project({
      "smoke.yml": "name: shop\nscenarios: { a: exit 1, b: 'true', c: 'true' }",
    })
    await project.run(["run", "-c", "1", "--fail-fast", ...how])
    const left = await listed(project)
    expect(left).toContain("a")
    expect(left.length).toBeGreaterThan(1)
  })

  it("takes what a killed run had planned, by its journal alone", async () => {
    const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true', b: 'true' }" })
    await project.run(["run", ...how])
    const [id = ""] = readdirSync(join(project.root, ".parallel-smoke/runs"))
    const journal = `.parallel-smoke/runs/${id}/journal.ndjson`
    const lines = project.read(journal).split("\n")
    const killed = lines.filter((line) => !/"id":"b"|run-finished|worker-finished/u.test(line))
    rmSync(join(project.root, ".parallel-smoke/history"), { recursive: true, force: true })
    project.write(journal, killed.map(renumbered).join("\n"))
    expect(await listed(project)).toEqual(["b"])
  })

  it("takes what a merge of shards found, wherever their folders are", async () => {
    const project = new Project({
      "smoke.yml": "name: shop\nscenarios: { good: 'true', red: test -e mended }",
    })
    await project.run(["plan", "--shards", "2", "-o", "plan.json", ...how])
    for (const shard of ["1", "2"]) {
      await project.run(["run", "--plan", "plan.json", "--shard", shard, "--out", `s/${shard}`])
    }
    await project.run(["aggregate", "s", "--plan", "plan.json", ...how])
    expect(await listed(project)).toEqual(["red"])
    project.write("mended", "")
    await project.run(["run", "--last", "failed", ...how])
    expect(await listed(project)).toEqual([])
  })

  it("is a usage error where there is nothing to go by", async () => {
    const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true' }" })
    for (const command of ["run", "plan", "list"]) {
      const ended = await project.run([command, "--last", "failed", ...how])
      expect(ended).toMatchObject({ exitCode: 2 })
      expect(ended.stderr).toContain("--last failed needs an earlier run, and none of shop")
      expect(ended.stderr).toContain(".parallel-smoke/runs")
    }
    expect((await project.run(["list", "--last", "new", ...how])).exitCode).toBe(0)
  })
})

function renumbered(line: string, index: number): string {
  return line.replace(/"seq":\d+/u, `"seq":${index + 1}`)
}

it("tells what is flaky and what retries hid, in results, summary, log and of itself", async () => {
  const project = new Project({
    "smoke.yml": `
name: shop
scenarios:
  shaky:
    run: |
      test -e calm || test $SMOKE_ATTEMPT -gt 1
    retry: { max-attempts: 2 }
  good: 'true'
`,
  })
  project.write("calm", "")
  for (const _ of [1, 2]) expect((await project.run(["run"])).exitCode).toBe(0)
  const quiet = await project.run(["history", "flakes"])
  expect(quiet.stdout).toBe("nothing is flaky, slower or hidden by retries\n")
  rmSync(join(project.root, "calm"))
  const told = ["run", "-o", "results.json", "--summary", "summary.md"]
  const first = await project.run(told)
  expect(first.exitCode).toBe(0)
  expect(first.stdout + first.stderr).toContain(
    "without retries 33 % of the last 3 runs would have been red, with them 0 %",
  )
  expect(JSON.parse(project.read("results.json")).flakes).toMatchObject({
    ...{ runs: 3, red: 0, redWithoutRetries: 1, counts: { new: 1, known: 0, recovered: 0 } },
    scenarios: [{ id: "shaky", state: "new", runs: 3, flaky: 1 }],
  })
  expect(project.read("summary.md")).toMatch(/<code>shaky<\/code>.* · new flake · passed in all/u)
  await project.run(told)
  expect(JSON.parse(project.read("results.json")).flakes).toMatchObject({
    scenarios: [{ id: "shaky", state: "known", runs: 4, flaky: 2, rate: 0.5 }],
  })
  const all = await project.run(["history", "flakes"])
  expect(all.stdout).toContain("shaky: known flake: 50 % of 4 runs (95 %: 15 to 85 %)")
  expect(all.stdout).toContain("without retries 50 % of the last 4 runs")
  const form = await project.run(["history", "flakes", "--sql"])
  expect(form).toMatchObject({ exitCode: 2 })
})
