/** Many scenarios, much output, many at once: neither memory nor open files grow, and nothing is lost. */
import { execFileSync, spawn } from "node:child_process"
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { heldBy, slopeOf, tellFigure } from "../__rig__/load.ts"
import { Project } from "../__rig__/project.ts"

let project: Project

afterEach(() => {
  project.killSurvivors()
  rmSync(project.root, { recursive: true, force: true })
})

function projectOf(count: number, command: (i: number) => string): Project {
  const scenarios = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`s${i}`, command(i)]),
  )
  return new Project({ "smoke.json": JSON.stringify({ scenarios }) })
}

const secondsSince = (start: number) => ((performance.now() - start) / 1_000).toFixed(1)

describe.runIf(process.platform === "linux")("under load", () => {
  it("20,000 in a row leave no files open and no memory behind", async () => {
    const count = 20_000
    const began = performance.now()
    project = projectOf(count, (i) => (i % 100 === 99 ? "exit 3" : "true"))
    const { process: engine, ended, said } = project.start(["run", "-c", "4", "--out", "out"])
    const held = []
    for (let i = 2_000; i < count; i += 1_000) {
      await said(`s${i} `)
      held.push(heldBy(engine.pid))
    }
    expect((await ended).exitCode).toBe(1)
    const [files, mib] = [held.map((one) => one.files), held.map((one) => one.mib)]
    const late = mib.slice(mib.length / 2)
    tellFigure(
      `${count} in a row: ${secondsSince(began)} s; MiB at every thousand from 2000: ${mib.join(" ")}` +
        ` (slope of the later half ${slopeOf(late).toFixed(1)}); files ${Math.min(...files)}–${Math.max(...files)}`,
    )
    expect(slopeOf(files)).toBeLessThan(0.5)
    // What is kept of each scenario for the report, and what the collector has not taken yet.
    expect(slopeOf(late)).toBeLessThan(5)
    expect(Math.max(...mib)).toBeLessThan(400)
    const { summary } = project.results("out/results.json")
    expect(summary).toMatchObject({ passed: count - count / 100, failed: count / 100 })
    expect(project.survivors()).toEqual([])
  })

  it("2,000 that fail with 1 MB of output each are all told, within the limits", async () => {
    const count = 2_000
    const began = performance.now()
    project = projectOf(
      count,
      (i) => `yes 'line of ${i}: Error: not there' | head -c 1000000; exit 3`,
    )
    const reports = ["--junit", "junit.xml", "--summary", "summary.md"]
    const {
      process: engine,
      ended,
      said,
    } = project.start(["run", "-c", "4", "--out", "out", ...reports])
    const held = []
    for (let i = 200; i < count; i += 200) {
      await said(`s${i} `)
      held.push(heldBy(engine.pid))
    }
    const end = await ended
    const mib = held.map((one) => one.mib)
    const size = (path: string) => statSync(join(project.root, path)).size
    tellFigure(
      `${count} × 1 MB: ${secondsSince(began)} s; MiB at every 200: ${mib.join(" ")}, peak ${held.at(-1)?.peakMib}; ` +
        `summary ${size("summary.md")} bytes, JUnit ${size("junit.xml")}, results ${size("out/results.json")}`,
    )
    expect(end.exitCode).toBe(1)
    const { summary, scenarios } = project.results("out/results.json")
    expect(summary).toMatchObject({ total: count, failed: count, lost: 0 })
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(count)
    for (let i = 0; i < count; i += 97) expect(size(`out/logs/s${i}.1.log`)).toBe(1_000_000)
    // GitHub refuses the summary of a step that is larger.
    expect(size("summary.md")).toBeLessThan(1 << 20)
    // Texts of logs that the collector has not taken yet are the most of it.
    expect(slopeOf(mib.slice(mib.length / 2))).toBeLessThan(15)
    expect(Math.max(...mib)).toBeLessThan(400)
    expect(project.survivors()).toEqual([])
  })

  it("300 at once all run at the same time", async () => {
    const count = 300
    const began = performance.now()
    // Each waits until somebody has opened the other end.
    project = projectOf(count, (i) => `echo . >> began; : < gate; exit ${i % 3 === 2 ? 1 : 0}`)
    execFileSync("mkfifo", [join(project.root, "gate")])
    const { process: engine, ended } = project.start(["run", "-c", String(count), "--out", "out"])
    await haveBegun(project, count)
    const all = secondsSince(began)
    const held = heldBy(engine.pid)
    const gate = spawn("sh", ["-c", "exec 3>gate; read x"], { cwd: project.root })
    const end = await ended
    gate.stdin.end()
    tellFigure(
      `${count} at once: all begun after ${all} s, done after ${secondsSince(began)} s, ` +
        `${held.mib} MiB, ${held.files} files open`,
    )
    expect(end.exitCode, end.stderr.slice(-2_000)).toBe(1)
    const { summary } = project.results("out/results.json")
    expect(summary).toMatchObject({ total: count, passed: 200, failed: 100, lost: 0 })
    expect(held.mib).toBeLessThan(300)
    expect(project.survivors()).toEqual([])
  })
})

/** Until so many have begun. */
async function haveBegun(project: Project, count: number): Promise<void> {
  const deadline = performance.now() + 300_000
  for (;;) {
    const begun = statSync(join(project.root, "began"), { throwIfNoEntry: false })?.size ?? 0
    if (begun >= count * 2) return
    if (performance.now() > deadline) throw new Error(`only ${begun / 2} have begun`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
