/**
 * The history on the command line: written by whole runs, read by every command, never in the way.
 */
import { DatabaseSync } from "node:sqlite"
import { expect, it } from "vitest"
import { HistorySchema } from "../../src/formats/history.ts"
import { Project } from "../__rig__/project.ts"

const SUITE = `
name: shop
scenarios: { quick: "true", slow: sleep 0.3, broken: "false", "never": "true" }
`

it("is made by run and aggregate, and told by list, plan and export", async () => {
  const project = new Project({ "smoke.yml": SUITE })
  const keep = ["--history", "kept/history.json"]
  const begun = await project.run(["run", "--exclude", "never", ...keep, "--out", "one"])
  expect(begun.stderr).not.toContain("warning")
  const first = HistorySchema().parse(JSON.parse(project.read("kept/history.json")))
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

it("of another suite, or broken, is a warning, and is left as it is", async () => {
  const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true', b: 'true' }" })
  const other = '{"schemaVersion":1,"suite":"other","jobs":[],"scenarios":{}}'
  for (const [text, why] of [
    [other, 'it is of another suite, "other"'],
    [other.slice(0, 30), "it is no JSON, or only a part of it"],
    ['{"a": 1}', "it has version none, this program reads 1"],
  ] as const) {
    project.write(".parallel-smoke/history.json", text)
    project.write("timings.json", "[1, 2")
    const ended = await project.run(["run", "--timings", "timings.json", "--out", "out"])
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(ended.stderr).toContain(`history.json is not used: ${why}`)
    expect(ended.stderr).toContain(`history.json is left as it is: ${why}`)
    expect(ended.stderr).toContain("timings timings.json are not used: it is neither JSON nor XML")
    expect(project.read(".parallel-smoke/history.json")).toBe(text)
  }
})

it("is used and kept where it usually lies, by whole runs alone", async () => {
  const project = new Project({ "smoke.yml": "name: shop\nscenarios: { a: 'true', b: 'true' }" })
  const usual = ".parallel-smoke/history.json"
  await project.run(["run", "--out", "out"])
  expect(() => project.read(usual)).toThrow()
  project.write(usual, '{"schemaVersion":1,"suite":"shop","jobs":[],"scenarios":{}}')
  await project.run(["run", "--shard", "1/2", "--out", "out"])
  expect(JSON.parse(project.read(usual)).jobs).toEqual([])
  await project.run(["run", "--out", "out"])
  expect(Object.keys(JSON.parse(project.read(usual)).scenarios)).toEqual(["a", "b"])
  const clash = await project.run(["run", "--plan", "out/plan.json", "--timings", "x.json"])
  expect(clash).toMatchObject({ exitCode: 2 })
  expect(clash.stderr).toContain("--timings cannot change what --plan has fixed")
})
