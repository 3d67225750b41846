/**
 * Fixtures that outlive their run on a developer's machine: found again by what they are made from, and
 * ended when that has changed, when they are too old, or when they are told to.
 */
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const suite = (keep: string, run = 'test "$ID" = made') => `
fixtures:
  db:
    start: |
      sleep 1000 &
      echo $! > "$SMOKE_TMP/pid"
      echo "$SMOKE_RUN_ID.$SMOKE_INSTANCE up" >> trace
      echo "id=made" >> "$SMOKE_OUTPUT"
    ready: { command: '! grep -q "$SMOKE_RUN_ID" broken 2> /dev/null' }
    reset: 'echo reset >> trace'
    stop: 'kill $(cat "$SMOKE_TMP/pid"); echo "$SMOKE_RUN_ID.$SMOKE_INSTANCE down" >> trace'
    outputs: { ID: "\${{ fixture.id }}" }
    leases: unlimited
    keep: ${keep}
    inputs: [schema.sql]
scenarios:
  a: { run: '${run}', fixtures: [db] }
`

function keeping(keep = "30m", run?: string): Project {
  return new Project({ "smoke.yml": suite(keep, run), "schema.sql": "v1", "other.yml": OTHER })
}

const OTHER = 'scenarios: { b: "true" }'

/** What happened, without the names of runs; each `down` is of the `up` before it. */
function traceOf(project: Project): string[] {
  const lines = project.read("trace").trim().split("\n")
  let up = ""
  return lines.map((line) => {
    const [name = "", what = "reset"] = line.split(" ")
    if (what === "up") up = name
    if (what === "down") expect(name).toBe(up)
    return what
  })
}

async function passes(project: Project, args: readonly string[] = [], env = {}): Promise<string> {
  const ran = await project.run(["run", ...args], env)
  expect(ran.stderr).toContain("1 of 1 passed")
  return ran.stderr
}

const filesOf = (project: Project) =>
  readdirSync(join(project.root, ".parallel-smoke/kept")).filter((name) => name.endsWith(".json"))

describe.runIf(process.platform === "linux")("a fixture that is kept", () => {
  it("is used again and reset before its first lease, until what it is made from changes", async () => {
    const project = keeping()
    await passes(project)
    expect(traceOf(project)).toEqual(["up"])
    expect(project.survivors()).toHaveLength(1)
    expect(await passes(project)).toContain(
      "db: 1 lease of what was there (1 at once, 1 leased), 100 % reused",
    )
    await passes(project, ["--out", "again"])
    expect(project.results("again/results.json").fixtures).toMatchObject([
      { created: 0, reused: 1, hits: 1, misses: 0 },
    ])
    await passes(project, ["other.yml"])
    expect(traceOf(project)).toEqual(["up", "reset", "reset"])
    project.write("schema.sql", "v2")
    expect(await passes(project)).toContain("fixture db, instance 1 of an earlier run was stopped")
    expect(traceOf(project)).toEqual(["up", "reset", "reset", "down", "up"])
    expect(project.survivors()).toHaveLength(1)
    const listed = await project.run(["fixtures", "list", "--json"])
    expect(JSON.parse(listed.stdout).fixtures).toMatchObject([{ name: "db", used: false }])
    const stopped = await project.run(["fixtures", "stop", "db"])
    expect(stopped.stderr).toContain("fixture db, instance 1: stopped")
    expect(traceOf(project)).toEqual(["up", "reset", "reset", "down", "up", "down"])
    expect(project.survivors()).toEqual([])
    expect(filesOf(project)).toEqual([])
  })

  it("is ended by the next run in the project when it is too old, and not looked at in CI", async () => {
    const project = keeping("1ms")
    await passes(project)
    await passes(project, ["other.yml"], { CI: "true" })
    expect(traceOf(project)).toEqual(["up"])
    await passes(project, ["other.yml"])
    expect(traceOf(project)).toEqual(["up", "down"])
    await passes(project, [], { CI: "true" })
    expect(traceOf(project)).toEqual(["up", "down", "up", "down"])
    expect(project.survivors()).toEqual([])
  })

  it("is replaced when it does not work any more", async () => {
    const project = keeping()
    await passes(project)
    project.write("broken", project.read("trace"))
    expect(await passes(project)).toContain("what was kept is replaced: `ready`: exit code 1")
    expect(traceOf(project)).toEqual(["up", "down", "up"])
    await project.run(["fixtures", "stop"])
    expect(project.survivors()).toEqual([])
  })

  it("is one run's alone, and is stopped where that is killed", async () => {
    const project = keeping("30m", "[ -e go ] || { touch up; sleep 1000; }")
    project.write("go", "")
    await passes(project)
    project.write("smoke.yml", suite("30m", "touch up; sleep 1000"))
    const running = project.start(["run"])
    await project.appears("up")
    const listed = await project.run(["fixtures", "list", "--json"])
    expect(JSON.parse(listed.stdout).fixtures).toMatchObject([{ name: "db", used: true }])
    const all = await project.run(["fixtures", "stop"])
    expect(all).toMatchObject({ exitCode: 0 })
    expect(all.stderr).toMatch(/fixture db, instance 1: a run uses it \(process \d+\), it stays/u)
    expect(await project.run(["fixtures", "stop", "db"])).toMatchObject({ exitCode: 1 })
    expect(traceOf(project)).toEqual(["up", "reset"])
    running.process.kill("SIGKILL")
    await running.ended
    await project.appears(".parallel-smoke/open/../.gitignore")
    const deadline = performance.now() + 10_000
    while (filesOf(project).length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(traceOf(project)).toEqual(["up", "reset", "down"])
    expect(filesOf(project)).toEqual([])
  })

  it("is not forgotten silently where its record cannot be read", async () => {
    const project = keeping()
    await passes(project)
    const [name] = filesOf(project)
    const record = `.parallel-smoke/kept/${name}`
    const text = project.read(record)
    project.write(record, '{"hash":')
    const problem = `/.parallel-smoke/kept/${name} does not say what is kept`
    expect(await passes(project)).toContain(problem)
    for (const word of ["list", "stop"]) {
      const { stderr, exitCode } = await project.run(["fixtures", word])
      expect(stderr).toContain(problem)
      expect(exitCode).toBe(word === "list" ? 0 : 1)
    }
    project.write(record, text)
    await project.run(["fixtures", "stop"])
    expect(project.survivors()).toEqual([])
  })

  it("needs no stop to be gone where it is replaced, or its run is killed", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  db:
    start: "sleep 1000 &"
    health: "[ ! -e broken ]"
    keep: 30m
scenarios:
  a: { run: "touch up; [ -e go ] || sleep 1000", fixtures: [db] }
`,
    })
    project.write("go", "")
    await passes(project)
    const [first] = project.survivors()
    project.write("broken", "")
    expect((await project.run(["run"])).stderr).toContain("what was kept is replaced")
    expect(project.survivors()).not.toContain(first)
    for (const file of ["broken", "go", "up"]) rmSync(join(project.root, file))
    const running = project.start(["run"])
    await project.appears("up")
    running.process.kill("SIGKILL")
    await running.ended
    const deadline = performance.now() + 10_000
    while (project.survivors().length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(project.survivors()).toEqual([])
  })

  it("stays kept where its stop fails, and is found by its name alone", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  db: { start: "true", stop: "[ -e go ] || { echo 'no way'; exit 3; }", keep: 30m }
scenarios:
  a: { run: "true", fixtures: [db] }
`,
    })
    await passes(project)
    const unknown = await project.run(["fixtures", "stop", "db", "dbb"])
    expect(unknown).toMatchObject({ exitCode: 2 })
    expect(unknown.stderr).toContain("no fixture `dbb` is kept")
    expect(unknown.stderr).toContain("kept are: db")
    const failed = await project.run(["fixtures", "stop", "db"])
    expect(failed).toMatchObject({ exitCode: 1 })
    expect(failed.stderr).toContain("could not be stopped, and is kept: `stop`: exit code 3")
    expect(filesOf(project)).toHaveLength(1)
    project.write("go", "")
    expect(await project.run(["fixtures", "stop", "db"])).toMatchObject({ exitCode: 0 })
    expect(filesOf(project)).toEqual([])
    const none = await project.run(["fixtures", "stop", "db"])
    expect(none).toMatchObject({ exitCode: 2 })
    expect(none.stderr).toContain("nothing is kept here")
  })
})
