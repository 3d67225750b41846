import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const SUITE = `
scenarios:
  quick: "true"
  slow: "sleep 0.05"
  bad: '[ $((SMOKE_ITERATION % 3)) != 0 ]'
  after: { run: "true", needs: [slow] }
`

describe("run --soak", () => {
  it("repeats everything until the time is over, and finds what fails now and then", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const words = ["run", "--soak", "6s", "-c", "3", "--out", "out"]
    const ended = await project.run(words)
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios, summary, workers } = project.results("out/results.json")
    for (const { id, iterations, runs } of scenarios) {
      expect(iterations?.passed, id).toBeGreaterThanOrEqual(1)
      const { passed = 0, failed = 0, flaky = 0, cancelled = 0 } = iterations ?? {}
      expect(iterations?.runs, id).toBe(passed + failed + flaky + cancelled)
      expect(runs, id).toBe(iterations?.runs)
      expect(failed > 0, id).toBe(id === "bad")
    }
    expect(summary.durationSeconds).toBeGreaterThanOrEqual(6)
    expect(summary.durationSeconds).toBeLessThan(25)
    for (const { busySeconds, endedBecause } of workers) {
      expect(endedBecause).toBe("budget")
      expect(busySeconds).toBeGreaterThan(3)
    }
  })

  it("is incomplete where something never came to an end", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { never: "sleep 1000", often: "true" }',
    })
    const ended = await project.run(["run", "--soak", "3s", "-c", "2", "--out", "out"])
    expect(ended.exitCode, ended.stderr).toBe(4)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
      ["never", "cancelled", "budget"],
      ["often", "passed", null],
    ])
    expect(project.survivors()).toEqual([])
  })

  it("has only the time left that an engine before did not use", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { one: "echo x >> ran; sleep 0.2" }' })
    const running = project.start(["run", "--soak", "12s", "-c", "1", "--out", "out"])
    await project.appears("ran")
    await new Promise((next) => setTimeout(next, 4_000))
    running.process.kill("SIGKILL")
    await running.ended
    const ended = await project.run(["run", "--resume", "out"])
    expect(ended.exitCode, ended.stderr).toBe(0)
    const events = readFileSync(join(project.root, "out/journal.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly type: string; readonly at: number })
    const begun = events.findLastIndex(({ type }) => type === "run-started")
    const [start, end, first, cut] = [events[begun], events.at(-1), events[0], events[begun - 1]]
    const spentMs = (cut?.at ?? 0) - (first?.at ?? 0)
    const leftMs = (end?.at ?? 0) - (start?.at ?? 0)
    expect(spentMs).toBeGreaterThan(2_000)
    expect(spentMs + leftMs).toBeGreaterThanOrEqual(11_900)
    expect(leftMs).toBeLessThan(12_000)
  })
})

describe("run --fail-rate", () => {
  const SUITE = `
scenarios:
  bad: "false"
  good: "true"
  rare: '[ $SMOKE_ITERATION != 1 ]'
`

  it("judges by rate, ends early, and is incomplete where too little is known after a failure", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const words = ["run", "--repeat", "12", "--fail-rate", "20%", "-c", "2", "--out", "out"]
    const ended = await project.run([...words, "--junit", "junit.xml", "--summary", "sum.md"])
    expect(ended.exitCode, ended.stderr).toBe(4)
    const { scenarios, summary: sums } = project.results("out/results.json")
    expect(scenarios.map(({ id, verdict, rate }) => [id, verdict, rate])).toEqual([
      ["bad", "failed", "decided"],
      ["good", "passed", "undecided"],
      ["rare", "flaky", "incomplete"],
    ])
    expect(scenarios[0]?.iterations?.runs).toBeLessThan(12)
    expect(scenarios[1]?.iterations?.runs).toBe(12)
    expect(sums.conclusion).toBe("incomplete")
    const last = ended.stderr.trimEnd().split("\n").at(-1)
    expect(last).toContain(
      "too few iterations to decide about --fail-rate of 1 flaky scenario (rare)",
    )
    const xml = project.read("junit.xml")
    expect(xml).toContain("12 iterations, 1 failed")
    expect(xml).toContain("too few to decide about --fail-rate")
    const summary = project.read("sum.md")
    expect(summary).toMatch(/^## .* is incomplete: too few iterations to decide/u)
    expect(summary).toMatch(/12 iterations, 0 failed: below 23 % .*too few to decide/u)
  })

  it("fails what is undecided with --undecided fail", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { good: "true" }' })
    const words = ["run", "--repeat", "3", "--fail-rate", "1%", "--undecided", "fail"]
    const ended = await project.run([...words, "--out", "out"])
    expect(ended.exitCode, ended.stderr).toBe(1)
    expect(project.results("out/results.json").scenarios[0]).toMatchObject({
      ...{ verdict: "failed", rate: "undecided" },
      message: "too few iterations to decide about --fail-rate",
    })
  })
})
