/**
 * Nothing of a fixture is left, however its run ends: what was set up is taken down by the engine, by
 * what outlives it, or by the next one.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import { Project, type Running } from "../__rig__/project.ts"
import { WHOLE } from "../__rig__/whole.ts"

/** Sets up something outside of this machine's processes: a line in a file. */
const VM = `
  server:
    start: 'echo "server up" >> trace; echo "token=t1" >> "$SMOKE_OUTPUT"'
    stop: 'echo "server down $token" >> trace'
  vm:
    key: pool
    fixtures: [server]
    start: 'echo "vm $SMOKE_MATRIX_POOL up" >> trace'
    stop: 'echo "vm $SMOKE_MATRIX_POOL down \${{ fixtures.server.token }}" >> trace'
`

const SUITE = `
fixtures:${VM}
scenarios:
  s:
    run: "touch up.$SMOKE_MATRIX_POOL; [ -e go ] || sleep 1000"
    fixtures: [vm]
    strategy: { matrix: { pool: [p, q] } }
`

const ALL = ["server down t1", "server up", "vm p down t1", "vm p up", "vm q down t1", "vm q up"]

function traceOf(project: Project): string[] {
  return existsSync(join(project.root, "trace")) ? project.read("trace").trim().split("\n") : []
}

async function untilUp(project: Project): Promise<void> {
  // Eight engines that begin at once are slow to do so.
  await project.appears("up.p", 60_000)
  await project.appears("up.q", 60_000)
}

/** Resolves when the trace has so many lines; by what outlives the engine within ten seconds. */
async function untilTraced(project: Project, count: number): Promise<void> {
  const deadline = performance.now() + 10_000
  while (traceOf(project).length < count) {
    if (performance.now() > deadline) throw new Error(`only ${traceOf(project).join(", ")}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Most of their time is what processes are given to end. */
const SIDE_BY_SIDE = { concurrent: true } as const

async function kill({ process, ended }: Running): Promise<void> {
  process.kill("SIGKILL")
  await ended
}

describe.runIf(process.platform === "linux")("what fixtures have set up", SIDE_BY_SIDE, () => {
  it("is taken down when the run is stopped, the inner one last, in the time that it takes", async () => {
    const slow = SUITE.replace('echo "server down', 'sleep 7; echo "server down')
    const project = new Project({ "smoke.yml": slow })
    const running = project.start(["run", "--out", "run", "-c", "2"])
    await untilUp(project)
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    const trace = traceOf(project)
    expect(trace.toSorted()).toEqual(ALL)
    expect(trace.at(-1)).toBe("server down t1")
    expect(project.survivors()).toEqual([])
    expect(readdirSync(join(project.root, ".parallel-smoke/open"))).toEqual([])
  })

  it("is taken down by what outlives an engine that is killed", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const running = project.start(["run", "--out", "run", "-c", "2"])
    await untilUp(project)
    await kill(running)
    await untilTraced(project, 6)
    const trace = traceOf(project)
    expect(trace.toSorted()).toEqual(ALL)
    expect(trace.at(-1)).toBe("server down t1")
    expect(project.read("run/journal.ndjson")).toContain('"because":"owed"')
  })

  it("is taken down by what outlives a program that runs the suite by the library", async () => {
    const library = pathToFileURL(join(import.meta.dirname, "../../src/index.ts")).href
    const project = new Project({
      "smoke.yml": SUITE,
      "program.mjs": `import { run } from ${JSON.stringify(library)}\nawait run({ workers: 2 })\n`,
    })
    const running = project.startBy('exec "$1" program.mjs', [])
    // Its sources are hundreds of files.
    await project.appears("up.p", 60_000)
    await project.appears("up.q")
    await kill(running)
    await untilTraced(project, 6)
    expect(traceOf(project).toSorted()).toEqual(ALL)
  })

  it("is taken down by the next run where all that belongs to the engine is killed", async () => {
    const project = new Project({ "smoke.yml": SUITE, "other.yml": 'scenarios: { a: "true" }' })
    const running = project.start(["run", "--out", "run", "-c", "2"])
    await untilUp(project)
    project.killSurvivors("SIGSTOP")
    project.killSurvivors()
    await running.ended
    expect(traceOf(project)).toHaveLength(3)
    const next = await project.run(["run", "other.yml"])
    expect(next.exitCode).toBe(0)
    expect(next.stderr).toContain("was killed: what it had left is done now")
    expect(next.stderr).toContain("stop of fixture server, instance 1: passed")
    expect(traceOf(project).toSorted()).toEqual(ALL)
    expect((await project.run(["run", "other.yml"])).stderr).not.toContain("was killed")
  })

  it("is taken down at a second signal by what outlives the engine", async () => {
    const slow = SUITE.replace(
      'echo "server down',
      '[ -e once ] && touch twice || { touch once stopping; sleep 60; }; echo "server down',
    )
    const project = new Project({ "smoke.yml": slow })
    const running = project.start(["run", "--out", "run", "-c", "2"])
    await untilUp(project)
    running.process.kill("SIGINT")
    await project.appears("stopping")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    await untilTraced(project, 6)
    expect(traceOf(project).toSorted()).toEqual(ALL)
  })

  it("of several engines at once, some of them killed, is each one's own", async () => {
    const projects = Array.from(
      { length: WHOLE ? 8 : 4 },
      () => new Project({ "smoke.yml": SUITE }),
    )
    const runs = projects.map((project) => project.start(["run", "--out", "run", "-c", "2"]))
    await Promise.all(projects.map(untilUp))
    const killed = WHOLE ? [1, 4, 6] : [1, 3]
    await Promise.all(killed.map((i) => kill(runs[i] as Running)))
    await Promise.all(killed.map((i) => untilTraced(projects[i] as Project, 6)))
    for (const [i, project] of projects.entries()) {
      if (killed.includes(i)) expect(traceOf(project).toSorted()).toEqual(ALL)
      else expect(traceOf(project)).toHaveLength(3)
      project.write("go", "")
    }
    for (const [i, project] of projects.entries()) {
      if (killed.includes(i)) continue
      ;(runs[i] as Running).process.kill("SIGINT")
      expect((await (runs[i] as Running).ended).exitCode).toBe(130)
      expect(traceOf(project).toSorted()).toEqual(ALL)
    }
  })
})

describe.runIf(process.platform === "linux")("a resumed run", () => {
  it("stops what was open, sets it up again, and sets up nothing that is finished", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  vm:
    key: pool
    start: 'echo "$SMOKE_FIXTURE_KEY up $SMOKE_RUN_ID" >> trace'
    stop: 'echo "$SMOKE_FIXTURE_KEY down" >> trace'
scenarios:
  s:
    run: "[ $SMOKE_MATRIX_POOL = p ] || [ -e go ] || { touch up; sleep 1000; }"
    fixtures: [vm]
    strategy: { matrix: { pool: [p, q] } }
`,
    })
    const running = project.start(["run", "--out", "run", "-c", "1"])
    await project.appears("up")
    await kill(running)
    project.write("go", "")
    expect((await project.run(["run", "--resume", "run"])).exitCode).toBe(0)
    const { run } = project.results("run/results.json")
    const up = (key: string) => `${key} up ${run.id}`
    expect(traceOf(project)).toEqual([up("p"), "p down", up("q"), "q down", up("q"), "q down"])
    expect(readFileSync(join(project.root, "run/manifest.json"), "utf8")).toContain(run.id)
  })
})
