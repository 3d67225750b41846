/** A reader of stderr that does not read: nothing of a run waits for it. */
import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { COMMAND, Project } from "../__rig__/project.ts"

/** Says much more than a pipe holds while the other one runs into its timeout. */
const LOUD = 'for i in {1..60}; do seq -f "%080g" 150; sleep 0.02; done'

const SUITE = {
  "smoke.json": JSON.stringify({
    scenarios: {
      timed: { run: "exec sleep 60", timeout: "2s" },
      ...{ loud1: LOUD, loud2: LOUD, loud3: LOUD },
    },
  }),
}

const RUN = [process.execPath, COMMAND, "run", "-c", "4", "--tail", "loud*", "--out", "out"]

function started(file: string, args: readonly string[], input: string[] = RUN) {
  const project = new Project(SUITE)
  const begun = performance.now()
  const { status, stdout, stderr } = spawnSync(file, [...args, ...input], {
    cwd: project.root,
    encoding: "utf8",
    timeout: 30_000,
    env: { PATH: process.env["PATH"], HOME: project.root },
  })
  return { status, stdout, stderr, project, tookMs: performance.now() - begun }
}

function expectComplete({ project, tookMs }: ReturnType<typeof started>): void {
  const { summary, scenarios } = project.results("out/results.json")
  expect(summary).toMatchObject({ passed: 3, failed: 1, exitCode: 1 })
  const timed = scenarios.find(({ id }) => id === "timed")
  expect(timed).toMatchObject({ cause: "timeout" })
  expect(timed?.durationSeconds).toBeLessThan(4)
  expect(tookMs).toBeLessThan(10_000)
}

describe.runIf(process.platform === "linux")("a stderr that nobody reads", () => {
  it("may be a pipe", () => {
    const ran = started("bash", ["-c", 'mkfifo p; exec 3<>p; "$0" "$@" 2>p'])
    expect(ran.status).toBe(1)
    expectComplete(ran)
  }, 40_000)

  it("may be a terminal that was stopped", () => {
    const program = `
import os, pty, subprocess, sys
master, slave = pty.openpty()
print(subprocess.run(sys.argv[1:], stderr=slave).returncode)
`
    for (const live of ["--live", "--no-live"]) {
      const ran = started("python3", ["-c", program], [...RUN, live])
      expect(ran.stdout).toBe("1\n")
      expectComplete(ran)
    }
  }, 60_000)

  it("is shown everything when it is read at last", () => {
    const ran = started("bash", ["-c", '"$0" "$@" 2>&1 >/dev/null | (sleep 1.5; cat)'])
    expectComplete(ran)
    expect(ran.stdout.length).toBeGreaterThan(70_000)
    expect(ran.stdout).not.toContain("were not shown")
    expect(ran.stdout).toContain("FAILED: 1 of 4 failed (timed)")
  }, 40_000)

  it("is no reason for a signal to wait", () => {
    const stopped = 'mkfifo p; exec 3<>p; "$0" "$@" 2>p & sleep 1.5; kill -TERM $!; wait $!'
    const ran = started("bash", ["-c", stopped])
    expect(ran.status).toBe(143)
    expect(ran.tookMs).toBeLessThan(9_000)
  }, 40_000)

  it("may have enough after a line", () => {
    const ran = started("bash", [
      "-c",
      '"$0" "$@" 2>&1 >/dev/null | head -1; exit ${PIPESTATUS[0]}',
    ])
    expect(ran.status).toBe(1)
    expectComplete(ran)
  }, 40_000)
})
