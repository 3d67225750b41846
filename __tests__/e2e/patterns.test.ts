/** Patterns that never come to an end hold up nothing but the scenario that asks for them. */
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

/** Ten patterns that would each try for ever. */
const PATTERNS = [..."abcdefghij"].map((letter) => `^(a+)+${letter}$`)
const SLOW = {
  run: `echo ${"a".repeat(60)}!; touch done`,
  expect: { stdout: { matches: PATTERNS } },
}

function project(scenarios: object): Project {
  return new Project({ "smoke.json": JSON.stringify({ scenarios }) })
}

describe("patterns that never come to an end", () => {
  it("fail their scenario and leave the timeouts of others as they are", async () => {
    const scenarios = { slow: SLOW, timed: { run: "exec sleep 60", timeout: "2s" } }
    const its = project(scenarios)
    const { exitCode } = await its.run(["run", "-c", "2", "--out", "out"])
    expect(exitCode).toBe(1)
    const [slow, timed] = its.results("out/results.json").scenarios
    expect(timed).toMatchObject({ id: "timed", cause: "timeout" })
    expect(timed?.durationSeconds).toBeLessThan(4)
    expect(slow).toMatchObject({ id: "slow", verdict: "failed", cause: "expectation" })
    expect(slow?.message?.match(/its search took longer than 1\.0s/gu)).toHaveLength(10)
  }, 60_000)

  it("are given up when the run is stopped, and nothing has passed by that", async () => {
    const its = project({ slow: SLOW })
    const running = its.start(["run", "--out", "out"])
    await its.appears("done")
    const begun = performance.now()
    running.process.kill("SIGTERM")
    const { exitCode } = await running.ended
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(exitCode).toBe(143)
    const [slow] = its.results("out/results.json").scenarios
    expect(slow?.verdict).toBe("cancelled")
  }, 60_000)
})
