import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeClock } from "../../../../src/adapters/node/clock.ts"
import type { LauncherProgram } from "../../../../src/adapters/node/processes/launcher-perl.ts"
import { createProcesses } from "../../../../src/adapters/node/processes/processes.ts"
import { endProcesses } from "../../../../src/execute/processes/end-processes.ts"
import { LAUNCHERS, linkOf, PATH, perl, problemOf, startWith, until } from "./processes-rig.ts"

describe.each(LAUNCHERS)("the launcher by $name", ({ processes: launching, fresh, tells }) => {
  it.runIf(tells)(
    "tells processor time and memory of the child and what it waited for",
    async () => {
      const { child } = await startWith(
        launching,
        "head -c 50000000 /dev/zero | tail -c 50000000 | wc -c; for ((i = 0; i < 100000; i++)); do :; done",
      )
      const { cpuMs, peakMemoryBytes } = await child.exited
      expect(cpuMs).toBeGreaterThan(20)
      expect(peakMemoryBytes).toBeGreaterThan(40_000_000)
    },
  )

  it("gives each child its own environment, whatever others had", async () => {
    const shown = async (env: Record<string, string>) => {
      const { child, log } = await startWith(launching, "printf '%s|' $A $B $toString \"$C\"", env)
      await child.exited
      return log()
    }
    expect(await shown({ A: "1", B: "2", C: "x\ny=z" })).toBe("1|2|x\ny=z|")
    expect(await shown({ B: "3", toString: "own" })).toBe("3|own||")
    expect(await shown({ A: "1", C: "é" })).toBe("1|é|")
    expect(await shown({})).toBe("|")
  })

  it("goes on when somebody has stopped it", async () => {
    const asking = await startWith(launching, "echo $PPID")
    await asking.child.exited
    process.kill(Number(asking.log()), "SIGSTOP")
    const { child } = await startWith(launching, "exit 3")
    expect(await child.exited).toMatchObject({ exitCode: 3 })
  })

  it("starts every child from the first, of many that start at once", async () => {
    const processes = fresh()
    const asked = [0, 1, 2].map(() => startWith(processes, "ps -o args= -p $PPID"))
    const children = await Promise.all(asked)
    await Promise.all(children.map(({ child }) => child.exited))
    for (const { log } of children) expect(log()).toMatch(/perl/u)
  })

  it("that is gone leaves an end that nobody knows, and another takes over", async () => {
    const processes = fresh()
    const asking = await startWith(processes, "echo $PPID; sleep 60")
    await until(() => asking.log() !== "")
    process.kill(Number(asking.log()), "SIGKILL")
    expect(await asking.child.exited).toMatchObject({ exitCode: null, signal: null })
    asking.child.signal("SIGKILL")
    const after = await startWith(processes, "exit 5")
    expect(await after.child.exited).toMatchObject({ exitCode: 5 })
  })

  it("starts one alone whose ending it ends nobody else", async () => {
    const processes = fresh()
    const neighbour = await startWith(processes, "echo on; sleep 60")
    await until(() => neighbour.log() !== "")
    const spec = { file: "bash", cwd: tmpdir(), env: { PATH }, apart: true }
    const log = join(mkdtempSync(join(tmpdir(), "smoke-apart-")), "log")
    const alone = await processes.spawn({ ...spec, args: ["-c", "kill -9 $PPID"], log })
    // It may be quicker than its launcher says that it has started.
    if (!alone.ok) expect(alone.error.code).toBe("ESRCH")
    else expect(await alone.value.exited).toMatchObject({ exitCode: null, signal: null })
    expect(neighbour.child.groupAlive()).toBe(true)
    neighbour.child.signal("SIGTERM")
    expect(await neighbour.child.exited).toMatchObject({ signal: "SIGTERM" })
  })

  it("runs a script that does not name its shell, as a shell would", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-plain-"))
    writeFileSync(join(folder, "plain"), "echo plain $1\n", { mode: 0o755 })
    const log = join(folder, "log")
    const spec = { file: join(folder, "plain"), args: ["word"], cwd: folder, env: { PATH }, log }
    const child = await launching.spawn(spec)
    if (!child.ok) throw new Error(child.error.message)
    expect(await child.value.exited).toMatchObject({ exitCode: 0 })
    expect(readFileSync(log, "utf8")).toBe("plain word\n")
  })

  it("starts a child in the control group that it is told", async () => {
    // Any folder will do to see that it was joined before the program began.
    const group = mkdtempSync(join(tmpdir(), "smoke-group-"))
    writeFileSync(join(group, "cgroup.procs"), "")
    const more = { controlGroup: group }
    const { child, log } = await startWith(launching, `cat ${group}/cgroup.procs; exit 4`, {}, more)
    expect(await child.exited).toMatchObject({ exitCode: 4, signal: null })
    expect(log()).toBe("0")
    const spec = { args: [], cwd: tmpdir(), env: {}, log: join(group, "log"), ...more }
    expect(await problemOf(launching, { ...spec, file: "/no/such/program" })).toBe("ENOENT")
  })

  it("copies a captured stream to the log and to a file of its own", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-captured-"))
    const capture = { stdout: join(folder, "stdout"), limitBytes: 4 }
    const { child, log } = await startWith(launching, "echo out; echo err >&2", {}, { capture })
    expect(await child.exited).toMatchObject({ exitCode: 0 })
    await child.captured?.closed
    expect(log().split("\n").sort()).toEqual(["", "err", "out"])
    expect(readFileSync(capture.stdout, "utf8")).toBe("out\n")
    const both = { stdout: join(folder, "o"), stderr: join(folder, "e"), limitBytes: 2 }
    const held = await startWith(
      launching,
      "echo a; echo bcd >&2; sleep 60 &",
      {},
      { capture: both },
    )
    await held.child.exited
    await until(() => held.log().includes("bcd"))
    expect(readFileSync(both.stderr, "utf8")).toBe("bc")
    held.child.captured?.drop()
    await held.child.captured?.closed
    held.child.signal("SIGKILL")
  })
})

describe("a launcher that does not work", () => {
  const starts = async (program: LauncherProgram | null, text: string) => {
    const processes = createProcesses(() => program)
    const ends: (number | null)[] = []
    for (let i = 0; i < 3; i++) {
      const { child } = await startWith(processes, text)
      ends.push((await child.exited).exitCode)
    }
    return ends
  }

  it("leaves starting to Node for good", async () => {
    expect(
      await starts({ file: "/bin/false", args: [], calls: [], keepsOrphans: true }, "exit 7"),
    ).toEqual([7, 7, 7])
    expect(
      await starts({ file: "/no/such/perl", args: [], calls: [], keepsOrphans: true }, "exit 7"),
    ).toEqual([7, 7, 7])
    expect(await starts(null, "exit 7")).toEqual([7, 7, 7])
  })

  it("is ended when it is not ready in time, also when it is stopped", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-hung-"))
    const stop = `echo $$ > ${folder}/pid; kill -STOP $$`
    const hang = { file: "/bin/sh", args: ["-c", stop], calls: [], keepsOrphans: true }
    expect(await starts(hang, "exit 7")).toEqual([7, 7, 7])
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"))
    await until(() => linkOf(`/proc/${pid}/exe`).length === 0)
  })
})

describe.runIf(process.platform === "linux" && perl !== null)("what a run has started", () => {
  it("is known however it left, until the last of it is gone", async () => {
    const processes = createProcesses(() => perl)
    const folder = mkdtempSync(join(tmpdir(), "smoke-orphan-"))
    // Two forks, a session and an environment of its own: nothing but its ancestry tells whose it is.
    const away = `echo $$ > ${folder}/pid; exec sleep 60`
    const { child } = await startWith(processes, `(env -i setsid bash -c '${away}' &) ; exit 0`)
    await child.exited
    const pid = () => Number(readFileSync(join(folder, "pid"), "utf8"))
    await until(() => existsSync(join(folder, "pid")) && pid() > 0)
    expect(processes.started?.()).toEqual([pid()])
    expect(processes.descendants?.(child.pid).living()).toEqual([])
    const hurry = new AbortController().signal
    const options = { clock: nodeClock, processes, graceMs: 1_000, marker: null, hurry }
    expect(await endProcesses(null, { ...options, reach: "run" })).toEqual([])
    expect(processes.started?.()).toEqual([])
  })
})
