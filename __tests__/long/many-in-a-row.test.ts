/** Ten thousand scenarios in one run: neither memory nor open files grow with them. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const COUNT = 10_000

describe.runIf(process.platform === "linux")("ten thousand in a row", () => {
  it("leave no files open and no memory behind", async () => {
    const scenarios = Object.fromEntries(
      Array.from({ length: COUNT }, (_, i) => [`s${i}`, i % 100 === 99 ? "exit 3" : "true"]),
    )
    const project = new Project({ "smoke.json": JSON.stringify({ scenarios }) })
    const { process: engine, ended, said } = project.start(["run", "-c", "4", "--out", "out"])
    const look = () => ({
      files: readdirSync(`/proc/${engine.pid}/fd`).length,
      kib: Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${engine.pid}/status`, "utf8"))?.[1]),
    })
    await said("s1000 ")
    const early = look()
    await said("s9800 ")
    const late = look()
    expect((await ended).exitCode).toBe(1)
    expect(late.files - early.files).toBeLessThan(10)
    // What is kept of each scenario for the report, and what the collector has not taken yet.
    expect(late.kib - early.kib).toBeLessThan(100_000)
    const { summary } = project.results("out/results.json")
    expect(summary).toMatchObject({ passed: COUNT - COUNT / 100, failed: COUNT / 100 })
    expect(project.survivors()).toEqual([])
  })
})
