import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { COMMAND, Project } from "../__rig__/project.ts"
import { Terminal } from "../__rig__/terminal.ts"

/** Runs a command line on a terminal of its own, prints what it wrote, and ends with its exit code. */
const ON_A_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 72, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        piece = os.read(fd, 65536)
    except OSError:
        break
    if not piece:
        break
    sys.stdout.buffer.write(piece)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

const python = spawnSync("python3", ["-c", "import pty"]).status === 0

function onTerminal(project: Project, args: readonly string[], env: Record<string, string> = {}) {
  const { stdout, status } = spawnSync(
    "python3",
    ["-c", ON_A_TERMINAL, process.execPath, COMMAND, ...args],
    {
      cwd: project.root,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: project.root, TERM: "xterm", ...env },
    },
  )
  const terminal = new Terminal({ columns: 72, rows: 24 })
  terminal.write(stdout)
  return { raw: stdout, shown: terminal.text, status }
}

const SUITE = `
scenarios:
  slow: { run: "sleep 0.6", estimate: 1s }
  bad: 'echo "expected 3, found 2"; printf "\\033[2Jcleared\\n"; sleep 0.3; exit 3'
  good: "true"
`

describe.runIf(python)("on a terminal", () => {
  it("shows what runs, scrolls failures with their output, and leaves a clean screen", () => {
    const project = new Project({ "smoke.yml": SUITE })
    const { raw, shown, status } = onTerminal(project, ["run", "-c", "2", "--out", "out"])
    expect(status).toBe(1)
    expect(raw).toContain("2 of 2 workers busy")
    expect(raw).toMatch(/slow .*of about 1s/u)
    expect(shown).not.toContain("━")
    expect(shown).not.toContain("workers busy")
    const lines = shown.split("\n").map((line) => line.trimEnd())
    expect(lines[0]).toMatch(/^run \S+: 3 scenarios on 2 workers, seed 1$/u)
    expect(lines[1]).toMatch(/^\[\d\/3\] {2}failed +bad .* exit code 3: expected 3, found 2$/u)
    expect(lines.slice(2, 4)).toEqual(["    | expected 3, found 2", "    | cleared"])
    expect(lines.at(-1)).toMatch(/^FAILED: 1 of 3 failed \(bad\)/u)
  })

  it("is a log of lines with --no-live, and in CI", () => {
    const project = new Project({ "smoke.yml": SUITE })
    for (const [flags, env] of [
      [["--no-live"], {}],
      [[], { CI: "true" }],
    ] as const) {
      const { raw, shown } = onTerminal(project, ["run", ...flags], env)
      expect(raw).not.toContain("\u001b[J")
      expect(shown).toMatch(/passed +good/u)
    }
    expect(onTerminal(project, ["run", "--live"], { CI: "true" }).raw).toContain("workers busy")
  })
})

const TALKING = `
scenarios:
  talk:small:
    run: |
      echo "::add-mask::hunter2-hunter2"; echo "::error::forged ##[group]x"
      echo "login hunter2-hunter2"; printf '\\033[2J\\033[1mbold\\n'
      until [ -e go ]; do sleep 0.05; done; printf "no end"; exit 3
  talk:large: "echo aside"
  quiet: "echo nobody hears this; until grep -q aside out/combined.log; do sleep 0.05; done; sleep 0.5; touch go"
`

describe("--tail", () => {
  it("shows what a scenario writes while it writes it, inert and without secrets", async () => {
    const project = new Project({ "smoke.yml": TALKING.replace("; touch go", "") })
    const running = project.start(["run", "-c", "3", "--tail", "talk:small", "--out", "out"])
    await running.said("    | : :error::forged ## [group]x\n    | login ***\n    | bold\n")
    project.write("go", "")
    const { exitCode, stderr } = await running.ended
    expect(exitCode).toBe(1)
    const lines = stderr.split("\n")
    const end = lines.findIndex((line) => /failed +talk:small/u.test(line))
    expect(lines[end - 1]).toBe("    | no end")
    expect(stderr).not.toMatch(/hunter2|nobody hears/u)
    expect(stderr).not.toContain("\u001b")
  })

  it("names the scenarios where there are several, and says what it does not find", async () => {
    const project = new Project({ "smoke.yml": TALKING })
    const tails = ["--tail", "talk", "--tail", "talks"]
    const { stderr } = await project.run(["run", "-c", "3", ...tails, "--out", "out"])
    expect(stderr).toContain("warning: --tail talks matches no scenario here\n")
    expect(stderr).toContain("\n  talk:large | aside\n")
    expect(stderr).toContain("\n  talk:small | login ***\n")
    expect(stderr).toContain("\n  talk:small | no end\n")
  })

  it.runIf(python)("stands above the bar, once", () => {
    const project = new Project({ "smoke.yml": TALKING })
    const args = ["run", "-c", "3", "--tail", "talk:*", "--out", "out"]
    const { raw, shown } = onTerminal(project, args)
    expect(raw).toContain("workers busy")
    expect(shown.match(/talk:small \| login \*\*\*/gu)).toHaveLength(1)
    expect(shown).toContain("talk:small | bold\n")
    expect(shown).not.toMatch(/━|workers busy|hunter2/u)
  })
})

describe("LOG_LEVEL=debug", () => {
  it("also tells what starts", async () => {
    const project = new Project({ "smoke.yml": 'scenarios: { one: "true" }' })
    const quiet = await project.run(["run"])
    expect(quiet.stderr).not.toContain("attempt 1 on worker 1")
    const loud = await project.run(["run"], { LOG_LEVEL: "debug" })
    expect(loud.stderr).toContain("start      one  attempt 1 on worker 1, logs/one.1.log")
  })
})
