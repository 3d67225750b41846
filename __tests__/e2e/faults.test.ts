/** What children and machines do to an engine; each time the verdicts and the exit code are right. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { byVerdict, COMMAND, Project } from "../__rig__/project.ts"

function suite(scenarios: Readonly<Record<string, unknown>>): Project {
  return new Project({ "smoke.json": JSON.stringify({ scenarios }) })
}

function endings(project: Project): Record<string, string | null> {
  const { scenarios } = project.results("out/results.json")
  return Object.fromEntries(scenarios.map(({ id, verdict, cause }) => [id, cause ?? verdict]))
}

/** A file system of so many MiB, where we may make one. */
function smallDisk(size: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), "smoke-disk-"))
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}m`, "none", folder])
  return mounted.status === 0 ? folder : null
}

describe.runIf(process.platform === "linux")("faults", () => {
  it("children that behave badly have the ending that they earned, and nothing survives", async () => {
    const project = suite({
      bomb: "for i in $(seq 200); do sleep 300 & done; exit 3",
      closed: "exec >&- 2>&-; sleep 0.2; exit 4",
      stopped: { run: "kill -STOP $$", timeout: "1s" },
      binary: "head -c 100000 /dev/urandom; printf '\\xff\\xfe\\x00\\xc3'; exit 5",
      endless: { run: "seq 5000000; exit 6" },
      good: "true",
    })
    const ended = await project.run(["run", "-c", "6", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    expect(endings(project)).toEqual({
      bomb: "exit-code",
      closed: "exit-code",
      stopped: "timeout",
      binary: "exit-code",
      endless: "exit-code",
      good: "passed",
    })
    expect(project.survivors()).toEqual([])
    const codes = project
      .results("out/results.json")
      .scenarios.map(({ id, attempts }) => [id, attempts[0]?.exitCode])
    expect(Object.fromEntries(codes)).toMatchObject({ bomb: 3, closed: 4, binary: 5, endless: 6 })
    for (const file of ["out/results.json", "out/journal.ndjson"]) {
      const bytes = readFileSync(join(project.root, file))
      expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).not.toThrow()
    }
  })

  it("a folder of logs that a scenario removes is made again", async () => {
    const project = suite({
      a: "rm -rf out/logs",
      b: { run: "echo hello; exit 3", needs: ["a"] },
      c: { run: "true", needs: ["a"] },
    })
    const ended = await project.run(["run", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    expect(endings(project)).toEqual({ a: "passed", b: "exit-code", c: "passed" })
    expect(readdirSync(join(project.root, "out/logs"))).toEqual(["b.1.log", "c.1.log"])
  })

  it("no room for files: what cannot be started fails by that, or is started later", async () => {
    const scenarios = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`s${i}`, "sleep 0.3"]),
    )
    const project = suite(scenarios)
    const { status, stderr } = spawnSync(
      "bash",
      [
        "-c",
        'ulimit -n 60; exec "$@"',
        "limited",
        process.execPath,
        COMMAND,
        "run",
        "-c",
        "80",
        "--out",
        "out",
      ],
      {
        cwd: project.root,
        encoding: "utf8",
        env: { PATH: process.env["PATH"], HOME: project.root },
      },
    )
    const endingsOfAll = Object.values(endings(project))
    expect(endingsOfAll).toHaveLength(80)
    expect(endingsOfAll.filter((end) => end !== "passed" && end !== "spawn")).toEqual([])
    expect(endingsOfAll.filter((end) => end === "passed").length).toBeGreaterThan(20)
    expect(status, stderr).toBe(endingsOfAll.includes("spawn") ? 1 : 0)
  })

  it("a scenario that kills whatever started it fails alone, and the run goes on", async () => {
    const first = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`first${i}`, "true"]))
    const needs = Object.keys(first)
    const near = Object.fromEntries(
      Array.from({ length: 3 }, (_, i) => [`near${i}`, { run: "sleep 1; echo done", needs }]),
    )
    const killer = { run: "kill -9 $PPID; sleep 300", needs }
    const project = suite({ ...first, killer, ...near, last: { run: "true", needs: ["near0"] } })
    const ended = await project.run(["run", "-c", "4", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    const all = endings(project)
    expect(all["killer"]).toBe("spawn")
    delete all["killer"]
    expect(new Set(Object.values(all))).toEqual(new Set(["passed"]))
    expect(ended.stderr).toContain("its end is unknown")
    expect(project.survivors()).toEqual([])
  })

  it("150 scenarios at once", async () => {
    // Each waits until all are there: it passes only if they really run together.
    const run = 'touch "up.$SMOKE_SLUG"; until [ $(ls up.* | wc -l) -ge 150 ]; do sleep 0.2; done'
    const scenarios = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`s${i}`, run]))
    const project = suite(scenarios)
    const ended = await project.run(["run", "-c", "150", "--out", "out"])
    expect(ended.exitCode).toBe(0)
    expect(project.results("out/results.json").summary).toMatchObject({ passed: 150 })
  })

  it("a disk that is full ends the run as what it is, and what runs with it", async () => {
    const disk = smallDisk(1)
    // Only who may mount can make one.
    if (disk === null) return
    try {
      const after = Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [`late${i}`, { run: "true", needs: ["filler"] }]),
      )
      const project = suite({
        good: "true",
        filler: { run: `cat /dev/zero > ${disk}/fill || echo full`, needs: ["good"] },
        patient: "sleep 300",
        ...after,
      })
      const ended = await project.run(["run", "-c", "2", "--out", join(disk, "out")])
      expect(ended.exitCode).toBe(4)
      expect(ended.stderr).toContain("no space left on device")
      expect(project.survivors()).toEqual([])
      const journal = readFileSync(join(disk, "out/journal.ndjson"), "utf8")
      expect(journal).toContain('"type":"scenario-finished","id":"good","verdict":"passed"')
      expect(journal).not.toContain('"type":"run-finished"')
    } finally {
      spawnSync("umount", [disk])
      rmSync(disk, { recursive: true, force: true })
    }
  })

  it("a disk that is full keeps nobody from writing down what is known by then", async () => {
    const disk = smallDisk(3)
    if (disk === null) return
    try {
      const ballast = join(disk, "out/.ballast")
      const project = suite({
        good: "true",
        bad: "exit 3",
        filler: {
          run: `until [ "$(stat -c %s ${ballast} 2> /dev/null)" = 1048576 ]; do sleep 0.02; done; cat /dev/zero > ${disk}/fill 2> /dev/null || true`,
          needs: ["good"],
        },
        patient: "sleep 300",
        ...Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [`late${i}`, { run: "true", needs: ["filler"] }]),
        ),
      })
      const ended = await project.run(["run", "-c", "4", "--out", join(disk, "out")])
      expect(ended.stderr).toContain("no space left on device")
      expect(ended.exitCode).toBe(4)
      expect(project.survivors()).toEqual([])
      const results = JSON.parse(readFileSync(join(disk, "out/results.json"), "utf8"))
      expect(results.summary).toMatchObject({ exitCode: 4, conclusion: "incomplete" })
      const verdicts = byVerdict(results)
      expect(verdicts["failed"]).toContain("bad")
      expect(verdicts["passed"]).toContain("good")
      expect(verdicts["cancelled"]).toEqual(expect.arrayContaining(["patient", "late59"]))
      const journal = readFileSync(join(disk, "out/journal.ndjson"), "utf8")
      expect(journal).toContain('"type":"run-finished"')
      expect(readdirSync(join(disk, "out"))).not.toContain(".ballast")
      const folder = join(disk, "out")
      spawnSync("rm", [join(disk, "fill")])
      const merged = await project.run([
        "aggregate",
        folder,
        "--plan",
        join(folder, "plan.json"),
        "--out",
        "merged",
      ])
      expect(merged.exitCode).toBe(4)
      expect(byVerdict(project.results("merged/results.json"))).toEqual(verdicts)
    } finally {
      spawnSync("umount", [disk])
      rmSync(disk, { recursive: true, force: true })
    }
  })

  it("a run's folder that a scenario removes is a result that is missing", async () => {
    const project = suite({ a: "rm -rf out", b: { run: "true", needs: ["a"] } })
    const ended = await project.run(["run", "--out", "out"])
    expect(ended.exitCode).toBe(4)
    expect(ended.stderr).toContain("it was removed during the run")
    expect(project.results("out/results.json").summary).toMatchObject({
      ...{ passed: 2, conclusion: "incomplete", exitCode: 4 },
    })
    expect((await project.run(["plan", "-o", "plan.json"])).exitCode).toBe(0)
    const merged = await project.run(["aggregate", "out", "--plan", "plan.json", "--out", "merged"])
    expect(merged.exitCode).toBe(4)
  })

  it("a bug of the engine itself ends what it had started, and is told with exit code 70", async () => {
    const project = suite({
      stubborn: "trap '' TERM; touch begun; sleep 300 & setsid sleep 300 & wait",
    })
    // Thrown where nobody can catch it, when the scenario has written its file.
    const bug = `
      import { existsSync } from "node:fs"
      const look = setInterval(() => {
        if (!existsSync("begun")) return
        clearInterval(look)
        throw new Error("a bug")
      }, 20)
      look.unref()`
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(bug)}`
    const ended = await project.run(["run", "--out", "out"], { NODE_OPTIONS })
    expect(ended.stderr).toContain("internal error, please report it with this text:\nError: a bug")
    expect(ended.exitCode).toBe(70)
    expect(project.survivors()).toEqual([])
  })

  it("a thousand in a row leave no files open and no memory behind", async () => {
    const scenarios = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`s${i}`, "true"]))
    const project = suite(scenarios)
    const { process: engine, ended, said } = project.start(["run", "-c", "4", "--out", "out"])
    const look = () => ({
      files: readdirSync(`/proc/${engine.pid}/fd`).length,
      kib: Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${engine.pid}/status`, "utf8"))?.[1]),
    })
    await said("s200 ")
    const early = look()
    await said("s900 ")
    const late = look()
    expect((await ended).exitCode).toBe(0)
    expect(late.files - early.files).toBeLessThan(10)
    expect(late.kib - early.kib).toBeLessThan(60_000)
    expect(project.results("out/results.json").summary).toMatchObject({ passed: 1_000 })
  })

  it("a wall clock that is set by a day in the middle is in no duration", async () => {
    const project = suite({ slow: "touch up; until test -e set; do sleep 0.02; done" })
    const jumping = `import { existsSync, writeFileSync } from "node:fs"
const real = Date.now
const timer = setInterval(() => {
  if (!existsSync("up")) return
  Date.now = () => real() + 86_400_000
  writeFileSync("set", "")
  clearInterval(timer)
}, 20).unref()
`
    project.write("jumping.mjs", jumping)
    const env = { NODE_OPTIONS: `--import=${project.root}/jumping.mjs` }
    const ended = await project.run(["run", "--out", "out", "--junit", "junit.xml"], env)
    expect(ended.exitCode).toBe(0)
    const { summary, shards, scenarios, workers } = project.results("out/results.json")
    const seconds = [summary, ...shards, ...scenarios].map(({ durationSeconds }) => durationSeconds)
    expect(Math.max(...seconds, ...workers.map(({ busySeconds }) => busySeconds))).toBeLessThan(60)
    expect(ended.stdout + ended.stderr + project.read("junit.xml")).not.toMatch(/24h|864\d\d/u)
    await project.run(["aggregate", "out", "--plan", "out/plan.json", "-o", "merged.json"])
    expect(project.read("merged.json")).toBe(project.read("out/results.json"))
  })
})
