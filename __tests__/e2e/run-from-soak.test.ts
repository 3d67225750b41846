/**
 * Runs that repeat, and begin with what another one has left: chains of them come to an end.
 */
import { copyFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { Project } from "../__rig__/project.ts"

const SUITE = `
scenarios:
  ok: "true"
  one: "[ -e fix1 ] || [ $((SMOKE_ITERATION % 5)) != 0 ]"
  two: { run: "[ -e fix2 ] || [ $((SMOKE_ITERATION % 4)) != 0 ]", needs: [ok] }
`

/** Verdict, iterations and how many of them failed. */
function countsOf({ scenarios }: Results) {
  return Object.fromEntries(
    scenarios.map(({ id, verdict, runs, iterations }) => {
      const { passed = 0, failed = 0, flaky = 0, cancelled = 0 } = iterations ?? {}
      expect(iterations?.runs, id).toBe(passed + failed + flaky + cancelled)
      expect(runs, id).toBe(iterations?.runs)
      return [id, [verdict, iterations?.runs, failed]]
    }),
  )
}

describe.runIf(process.platform === "linux")("run --from of a run that repeats", () => {
  it("adds up the iterations, numbers them on, and converges", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const run = async (name: string, ...words: string[]) => {
      const ended = await project.run(["run", ...words, "-c", "2", "--out", name])
      return { ...ended, results: project.results(`${name}/results.json`) }
    }
    const first = await run("a1", "--repeat", "8")
    expect(first.exitCode, first.stderr).toBe(1)
    expect(countsOf(first.results)).toEqual({
      ...{ ok: ["passed", 8, 0], one: ["failed", 8, 1], two: ["failed", 8, 2] },
    })
    project.write("fix1", "")
    const second = await run("a2", "--from", "a1")
    expect(second.exitCode, second.stderr).toBe(1)
    // What is needed runs again as well.
    const after = { ok: ["passed", 16, 0], one: ["flaky", 16, 1], two: ["failed", 16, 4] }
    expect(countsOf(second.results)).toEqual(after)
    project.write("fix2", "")
    const third = await run("a3", "--from", "a2")
    expect(third.exitCode, third.stderr).toBe(0)
    expect(countsOf(third.results)).toEqual({
      ...{ ok: ["passed", 24, 0], one: ["flaky", 16, 1], two: ["flaky", 24, 4] },
    })
    const numbers = project
      .read("a3/journal.ndjson")
      .split("\n")
      .flatMap((line) => {
        const event = line === "" ? null : (JSON.parse(line) as Record<string, unknown>)
        const isOwn = event?.["type"] === "iteration-finished" && event["id"] === "two"
        return isOwn ? [Number(event["iteration"])] : []
      })
    expect(numbers.toSorted((a, b) => a - b)).toEqual([17, 18, 19, 20, 21, 22, 23, 24])
    // What is green is left alone, and a report that is made again says the same.
    const done = await run("a4", "--from", "a3")
    expect([done.exitCode, countsOf(done.results)]).toEqual([0, countsOf(third.results)])
    const replayed = await project.run(["replay", "a4", "-o", "again.json"])
    expect([replayed.exitCode, countsOf(project.results("again.json"))]).toEqual([
      ...[0, countsOf(third.results)],
    ])
    // So does one that begins with a report alone.
    project.write("report/x", "")
    for (const name of ["plan.json", "results.json"]) {
      copyFileSync(`${project.root}/a2/${name}`, `${project.root}/report/${name}`)
    }
    const other = await run("b3", "--from", "report")
    expect([other.exitCode, countsOf(other.results)]).toEqual([0, countsOf(third.results)])
  })

  it("goes on with what fails too rarely to say how often, until that is known", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { rare: "[ $SMOKE_ITERATION != 1 ]", good: "true" }',
    })
    const words = ["--repeat", "10", "--fail-rate", "20%", "-c", "2"]
    let ended = await project.run(["run", ...words, "--out", "r0"])
    let runs = 0
    for (runs = 1; ended.exitCode === 4 && runs < 20; runs += 1) {
      const from = ["--from", `r${runs - 1}`, "--out", `r${runs}`, "-c", "2"]
      ended = await project.run(["run", ...from])
    }
    expect(ended.exitCode, ended.stderr).toBe(0)
    expect(runs).toBeGreaterThan(1)
    const { scenarios } = project.results(`r${runs - 1}/results.json`)
    const [rare, good] = scenarios
    expect(rare).toMatchObject({ rate: "decided", iterations: { failed: 1 } })
    expect(rare?.iterations?.runs).toBeGreaterThan(10)
    // Green is not run again, also where its iterations were too few.
    expect(good?.iterations?.runs).toBeLessThanOrEqual(10)
  })

  it("has all of its time for what is left of a soak", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { bad: "[ -e fix ] && sleep 0.1", good: "sleep 0.1" }',
    })
    const first = await project.run(["run", "--soak", "4s", "-c", "2", "--out", "s1"])
    expect(first.exitCode, first.stderr).toBe(1)
    project.write("fix", "")
    const again = await project.run(["run", "--from", "s1", "-c", "2", "--out", "s2"])
    expect(again.exitCode, again.stderr).toBe(0)
    const results = project.results("s2/results.json")
    expect(results.scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([
      ...[
        ["bad", "flaky"],
        ["good", "passed"],
      ],
    ])
    expect(results.workers[0]?.busySeconds).toBeGreaterThan(2)
  })
})
