import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { killIterations } from "../__rig__/kill-iterations.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

describe("run --repeat", () => {
  it("runs each scenario so often, with a number and a seed of its own each time", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  a: 'echo "$SMOKE_SCENARIO $SMOKE_ITERATION $SMOKE_SEED $SMOKE_ATTEMPT" >> ran'
  b: { run: 'echo "$SMOKE_SCENARIO $SMOKE_ITERATION $SMOKE_SEED $SMOKE_ATTEMPT" >> ran', needs: a }
`,
    })
    const first = await project.run(["run", "--repeat", "5", "-c", "4", "--out", "out"])
    expect(first.stderr).toMatch(/PASSED: 2 of 2 passed; 10 iterations · /u)
    const lines = project.read("ran").trim().split("\n")
    const numbers = (id: string) =>
      lines.filter((line) => line.startsWith(`${id} `)).map((line) => Number(line.split(" ")[1]))
    expect(numbers("a").toSorted()).toEqual([1, 2, 3, 4, 5])
    expect(numbers("b").toSorted()).toEqual([1, 2, 3, 4, 5])
    expect(new Set(lines.map((line) => line.split(" ")[2])).size).toBe(10)
    expect(lines.every((line) => line.endsWith(" 1"))).toBe(true)
    // One of them alone has the number and the seed that it had.
    const alone = await project.run(["run", "--iteration", "4", "--filter", "a"])
    expect(alone.exitCode).toBe(0)
    const repeated = project.read("ran").trim().split("\n").slice(10)
    expect(repeated).toEqual(lines.filter((line) => line.startsWith("a 4 ")))
  })

  it("tells how often each failed and how to repeat the first failure, and bounds the logs", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  good: "echo fine"
  bad: 'echo "in $SMOKE_ITERATION"; [ $((SMOKE_ITERATION % 4)) != 0 ] || { echo "ERROR: no $SMOKE_ITERATION"; exit 3; }'
`,
    })
    const words = ["--junit", "junit.xml", "--summary", "summary.md", "--out", "out"]
    const ran = await project.run(["run", "--repeat", "40", "-c", "2", ...words])
    expect(ran.exitCode).toBe(1)
    const results = project.results("out/results.json")
    expect(byVerdict(results)).toEqual({ passed: ["good"], failed: ["bad"] })
    expect(results.summary.iterations).toEqual({
      ...{ runs: 80, passed: 70, failed: 10, flaky: 0, cancelled: 0 },
    })
    const bad = results.scenarios.find(({ id }) => id === "bad")
    expect(bad).toMatchObject({ runs: 40, failures: 10 })
    expect(bad?.iterations?.messages).toEqual([
      { message: expect.stringContaining("no 4"), count: 10, iterations: [4, 8, 12] },
    ])
    const again = /repeat +(?<line>.*)/u.exec(ran.stderr)?.groups?.["line"] ?? ""
    expect(again).toContain("--seed 1 --iteration 4 --filter bad")
    const told = "40 iterations, 10 failed: 25 % (95 %: 14 to 40 %)"
    for (const text of [ran.stderr, project.read("junit.xml")]) expect(text).toContain(told)
    expect(project.read("summary.md")).toContain("40 iterations, 10 failed: 25 %")
    // Three failures with one message, and the latest of each that passed.
    expect(readdirSync(join(project.root, "out/logs")).toSorted()).toEqual(
      ["bad.12.log", "bad.39.log", "bad.4.log", "bad.8.log", "good.40.log"].toSorted(),
    )
    const combined = project.read("out/combined.log")
    expect(combined.match(/==> good/gu)).toHaveLength(1)
    expect(combined.match(/==> bad .* failed/gu)).toHaveLength(3)
  })

  it("ends with the first iteration that fails, where that is asked for", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  bad: '[ "$SMOKE_ITERATION" != 6 ]'
  good: "true"
`,
    })
    const ran = await project.run(["run", "--until-failure", "-c", "2", "--out", "out"])
    expect(ran.exitCode).toBe(1)
    const { scenarios } = project.results("out/results.json")
    const bad = scenarios.find(({ id }) => id === "bad")
    expect(bad?.iterations).toMatchObject({ runs: 6, passed: 5, failed: 1 })
    expect(bad?.iterations?.firstFailure).toMatchObject({ iteration: 6 })
  })

  it("counts what had ended when it is interrupted, and goes on from there", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  one: '[ "$SMOKE_ITERATION" != 3 ] || { touch up; [ -e go ] || sleep 1000; }'
`,
    })
    const running = project.start(["run", "--repeat", "5", "-c", "1", "--out", "out"])
    await project.appears("up")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    const cut = project.results("out/results.json").scenarios[0]
    expect(cut).toMatchObject({ verdict: "passed", iterations: { passed: 2, cancelled: 1 } })
    project.write("go", "")
    const ended = await project.run(["run", "--resume", "out"])
    expect(ended.exitCode).toBe(0)
    const { iterations } = project.results("out/results.json").scenarios[0] ?? {}
    expect(iterations).toMatchObject({ runs: 6, passed: 5, cancelled: 1 })
  })
})

describe.runIf(process.platform === "linux")("a run that repeats and is killed", () => {
  it("counts every iteration once, killed at 6 moments", async () => {
    // 30 moments are in the long project.
    expect(await killIterations(1, 6)).toBeGreaterThanOrEqual(3)
  })
})
