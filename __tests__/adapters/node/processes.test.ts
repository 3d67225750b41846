import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { createProcesses } from "../../../src/adapters/node/processes.ts"
import { endProcesses, hasLeaked } from "../../../src/execute/end-processes.ts"
import type { Child, Processes, SpawnSpec } from "../../../src/ports/processes.ts"

const PATH = process.env["PATH"] ?? ""

/** Both ways in which children are started; the launcher's children tell what they used. */
const forking = createProcesses(Number.POSITIVE_INFINITY)
const launching = createProcesses(0)

async function startWith(nodeProcesses: Processes, text: string, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-processes-"))
  const log = join(folder, "log")
  const child = await nodeProcesses.spawn({
    file: "bash",
    args: ["-c", text],
    cwd: folder,
    env: { PATH, ...env },
    log,
  })
  if (!child.ok) throw new Error(child.error.message)
  return { child: child.value, log: () => (existsSync(log) ? readFileSync(log, "utf8") : "") }
}

/** The first children are started by Node, until the launcher has said that it works. */
async function launcherReady(): Promise<void> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const { child } = await startWith(launching, "exit 0")
    if ((await child.exited).cpuMs !== null) return
    if (performance.now() > deadline) throw new Error("the launcher did not start")
  }
}

function linkOf(path: string): string[] {
  try {
    return [readlinkSync(path)]
  } catch {
    return []
  }
}

/** What cannot be started: some systems know at once, some when they look. */
async function problemOf(processes: Processes, spec: SpawnSpec): Promise<string | undefined> {
  const spawned = await processes.spawn(spec)
  return spawned.ok ? (await spawned.value.exited).problem?.code : spawned.error.code
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to hold")
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function end(child: Child | null, marker: string | null, graceMs: number) {
  const nodeProcesses = forking
  const hurry = new AbortController().signal
  return endProcesses(child, {
    clock: nodeClock,
    processes: nodeProcesses,
    graceMs,
    marker,
    hurry,
  })
}

describe.runIf(process.platform === "linux").each([
  ["started by Node", forking],
  ["started by the launcher", launching],
] as const)("processes %s", (_, nodeProcesses) => {
  const start = (text: string, env: Record<string, string> = {}) =>
    startWith(nodeProcesses, text, env)

  beforeAll(async () => {
    if (nodeProcesses === launching) await launcherReady()
  })

  it("keeps stdout and stderr in true order in one file", async () => {
    const { child, log } = await start(
      "for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 3",
    )
    const exit = await child.exited
    expect(exit).toMatchObject({ exitCode: 3, signal: null })
    expect(exit).not.toHaveProperty("problem")
    expect(log()).toBe("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n")
  })

  it("says what could not be started", async () => {
    const spec = { args: [], cwd: tmpdir(), env: {}, log: join(tmpdir(), "smoke-none.log") }
    expect(await problemOf(nodeProcesses, { ...spec, file: "/no/such/program" })).toBe("ENOENT")
    expect(await problemOf(nodeProcesses, { ...spec, file: "/etc/passwd" })).toBe("EACCES")
    expect(await problemOf(nodeProcesses, { ...spec, file: "true", log: "/no/folder/log" })).toBe(
      "ENOENT",
    )
  })

  it("gives the child no more than the environment it is told", async () => {
    const { child, log } = await start("env | grep -v -e '^_=' -e ^PWD= -e ^SHLVL= | sort", {
      A: "1",
    })
    await child.exited
    expect(log()).toBe(`A=1\nPATH=${PATH}\n`)
  })

  it("ends a whole group that ignores TERM, grandchildren included", async () => {
    const { child, log } = await start(
      "trap '' TERM; (trap '' TERM; echo ready; while :; do sleep 0.1; done) & while :; do sleep 0.1; done",
    )
    await until(() => log().includes("ready"))
    const begun = performance.now()
    await end(child, null, 200)
    expect(performance.now() - begun).toBeLessThan(1_500)
    expect(child.groupAlive()).toBe(false)
    expect(await child.exited).toMatchObject({ signal: "SIGKILL" })
  })

  it("ends what left the group by setsid, found by its marker", async () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-marker-"))
    const marker = `SMOKE_TMP=${folder}\0`
    const { child } = await start(
      "setsid bash -c \"trap '' TERM; while :; do sleep 0.1; done\" &",
      {
        SMOKE_TMP: folder,
      },
    )
    await child.exited
    await until(() => nodeProcesses.marked(marker).length > 0)
    expect(await hasLeaked(child, nodeClock)).toBe(false)
    await end(null, marker, 100)
    expect(nodeProcesses.marked(marker)).toEqual([])
  })

  it("tells a group that lives on from one that is only waiting to be reaped", async () => {
    const leaky = await start("sleep 60 & exit 0")
    await leaky.child.exited
    expect(await hasLeaked(leaky.child, nodeClock)).toBe(true)
    await end(leaky.child, null, 1_000)
    const clean = await start("true | true; exit 0")
    await clean.child.exited
    expect(await hasLeaked(clean.child, nodeClock)).toBe(false)
  })

  it("also ends what is stopped", async () => {
    const { child } = await start("kill -STOP $$; sleep 60")
    await until(() => / T /u.test(readFileSync(`/proc/${child.pid}/stat`, "utf8")))
    const begun = performance.now()
    await end(child, null, 20_000)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(await child.exited).toMatchObject({ signal: "SIGTERM" })
  })

  it("hands everything over as it is", async () => {
    const text = "%s<a b>'\"\n$HOME äöü \u{1F600}\\"
    const folder = mkdtempSync(join(tmpdir(), "smoke-words-"))
    const log = join(folder, "log")
    const child = await nodeProcesses.spawn({
      file: "/bin/bash",
      args: ["-c", 'printf %s "$1|$EMPTY|$TEXT|$2|$PWD"; exit 250', "name", text, ""],
      cwd: folder,
      env: { EMPTY: "", TEXT: text },
      log,
    })
    if (!child.ok) throw new Error(child.error.message)
    expect(await child.value.exited).toMatchObject({ exitCode: 250, signal: null })
    expect(readFileSync(log, "utf8")).toBe(`${text}||${text}||${folder}`)
  })

  it("leads a group of its own and tells a signal from an exit code", async () => {
    const { child, log } = await start("ps -o pgid= -p $$; kill -TERM $$")
    expect(await child.exited).toMatchObject({ exitCode: null, signal: "SIGTERM" })
    expect(Number(log())).toBe(child.pid)
    const { child: other } = await start("exit 143")
    expect(await other.exited).toMatchObject({ exitCode: 143, signal: null })
  })

  it("has default signals and no descriptors of the engine", async () => {
    const { child, log } = await start(
      "grep -E 'Sig(Blk|Ign)' /proc/self/status; readlink /proc/$$/fd/*; sleep 0",
    )
    await child.exited
    const [blocked, ignored, input, output, errors, ...more] = log().trimEnd().split("\n")
    const none = "0".repeat(16)
    expect([blocked, ignored]).toEqual([`SigBlk:\t${none}`, `SigIgn:\t${none}`])
    expect([input, errors]).toEqual(["/dev/null", output])
    expect(output).toMatch(/smoke-processes-/u)
    // What this process was itself started with may go on to its children; nothing else.
    const own = readdirSync("/proc/self/fd").flatMap((fd) => linkOf(`/proc/self/fd/${fd}`))
    for (const link of more) expect(own).toContain(link)
    expect(more.join()).not.toMatch(/socket:|eventpoll|launcher/u)
  })

  it("refuses what no system can start", async () => {
    const spec = { cwd: tmpdir(), env: {}, log: join(tmpdir(), "smoke-none.log") }
    const nul = await nodeProcesses.spawn({ ...spec, file: "/bin/true", args: ["a\0b"] })
    expect(nul).toMatchObject({ ok: false })
    const args = [Array.from({ length: 3_000_000 }, () => "x").join("")]
    expect(await problemOf(nodeProcesses, { ...spec, file: "/bin/true", args })).toBe("E2BIG")
    expect(
      await problemOf(nodeProcesses, {
        ...spec,
        file: "/bin/true",
        args: [],
        cwd: "/no/such/folder",
      }),
    ).toBe("ENOENT")
  })
})

describe.runIf(process.platform === "linux")("what groups use", () => {
  it("is the sum over the group and over descendants that left it", async () => {
    const hog = "head -c 30000000 /dev/zero | tail -c 30000000 | (sleep 60; cat) > /dev/null"
    const processes = createProcesses(Number.POSITIVE_INFINITY)
    const env = { SMOKE_TMP: `/smoke-usage-${process.pid}` }
    const { child } = await startWith(processes, `(${hog}) & setsid bash -c '${hog}' & wait`, env)
    const used = () => processes.usage(child.pid, 0)?.memoryBytes ?? 0
    await until(() => used() > 60_000_000)
    expect(used()).toBeLessThan(150_000_000)
    await end(child, `SMOKE_TMP=${env.SMOKE_TMP}\0`, 100)
    await until(() => processes.usage(child.pid, 0) === null)
  })

  it("counts what processes share once", async () => {
    const perl = 'my $n = 60_000_000; my $kept = "x" x $n; for (1 .. 10) { last if !fork } sleep 60'
    const { child } = await startWith(forking, `exec perl -e '${perl}'`)
    await until(() => (forking.usage(child.pid, 1e12)?.memoryBytes ?? 0) > 600_000_000)
    expect(forking.usage(child.pid, 0)?.memoryBytes).toBeLessThan(200_000_000)
    expect(forking.usage(child.pid, 0)?.memoryBytes).toBeGreaterThan(60_000_000)
    await end(child, null, 100)
  })

  it("counts processor time", async () => {
    const { child } = await startWith(forking, "while :; do :; done")
    await until(() => (forking.usage(child.pid, 0)?.cpuMs ?? 0) >= 50)
    child.signal("SIGKILL")
    await child.exited
  })
})

describe.runIf(process.platform === "linux")("the launcher", () => {
  it("tells processor time and memory of the child and what it waited for", async () => {
    await launcherReady()
    const { child } = await startWith(
      launching,
      "head -c 50000000 /dev/zero | tail -c 50000000 | wc -c; for ((i = 0; i < 100000; i++)); do :; done",
    )
    const { cpuMs, peakMemoryBytes } = await child.exited
    expect(cpuMs).toBeGreaterThan(20)
    expect(peakMemoryBytes).toBeGreaterThan(40_000_000)
  })

  it("gives each child its own environment, whatever others had", async () => {
    await launcherReady()
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
    await launcherReady()
    const asking = await startWith(launching, "echo $PPID")
    await asking.child.exited
    process.kill(Number(asking.log()), "SIGSTOP")
    const { child } = await startWith(launching, "exit 3")
    expect(await child.exited).toMatchObject({ exitCode: 3 })
  })

  it("is there before the second of many that start at once", async () => {
    const processes = createProcesses(0)
    const children = await Promise.all([0, 1, 2].map(() => startWith(processes, "exit 0")))
    const ends = await Promise.all(children.map(({ child }) => child.exited))
    expect(ends.map(({ cpuMs }) => cpuMs !== null)).toEqual([true, true, true])
  })

  it("that is gone leaves an end that nobody knows, and Node takes over", async () => {
    const processes = createProcesses(0)
    let parent = 0
    for (let tries = 0; parent === 0; tries++) {
      const { child } = await startWith(processes, "sleep 60")
      const [, , ppid] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(" ").slice(1)
      if (Number(ppid) !== process.pid) {
        parent = Number(ppid)
        process.kill(parent, "SIGKILL")
        expect(await child.exited).toMatchObject({ exitCode: null, signal: null })
      }
      child.signal("SIGKILL")
      await child.exited
      if (tries > 500) throw new Error("the launcher did not start")
    }
    const { child } = await startWith(processes, "exit 5")
    expect(await child.exited).toMatchObject({ exitCode: 5, cpuMs: null })
  })
})
