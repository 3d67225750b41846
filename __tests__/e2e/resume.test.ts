import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { killAndResume } from "../__rig__/kill-series.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

describe.runIf(process.platform === "linux")("a killed engine", () => {
  it("loses at most the attempts in flight, killed at 14 points", async () => {
    let met = 0
    // 400 points are in the long project.
    for (const seed of [1, 2]) met += await killAndResume(seed, 7)
    // Some engines are through before their point comes.
    expect(met).toBeGreaterThanOrEqual(9)
  })

  it("has what it left running ended before anything starts", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  long: 'trap "" TERM; [ -e again ] && exit 0; touch up; while :; do sleep 0.1; done'
`,
    })
    const running = project.start(["run"])
    await project.appears("up")
    running.process.kill("SIGKILL")
    await running.ended
    expect(project.survivors().length).toBeGreaterThan(0)
    project.write("again", "")
    const ended = await project.run(["run", "--resume", "last", "--output", "results.json"])
    expect(ended.exitCode).toBe(0)
    expect(ended.stderr).toContain("that the earlier run had left running")
    expect(project.survivors()).toEqual([])
    expect(byVerdict(project.results("results.json"))).toEqual({ passed: ["long"] })
  })
})

describe("run --resume", () => {
  it("runs what a stopped run had left, with the selection and workers of that run", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  first: { run: "echo first >> ran", tags: [quick] }
  second: { run: "echo second >> ran; touch up; [ -e go ] || sleep 1000", tags: [quick], needs: [first] }
  third: { run: "echo third >> ran", tags: [quick], needs: [second] }
  other: "echo other >> ran"
`,
    })
    const running = project.start(["run", "--tags", "quick", "--out", "out"])
    await project.appears("up")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    project.write("go", "")
    const dry = await project.run(["run", "--resume", "out", "--dry-run"])
    expect(dry.stdout).toMatch(/^run \S+: 2 of 3 scenarios to run\n {2}second\n {2}third\n$/u)
    const ended = await project.run(["run", "--resume", "out"])
    expect(ended.exitCode).toBe(0)
    expect(project.read("ran")).toBe("first\nsecond\nsecond\nthird\n")
    expect(project.results("out/results.json").summary).toMatchObject({ total: 3, passed: 3 })
    const again = await project.run(["run", "--resume", "out"])
    expect(again.exitCode).toBe(0)
    expect(project.read("ran")).toBe("first\nsecond\nsecond\nthird\n")
  })

  it("runs what has changed since, and reports nothing of what is gone", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { kept: "echo kept >> ran", edited: "exit 1", named: "true" }',
    })
    expect((await project.run(["run", "--out", "out"])).exitCode).toBe(1)
    project.write(
      "smoke.yml",
      'scenarios: { kept: "echo kept >> ran", edited: "exit 0", renamed: "true" }',
    )
    expect((await project.run(["run", "--resume", "out"])).exitCode).toBe(0)
    expect(project.read("ran")).toBe("kept\n")
    expect(byVerdict(project.results("out/results.json"))).toEqual({
      passed: ["kept", "edited", "renamed"],
    })
  })

  it("runs what has joined the suite since, by a file or by a command", async () => {
    const project = new Project({
      "smoke.yml": `
include: ["checks/*.sh"]
`,
      "checks/one.sh": "echo one >> ran",
      "listed.yml": `
scenarios:
  each: { run: "echo each >> ran", strategy: { matrix: { name: { command: cat names } } } }
`,
      names: "a\n",
    })
    expect((await project.run(["run", "--out", "out"])).exitCode).toBe(0)
    project.write("checks/two.sh", "echo two >> ran")
    expect((await project.run(["run", "--resume", "out"])).exitCode).toBe(0)
    expect(project.read("ran")).toBe("one\ntwo\n")
    expect((await project.run(["run", "listed.yml", "--out", "each"])).exitCode).toBe(0)
    project.write("names", "a\nb\n")
    expect((await project.run(["run", "--resume", "each"])).exitCode).toBe(0)
    expect(byVerdict(project.results("each/results.json"))).toEqual({
      passed: ["each:a", "each:b"],
    })
  })

  it("refuses a run that is under way, one that is not there, and flags that come too late", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { long: "touch up; sleep 1000" }' })
    const running = project.start(["run", "--out", "out"])
    await project.appears("up")
    const busy = await project.run(["run", "--resume", "out"])
    expect(busy).toMatchObject({ exitCode: 2 })
    expect(busy.stderr).toContain("is still running")
    running.process.kill("SIGINT")
    await running.ended
    const missing = await project.run(["run", "--resume", "last"])
    expect(missing.stderr).toBe("error: there is no run last to resume\nhelp: there is none here\n")
    const late = await project.run(["run", "--resume", "out", "--tags", "x"])
    expect(late.stderr).toContain("--tags cannot change the plan of a resumed run")
    expect(readFileSync(join(project.root, "out/journal.ndjson"), "utf8")).toContain("run-finished")
  })

  it("keeps what the run was asked for, and takes what it is asked for instead", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  shaky: { run: "[ -e shaken ] || { touch shaken; exit 1; }", retry: { max-attempts: 2 } }
  told: { run: 'echo "$FOREIGN." >> told; touch up; [ -e go ] || sleep 1000', needs: [shaky] }
`,
    })
    const FOREIGN = "secret"
    const asked = ["--fail-on", "flaky", "--inherit-env", "minimal"]
    const killed = project.start(["run", "--out", "out", ...asked], { FOREIGN })
    await project.appears("up")
    killed.process.kill("SIGKILL")
    await killed.ended
    project.write("go", "")
    expect((await project.run(["run", "--resume", "out"], { FOREIGN })).exitCode).toBe(1)
    expect(project.read("told")).toBe(".\n.\n")
    const lenient = ["run", "--resume", "out", "--fail-on", "skipped"]
    expect((await project.run(lenient, { FOREIGN })).exitCode).toBe(0)
    expect((await project.run(["run", "--resume", "out"], { FOREIGN })).exitCode).toBe(0)
  })

  it("goes on with the part of the plan that a shard's folder holds, and with no other", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  slow: { run: "echo slow >> ran; touch up; [ -e go ] || sleep 1000", estimate: 9s }
  other: { run: "echo other >> ran", estimate: 1s }
`,
    })
    await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    const shard = ["run", "--plan", "plan.json", "--shard", "1", "--out", "one"]
    const running = project.start(shard)
    await project.appears("up")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    // The plan of the others is not needed, and not there.
    const whole = project.read("plan.json")
    project.write("plan.json", "")
    const part = project.read("one/plan.json")
    expect(JSON.parse(part)).toMatchObject({ part: { shard: 1, shards: 2 } })
    expect(Object.keys(JSON.parse(part).scenarios)).toEqual(["slow"])
    project.write("one/plan.json", part.replace("echo slow", "echo else"))
    const changed = await project.run(["run", "--resume", "one"])
    expect(changed.exitCode).toBe(2)
    expect(changed.stderr).toContain("it was changed after planning")
    project.write("one/plan.json", part)
    project.write("go", "")
    expect((await project.run(["run", "--resume", "one"])).exitCode).toBe(0)
    expect(project.read("ran")).toBe("slow\nslow\n")
    for (const args of [
      ["aggregate", "one", "--plan", "one/plan.json"],
      ["run", "--plan", "one/plan.json", "--shard", "2", "--out", "two"],
    ]) {
      const refused = await project.run(args)
      expect(refused.exitCode).toBe(2)
      expect(refused.stderr).toContain("the plan is only the part of shard 1 of 2")
    }
    project.write("plan.json", whole)
    await project.run(["run", "--plan", "plan.json", "--shard", "2", "--out", "two"])
    const merged = await project.run(["aggregate", "one", "two", "--plan", "plan.json"])
    expect(merged.exitCode).toBe(0)
  })

  it("may take another number of workers, of the same plan", async () => {
    const ids = ["a", "b", "c", "d"]
    const waits = "touch up; [ -e go ] || sleep 1000; echo $SMOKE_WORKERS >> workers"
    const project = new Project({
      "smoke.yml": `scenarios:\n${ids.map((id) => `  ${id}: "${waits}"`).join("\n")}\n`,
    })
    const running = project.start(["run", "-c", "1", "--out", "out"])
    await project.appears("up")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    const planned = project.read("out/plan.json")
    project.write("go", "")
    const both = await project.run(["run", "--resume", "out", "-c", "3", "--max-parallel", "3"])
    expect(both.stderr).toContain("--workers and --max-parallel mean the same")
    const ended = await project.run(["run", "--resume", "out", "-c", "3"])
    expect(ended).toMatchObject({ exitCode: 0 })
    expect(ended.stderr).toContain("4 scenarios on 3 workers")
    expect(project.read("workers")).toBe("3\n3\n3\n3\n")
    expect(project.read("out/plan.json")).toBe(planned)
  })

  it("keeps the limits of the run and what cleans up, and goes on with its retry budget", async () => {
    const again = (name: string) =>
      `{ run: "echo x >> ${name}; exit 1", retry: { max-attempts: 3 } }`
    const project = new Project({
      "smoke.yml": `
scenarios:
  first: ${again("first")}
  wait: { run: "touch up; [ -e go ] || sleep 1000", needs: [first], if: always() }
  second: { run: "echo x >> second; exit 1", retry: { max-attempts: 3 }, needs: [wait] }
  last: { run: "touch stopped; sleep 1000", needs: [second], if: always() }
  other: { run: "touch other", needs: [last], if: always() }
`,
    })
    const asked = ["--retry-budget", "3", "--cleanup", "touch cleaned", "--fail-fast", "1"]
    const killed = project.start(["run", "--out", "out", "-c", "1", ...asked, "--fail-fast", "9"])
    await project.appears("up")
    killed.process.kill("SIGKILL")
    await killed.ended
    project.write("go", "")
    const resumed = project.start(["run", "--resume", "out"])
    await project.appears("stopped")
    resumed.process.kill("SIGINT")
    expect((await resumed.ended).exitCode).toBe(130)
    expect([project.read("first"), project.read("second")]).toEqual(["x\nx\nx\n", "x\nx\n"])
    expect(project.read("cleaned")).toBe("")
    const manifest = JSON.parse(project.read("out/manifest.json"))
    expect(manifest.request.flags).toMatchObject({ retryBudget: { count: 3 }, failFast: 9 })
  })

  it("goes on with a run that has recorded nothing of that", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { a: "true", b: "true" }' })
    expect((await project.run(["run", "--out", "out", "--fail-on", "flaky"])).exitCode).toBe(0)
    const { request, ...manifest } = JSON.parse(project.read("out/manifest.json"))
    expect(request).toEqual({ suite: null, flags: { failOn: ["flaky"] } })
    const old = { ...manifest, request: { suite: null, flags: {} } }
    project.write("out/manifest.json", JSON.stringify(old))
    expect((await project.run(["run", "--resume", "out"])).exitCode).toBe(0)
  })

  it("is one engine's alone, also where two begin at once", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  first: "echo first >> ran"
  second: { run: "touch up; until [ -e go ]; do sleep 0.05; done; echo second >> ran", needs: [first] }
`,
    })
    const killed = project.start(["run", "--out", "out"])
    await project.appears("up")
    killed.process.kill("SIGKILL")
    await killed.ended
    project.killSurvivors()
    const both = [0, 1].map(() => project.start(["run", "--resume", "out"]))
    const refused = await Promise.race(both.map(({ ended }) => ended))
    expect(refused).toMatchObject({ exitCode: 2 })
    expect(refused.stderr).toMatch(/^error: run \S+ is still running in .*out: process \d+ on /u)
    project.write("go", "")
    const codes = (await Promise.all(both.map(({ ended }) => ended))).map((end) => end.exitCode)
    expect(codes.sort()).toEqual([0, 2])
    expect((await project.run(["run", "--resume", "out"])).exitCode).toBe(0)
    expect(project.read("ran")).toBe("first\nsecond\n")
  })
})

describe("run --out", () => {
  it("refuses a folder in which an engine is at work, and takes it when that was killed", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { a: "touch up; until [ -e go ]; do sleep 0.05; done" }',
    })
    const first = project.start(["run", "--out", "out"])
    await project.appears("up")
    const second = await project.run(["run", "--out", "out"])
    expect(second).toMatchObject({ exitCode: 2 })
    expect(second.stderr).toContain(`process ${first.process.pid} on`)
    project.write("go", "")
    expect((await first.ended).exitCode).toBe(0)
    expect(project.read("out/journal.ndjson")).toContain("run-finished")
    expect(readdirSync(join(project.root, "out")).filter((name) => name.startsWith("."))).toEqual(
      [],
    )
    for (const name of ["go", "up"]) rmSync(join(project.root, name))
    const third = project.start(["run", "--out", "out"])
    await project.appears("up")
    third.process.kill("SIGKILL")
    await third.ended
    project.killSurvivors()
    project.write("go", "")
    expect((await project.run(["run", "--out", "out"])).exitCode).toBe(0)
  })
})
