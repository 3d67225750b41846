/** What nobody can read any more, and what cannot be written where it was asked for. */
import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { COMMAND, Project } from "../__rig__/project.ts"

function runIn(project: Project, args: string, shell: string) {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", `"$0" "$1" ${args} ${shell}`, process.execPath, COMMAND],
    { cwd: project.root, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: project.root } },
  )
  return { status, stdout, stderr }
}

const SUITE = { "smoke.yml": 'scenarios: { a: "true", b: "exit 3" }' }

describe.runIf(process.platform === "linux")("stderr that takes nothing", () => {
  it.each(["2>/dev/full", "2>&-", "2>&1 | true"])(
    "changes nothing of a run and its verdict: %s",
    (shell) => {
      const project = new Project(SUITE)
      const { status } = runIn(
        project,
        "run --no-live --out out",
        `${shell}; exit \${PIPESTATUS[0]}`,
      )
      expect(status).toBe(1)
      expect(project.results("out/results.json").summary).toMatchObject({ passed: 1, failed: 1 })
    },
  )

  it("is no reason for another code of an internal error or a usage error", () => {
    const project = new Project(SUITE)
    expect(runIn(project, "run --nonsense", "2>/dev/full").status).toBe(2)
  })

  it("may be a terminal that is gone", () => {
    const project = new Project({
      "smoke.yml": 'scenarios: { a: "until [ -e gone ]; do sleep 0.05; done", b: "exit 3" }',
    })
    const program = `
import os, pty, subprocess, sys
master, slave = pty.openpty()
engine = subprocess.Popen(sys.argv[1:], stderr=slave)
os.close(slave)
os.read(master, 1)
os.close(master)
open("gone", "w").close()
print(engine.wait())
`
    const args = [process.execPath, COMMAND, "run", "--out", "out"]
    const { stdout } = spawnSync("python3", ["-c", program, ...args], {
      cwd: project.root,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: project.root },
    })
    expect(stdout).toBe("1\n")
    expect(project.results("out/results.json").summary).toMatchObject({ passed: 1, failed: 1 })
  })
})

describe.runIf(process.platform === "linux")("stdout that takes nothing", () => {
  it("is a failure of what was asked for there, not of the run", () => {
    const project = new Project({ "smoke.yml": 'scenarios: { a: "true" }' })
    const { status, stderr } = runIn(project, "run --no-live --out out -o -", ">/dev/full")
    expect(stderr).toContain(
      "error: the requested data cannot be written to stdout: ENOSPC: no space left on device, write",
    )
    expect(stderr).not.toContain("internal error")
    expect(status).toBe(4)
    expect(project.results("out/results.json").summary).toMatchObject({ passed: 1, exitCode: 0 })
  })

  it.each(["list --json", "plan", "run --dry-run", "validate --json", "--help", "--version"])(
    "is told by %s",
    (args) => {
      const { status, stderr } = runIn(new Project(SUITE), args, ">/dev/full")
      expect(status).toBe(4)
      expect(stderr).toContain("cannot be written to stdout")
    },
  )

  it("is none of the command's business where its reader has enough", () => {
    const project = new Project(SUITE)
    const { status } = runIn(project, "list --json", "| true; exit ${PIPESTATUS[0]}")
    expect(status).toBe(0)
  })
})
