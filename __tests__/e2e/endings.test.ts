import { describe, expect, it } from "vitest"
import { FIND_ENGINE } from "../__rig__/engine-of-child.ts"
import { byVerdict, Project } from "../__rig__/project.ts"

/** Ignores TERM, has a child in its group and one that left it, and says when all are there. */
const STUBBORN = `#!/bin/bash
trap '' TERM INT
(trap '' TERM INT; while :; do sleep 0.2; done) &
setsid bash -c "trap '' TERM INT; touch left.$SMOKE_SLUG; while :; do sleep 0.2; done" &
touch "up.$SMOKE_SLUG"
while :; do sleep 0.2; done
`

function stubborn(timeout = "10m"): Project {
  return new Project({
    "smoke.yml": `
defaults: { timeout: ${timeout} }
scenarios: { first: ./stubborn.sh, second: ./stubborn.sh, third: ./stubborn.sh, done: "true" }
`,
    "stubborn.sh": STUBBORN,
  })
}

async function bothUp(project: Project): Promise<void> {
  for (const slug of ["first", "second"]) {
    await project.appears(`up.${slug}`)
    await project.appears(`left.${slug}`)
  }
}

// Most of their time is the grace that processes have.
describe.runIf(process.platform === "linux")("nothing survives", { concurrent: true }, () => {
  it("a timeout: gone within the timeout and the grace", async () => {
    const project = stubborn("1s")
    const begun = performance.now()
    const ended = await project.run(["run", "-c", "4", "--out", "out"])
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(ended.exitCode).toBe(1)
    expect(project.survivors()).toEqual([])
    const { scenarios } = project.results("out/results.json")
    for (const { cause, durationSeconds } of scenarios.filter(({ id }) => id !== "done")) {
      expect(cause).toBe("timeout")
      expect(durationSeconds).toBeLessThan(9)
    }
  })

  it("a run that passes and leaves something behind", async () => {
    const project = new Project({
      "smoke.yml": [
        "scenarios:",
        '  clean: "true"',
        '  leaky: "sleep 1000 & sleep 0.1"',
        '  away: "setsid sleep 1000 & sleep 0.1"',
      ].join("\n"),
    })
    const ended = await project.run(["run", "--out", "out"])
    expect(ended.exitCode).toBe(0)
    expect(project.survivors()).toEqual([])
    expect(ended.stderr).toContain("leaky left processes running")
    expect(ended.stderr).toContain("1 process of away had left its group")
    const { scenarios } = project.results("out/results.json")
    const leaky = scenarios.filter(({ leaked }) => leaked === true).map(({ id }) => id)
    expect(leaky.toSorted()).toEqual(["away", "leaky"])
  })

  it("a first Ctrl-C: the report is whole, exit 130", async () => {
    const project = stubborn()
    const running = project.start(["run", "-c", "2", "--out", "out"])
    await bothUp(project)
    const begun = performance.now()
    running.process.kill("SIGINT")
    const ended = await running.ended
    expect(performance.now() - begun).toBeLessThan(12_000)
    expect(ended.exitCode).toBe(130)
    expect(project.survivors()).toEqual([])
    const { summary, scenarios } = project.results("out/results.json")
    expect(summary).toMatchObject({
      passed: 1,
      cancelled: 3,
      conclusion: "cancelled",
      exitCode: 130,
    })
    const cut = scenarios.filter(({ verdict }) => verdict === "cancelled")
    expect(cut.map(({ reason }) => reason)).toEqual(Array(3).fill("interrupted"))
  })

  it("a second Ctrl-C: out at once, nothing left", async () => {
    const project = stubborn()
    const running = project.start(["run", "-c", "2", "--out", "out"])
    await bothUp(project)
    running.process.kill("SIGINT")
    await running.said("interrupted by SIGINT")
    const begun = performance.now()
    running.process.kill("SIGINT")
    const ended = await running.ended
    // Sooner than the grace.
    expect(performance.now() - begun).toBeLessThan(4_900)
    expect(ended.exitCode).toBe(130)
    expect(project.survivors()).toEqual([])
    expect(project.results("out/results.json").summary.cancelled).toBe(3)
  })

  it("a TERM: exit 143", async () => {
    const project = stubborn()
    const running = project.start(["run", "-c", "2"])
    await bothUp(project)
    running.process.kill("SIGTERM")
    expect((await running.ended).exitCode).toBe(143)
    expect(project.survivors()).toEqual([])
  })
})

describe.runIf(process.platform === "linux")("a terminal that closes", () => {
  const RUN = `${FIND_ENGINE}; echo $ENGINE > pid; touch up; until [ -e go ]; do sleep 0.05; done`
  const SUITE = `scenarios: { one: ${JSON.stringify(RUN)} }`

  it("ends the run as a TERM does, however often it is told", async () => {
    const project = new Project({
      "smoke.yml":
        "scenarios: { one: \"trap 'sleep 0.3; exit 1' TERM; touch up; sleep 1000 & wait\" }",
    })
    const running = project.start(["run", "--out", "out"])
    await project.appears("up")
    running.process.kill("SIGHUP")
    await running.said("interrupted by SIGHUP")
    running.process.kill("SIGHUP")
    const ended = await running.ended
    expect(ended.exitCode).toBe(143)
    expect(ended.stderr).not.toContain("leaving at once")
    expect(project.survivors()).toEqual([])
    expect(project.results("out/results.json").summary).toMatchObject({
      cancelled: 1,
      exitCode: 143,
    })
  })

  it.each([
    ["a shell that ignores it", "trap '' HUP"],
    ["nohup", "exec 0> /dev/null"],
  ])("is nothing to what was started by %s", async (_, ignoring) => {
    const project = new Project({ "smoke.yml": SUITE })
    const started = project.startBy(`${ignoring}; "$@"; exit "$?"`, ["run", "--out", "out"])
    await project.appears("up")
    process.kill(Number(project.read("pid")), "SIGHUP")
    project.write("go", "")
    expect((await started.ended).exitCode).toBe(0)
    expect(project.results("out/results.json").summary.passed).toBe(1)
  })
})

describe.runIf(process.platform === "linux")("a signal while planning", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)(
    "%s ends the command that gives the values of a matrix",
    async (signal) => {
      const project = new Project({
        "smoke.yml": [
          "scenarios:",
          "  each:",
          "    run: echo",
          "    strategy:",
          "      matrix:",
          '        pool: { command: "touch up; sleep 1000 & sleep 1000" }',
        ].join("\n"),
      })
      const running = project.start(["plan"])
      await project.appears("up")
      running.process.kill(signal)
      expect(await running.ended).toMatchObject({ exitCode: null, signal })
      await expect.poll(() => project.survivors(), { timeout: 5_000 }).toEqual([])
    },
  )
})

describe("time limits", { concurrent: true }, () => {
  const SUITE = `
scenarios:
  slow: "touch up; [ -e never ] || while [ ! -e go ]; do sleep 0.05; done"
  next: { run: "true", needs: [slow] }
`

  it("a budget: what runs may end, nothing more starts, exit 4", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const running = project.start(["run", "--time-budget", "1s", "--out", "out"])
    await running.said("budget: the time is over")
    project.write("go", "")
    expect((await running.ended).exitCode).toBe(4)
    expect(byVerdict(project.results("out/results.json"))).toEqual({
      passed: ["slow"],
      cancelled: ["next"],
    })
    const { scenarios, summary } = project.results("out/results.json")
    expect(scenarios.map(({ reason }) => reason)).toEqual([null, "budget"])
    expect(summary.conclusion).toBe("incomplete")
  })

  it("a timeout of the run: what runs is ended, the clean-up runs, exit 4", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const cleanup = 'echo "$SMOKE_LABELS $SMOKE_VERDICT" > cleaned'
    const ended = await project.run([
      ...["run", "--global-timeout", "1s", "--cleanup", cleanup, "--out", "out"],
    ])
    expect(ended.exitCode).toBe(4)
    expect(ended.stderr).toContain("the run reached its timeout of 1.0s")
    const { run, scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ verdict }) => verdict)).toEqual(["cancelled", "cancelled"])
    expect(scenarios.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      "budget: stopped: the time of the whole run was over (global timeout)",
      "budget: not started: the time of the whole run was over (global timeout)",
    ])
    expect(project.read("cleaned")).toBe(`smoke-run-id=${run.id} cancelled\n`)
  })
})

describe("--cleanup", { concurrent: true }, () => {
  it("runs after a Ctrl-C when nothing runs any more, and not after a run of its own end", async () => {
    const project = new Project({
      "smoke.yml":
        "scenarios: { one: \"trap 'echo one >> order; exit 1' TERM; touch up; while :; do sleep 0.05; done\" }",
    })
    const args = ["run", "--cleanup", "echo cleanup >> order", "--out", "out"]
    const running = project.start(args)
    await project.appears("up")
    running.process.kill("SIGINT")
    const ended = await running.ended
    expect(ended.exitCode).toBe(130)
    expect(ended.stderr).toContain("after: cleanup")
    expect(project.read("order")).toBe("one\ncleanup\n")
    project.write("smoke.yml", 'scenarios: { one: "true" }')
    expect((await project.run(args)).exitCode).toBe(0)
    expect(project.read("order")).toBe("one\ncleanup\n")
  })

  it("is ended by a second Ctrl-C", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { one: "touch up; sleep 1000" }' })
    const running = project.start(["run", "--cleanup", "touch cleaning; sleep 1000"])
    await project.appears("up")
    running.process.kill("SIGINT")
    await project.appears("cleaning")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    expect(project.survivors()).toEqual([])
  })

  it("that fails is told and leaves the exit code of the interruption", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { one: "touch up; sleep 1000" }' })
    const running = project.start(["run", "--cleanup", "echo no such cluster; exit 3"])
    await project.appears("up")
    running.process.kill("SIGTERM")
    const ended = await running.ended
    expect(ended.exitCode).toBe(143)
    expect(ended.stderr).toContain("no such cluster")
  })
})

describe("fail-fast", () => {
  it("starts nothing more, keeps what has passed and says why the rest is cancelled", async () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { a: "true", b: "false", c: "true", d: "true" }',
    })
    const ended = await project.run(["run", "-c", "1", "--fail-fast", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    expect(project.results("out/results.json").summary).toMatchObject({
      passed: 1,
      failed: 1,
      cancelled: 2,
    })
  })
})
