/**
 * Runs that begin with what another one has left, and reports that are made again.
 */
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

const SUITE = `
scenarios:
  setup: "echo setup >> ran"
  ok: "echo ok >> ran"
  one: { run: "echo one >> ran; test -e fix1", needs: [setup] }
  two: { run: "echo two >> ran; echo why >&2; test -e fix2", artifacts: { paths: [ran], if: always() } }
  three: { run: "test -e fix3", retry: { max-attempts: 2, delay: 0s } }
  dep: { run: "true", needs: [two] }
  away: { run: "true", if: "false" }
`

/** Every scenario has one verdict, and every format counts the same. */
function expectSums(results: Results, junit: string): void {
  const { summary, scenarios } = results
  const { passed, failed, flaky, skipped, cancelled, lost, total } = summary
  expect(passed + failed + flaky + skipped + cancelled + lost).toBe(total)
  expect(scenarios).toHaveLength(total)
  const of = (verdict: string) => scenarios.filter((one) => one.verdict === verdict).length
  expect([of("passed"), of("failed"), of("flaky"), of("skipped")]).toEqual([
    ...[passed, failed, flaky, skipped],
  ])
  for (const { runs, failures, attempts } of scenarios) {
    expect(attempts).toHaveLength(runs)
    expect(attempts.filter(({ outcome }) => outcome === "failed")).toHaveLength(failures)
  }
  const [, tests] = /<testsuites[^>]* tests="(\d+)"/u.exec(junit) ?? []
  const [, failures] = /<testsuites[^>]* failures="(\d+)"/u.exec(junit) ?? []
  expect([Number(tests), Number(failures)]).toEqual([total, failed])
}

describe.runIf(process.platform === "linux")("run --from", () => {
  it("runs what is not green with what it needs, carries over the rest, and converges", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const run = async (name: string, ...words: string[]) => {
      const ended = await project.run(["run", ...words, "--out", name, "--junit", `${name}.xml`])
      const results = project.results(`${name}/results.json`)
      expectSums(results, project.read(`${name}.xml`))
      return { ...ended, results }
    }
    const first = await run("a1")
    expect(first.exitCode).toBe(1)
    project.write("fix1", "")
    const second = await run("a2", "--from", "a1")
    expect(second.exitCode).toBe(1)
    expect(byVerdict(second.results)).toEqual({
      passed: ["setup", "ok"],
      flaky: ["one"],
      failed: ["two", "three"],
      skipped: ["dep", "away"],
    })
    expect(project.read("ran").split("\n").toSorted()).toEqual([
      ...["", "ok", "one", "one", "setup", "setup", "two", "two"],
    ])
    project.write("fix2", "")
    expect((await run("a3", "--from", "a2")).exitCode).toBe(1)
    project.write("fix3", "")
    const last = await run("a4", "--from", "a3")
    expect([last.exitCode, last.results.run.attempt]).toEqual([0, 4])
    expect(byVerdict(last.results)).toEqual({
      passed: ["setup", "ok", "dep"],
      flaky: ["one", "two", "three"],
      skipped: ["away"],
    })
    const runs = last.results.scenarios.map(({ id, runs: made }) => [id, made])
    expect(Object.fromEntries(runs)).toEqual({
      ...{ setup: 2, ok: 1, one: 2, two: 3, three: 7, dep: 1, away: 0 },
    })
    // What is green is left alone, and every log is still there.
    const done = await run("a5", "--from", "a4")
    expect([done.exitCode, byVerdict(done.results)]).toEqual([0, byVerdict(last.results)])
    for (const { attempts } of done.results.scenarios) {
      for (const { log, artifacts = [] } of attempts) {
        for (const path of [log, ...artifacts])
          expect(existsSync(`${project.root}/a5/${path}`)).toBe(true)
      }
    }
    expect(project.read("a5/before/1.1/logs/two.1.log")).toBe("why\n")
  })

  it("takes the folders of several shards, and what is left of a report", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    for (const shard of ["1", "2"]) {
      await project.run(["run", "--plan", "plan.json", "--shard", shard, "--out", `all/s${shard}`])
    }
    const part = await project.run(["run", "--from", "all/s1", "--out", "b0"])
    expect([part.exitCode, part.stderr]).toEqual([
      2,
      expect.stringContaining("only the part of shard 1 of 2"),
    ])
    copyFileSync(`${project.root}/plan.json`, `${project.root}/all/plan.json`)
    for (const name of ["fix1", "fix2", "fix3"]) project.write(name, "")
    const merged = await project.run(["replay", "all", "-o", "merged.json"])
    expect(merged.exitCode).toBe(1)
    // A report that was downloaded holds no journals.
    mkdirSync(`${project.root}/report`)
    copyFileSync(`${project.root}/plan.json`, `${project.root}/report/plan.json`)
    copyFileSync(`${project.root}/merged.json`, `${project.root}/report/results.json`)
    const again = await project.run(["replay", "report", "-o", "again.json"])
    expect(again.exitCode).toBe(1)
    expect(byVerdict(project.results("again.json"))).toEqual(
      byVerdict(project.results("merged.json")),
    )
    for (const [from, into] of [
      ["all", "b1"],
      ["report", "b2"],
    ] as const) {
      const ended = await project.run(["run", "--from", from, "--out", into, "--junit", "b.xml"])
      expect(ended.exitCode).toBe(0)
      const results = project.results(`${into}/results.json`)
      expectSums(results, project.read("b.xml"))
      const ends = results.scenarios.map(({ id, verdict }) => `${verdict} ${id}`).toSorted()
      expect(ends).toEqual([
        ...["flaky one", "flaky three", "flaky two", "passed dep", "passed ok", "passed setup"],
        "skipped away",
      ])
    }
  })

  it("refuses what it cannot repeat, with the reason", async () => {
    const project = new Project({ "smoke.yml": SUITE, "empty/x": "" })
    await project.run(["run", "--out", "c"])
    const refused = async (...words: string[]) => {
      const { exitCode, stderr } = await project.run(["run", ...words])
      expect([exitCode, stderr.includes("error: ")]).toEqual([2, true])
      return stderr
    }
    expect(await refused("--from", "nowhere")).toContain("there is no such folder")
    expect(await refused("--from", "empty")).toContain("it holds no plan.json")
    expect(await refused("--from", "c", "--tags", "x")).toContain("--tags cannot change the plan")
    expect(await refused("--from", "c", "--resume", "c")).toContain("--resume cannot change")
    expect(await refused("--from", "c", "--out", "c")).toContain(
      "is the run that --from begins with",
    )
    appendFileSync(`${project.root}/smoke.yml`, "# changed\n")
    expect(await refused("--from", "c", "--out", "d")).toContain("smoke.yml")
    project.write("smoke.yml", SUITE)
    const lines = project.read("c/journal.ndjson").split("\n")
    // An engine that was killed leaves half a line; a line that is missing is damage.
    project.write("c/journal.ndjson", `${lines.slice(0, -2).join("\n")}\n{"v":1,"se`)
    for (const name of ["fix1", "fix2", "fix3"]) project.write(name, "")
    expect((await project.run(["run", "--from", "c", "--out", "d"])).exitCode).toBe(0)
    project.write("c/journal.ndjson", lines.toSpliced(3, 1).join("\n"))
    expect(await refused("--from", "c", "--out", "e")).toContain("line 4 has number 5, not 4")
    expect(existsSync(`${project.root}/e`)).toBe(false)
    copyFileSync(`${project.root}/d/plan.json`, `${project.root}/empty/plan.json`)
    expect(await refused("--from", "empty")).toContain("neither folders of shards nor results.json")
    const results = JSON.parse(project.read("d/results.json"))
    results.run.planDigest = `sha256:${"0".repeat(64)}`
    project.write("empty/results.json", JSON.stringify(results))
    expect(await refused("--from", "empty")).toContain("it is of another plan")
  })
})

describe.runIf(process.platform === "linux")("replay", () => {
  it("makes the same reports, and writes nothing else", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const ran = await project.run(["run", "--junit", "a.xml", "--summary", "a.md", "-o", "a.json"])
    const before = readdirSync(`${project.root}/.parallel-smoke`, { recursive: true }).toSorted()
    const words = ["--junit", "b.xml", "--summary", "b.md", "-o", "b.json"]
    const replayed = await project.run(["replay", "last", ...words])
    expect(replayed.exitCode).toBe(ran.exitCode)
    for (const end of ["xml", "md", "json"]) {
      expect(project.read(`b.${end}`)).toBe(project.read(`a.${end}`))
    }
    expect(replayed.stderr.trim().split("\n").at(-1)).toBe(ran.stderr.trim().split("\n").at(-1))
    expect(readdirSync(`${project.root}/.parallel-smoke`, { recursive: true }).toSorted()).toEqual(
      before,
    )
    // It judges anew.
    for (const name of ["fix1", "fix2", "fix3"]) project.write(name, "")
    await project.run(["run", "--from", "last"])
    expect((await project.run(["replay", "last"])).exitCode).toBe(0)
    expect((await project.run(["replay", "last", "--fail-on", "flaky"])).exitCode).toBe(1)
    rmSync(`${project.root}/.parallel-smoke`, { recursive: true })
    expect((await project.run(["replay", "last"])).exitCode).toBe(2)
  })
})
