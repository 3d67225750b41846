/**
 * Containers that outlive their run on a developer's machine, by podman; and what is left of containers
 * where an engine is killed with all that it has started.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, it } from "vitest"
import { describeLayer } from "../__rig__/layers.ts"
import { IMAGE, makeImage, PODMAN, podman, podmanEnvironment } from "../__rig__/podman.ts"
import { Project } from "../__rig__/project.ts"
import { itWhole } from "../__rig__/whole.ts"

const suite = (run: string, keep = "30m") => `
fixtures:
  web:
    stop-timeout: 1s
    container:
      image: ${IMAGE}
      command: httpd -f -v -p 80 -h /www
      volumes: ["./www:/www:ro"]
      ports: [80]
    reset: 'echo "$SMOKE_CONTAINER" >> resets; "$SMOKE_CONTAINER_ENGINE" exec "$SMOKE_CONTAINER" true'
    outputs: { WEB_URL: "http://\${{ fixture.host }}:\${{ fixture.ports['80'] }}" }
    keep: ${keep}
    inputs: ["www/*"]
scenarios:
  a: { run: '${run}', fixtures: [web] }
`

const CURL = 'curl -sf "$WEB_URL/" >> pages'

describeLayer(PODMAN, () => {
  const env = podmanEnvironment()
  beforeAll(() => {
    makeImage(env)
  })

  const keeping = (run = CURL, keep?: string) =>
    new Project({
      ...{ "www/index.html": "one;", "smoke.yml": suite(run, keep) },
      "other.yml": 'scenarios: { b: "true" }',
    })

  const named = (name: string) =>
    podman(env, "ps", "-aq", "--no-trunc", "--filter", `name=${name}`).trim()

  const filesOf = (project: Project) =>
    readdirSync(join(project.root, ".parallel-smoke/kept")).filter((name) => name.endsWith(".json"))

  /** The names of those that are kept, which all run. */
  const keptIn = (project: Project) =>
    filesOf(project).map((name) => {
      const { instance } = JSON.parse(project.read(`.parallel-smoke/kept/${name}`))
      expect(named(instance.container.name)).not.toBe("")
      return String(instance.container.name)
    })

  async function passes(project: Project, args: readonly string[] = [], more = {}) {
    const ran = await project.run(["run", ...args], { ...env, ...more })
    expect(ran.stderr).toContain("1 of 1 passed")
    return ran.stderr
  }

  it("is used again and reset before its first lease, until what it is made from changes", async () => {
    const project = keeping()
    await passes(project)
    const [first = ""] = keptIn(project)
    await passes(project, ["--out", "again"])
    expect(keptIn(project)).toEqual([first])
    expect(project.read("resets").trim()).toBe(first)
    expect(project.read("pages")).toBe("one;one;")
    expect(project.read("again/logs/fixtures/web.1.log")).toContain("response:200")
    project.write("www/index.html", "two;")
    expect(await passes(project)).toContain("fixture web, instance 1 of an earlier run was stopped")
    expect(named(first)).toBe("")
    const [second = ""] = keptIn(project)
    expect(project.read("pages")).toBe("one;one;two;")
    const listed = await project.run(["fixtures", "list", "--json"], env)
    expect(JSON.parse(listed.stdout).fixtures).toMatchObject([{ name: "web", used: false }])
    const stopped = await project.run(["fixtures", "stop", "web"], env)
    expect(stopped.stderr).toContain("fixture web, instance 1: stopped")
    expect(named(second)).toBe("")
    expect(keptIn(project)).toEqual([])
  })

  itWhole("is ended by the next run when it is too old, and not kept in CI", async () => {
    const project = keeping(CURL, "1ms")
    await passes(project)
    const [first = ""] = keptIn(project)
    await passes(project, ["other.yml"])
    expect(named(first)).toBe("")
    await passes(project, [], { CI: "true" })
    expect(keptIn(project)).toEqual([])
    expect(podman(env, "ps", "-aq", "--filter", `volume=${project.root}/www`)).toBe("")
  })

  itWhole("is replaced when it has ended between two runs", async () => {
    const project = keeping()
    await passes(project)
    const [first = ""] = keptIn(project)
    podman(env, "rm", "--force", "-t", "0", first)
    expect(await passes(project)).toContain("what was kept is replaced")
    const [second = ""] = keptIn(project)
    expect(second).not.toBe(first)
    await project.run(["fixtures", "stop"], env)
    expect(named(second)).toBe("")
  })

  it("is gone within ten seconds where its run is killed, whether it was kept before or not", async () => {
    const project = keeping(`${CURL}; [ -e go ] || { touch up; sleep 1000; }`)
    project.write("go", "")
    await passes(project)
    const [kept = ""] = keptIn(project)
    for (const name of [kept, null]) {
      for (const file of ["go", "up"]) rmSync(join(project.root, file), { force: true })
      const running = project.start(["run", "--out", `killed.${name}`], env)
      await project.appears("up")
      const used =
        name ??
        podman(
          env,
          "ps",
          "-q",
          "--format",
          "{{.Names}}",
          "--filter",
          `volume=${project.root}/www`,
        ).trim()
      expect(named(used)).not.toBe("")
      running.process.kill("SIGKILL")
      await running.ended
      await gone(() => named(used) + filesOf(project).join(" "))
    }
  })

  it("without stop or keep is gone, too, and so is that of a scenario, without what the engine bequeathed", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  box: { container: { image: "${IMAGE}", command: sleep 1000 } }
scenarios:
  a: { run: "echo begun > begun; sleep 1000", fixtures: [box] }
  b: { run: "echo begun > contained; trap '' TERM; sleep 1000", shell: sh, container: ${IMAGE} }
`,
    })
    const running = project.start(["run", "--out", "run", "-c", "2"], env)
    await Promise.all([project.appears("begun"), project.appears("contained")])
    const [, runId = ""] = /"runId":"([^"]+)"/u.exec(project.read("run/journal.ndjson")) ?? []
    const left = () => podman(env, "ps", "-aq", "--filter", `label=smoke-run-id=${runId}`).trim()
    expect(left().split("\n")).toHaveLength(2)
    const { pid: engine } = running.process
    const children = readFileSync(`/proc/${engine}/task/${engine}/children`, "utf8")
    const launchers = children.split(" ").flatMap((pid) => {
      const isLauncher = pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("perl")
      return isLauncher ? [Number(pid)] : []
    })
    expect(launchers).not.toEqual([])
    for (const pid of launchers) process.kill(pid, "SIGSTOP")
    running.process.kill("SIGKILL")
    for (const pid of launchers) process.kill(pid, "SIGKILL")
    await running.ended
    await gone(left)
  })
})

async function gone(left: () => string): Promise<void> {
  const begunAt = performance.now()
  while (left() !== "" && performance.now() - begunAt < 12_000) {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  expect(left()).toBe("")
  expect(performance.now() - begunAt).toBeLessThan(10_000)
}
