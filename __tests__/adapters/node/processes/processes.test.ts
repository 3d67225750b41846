import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeClock } from "../../../../src/adapters/node/clock.ts"
import { createProcesses } from "../../../../src/adapters/node/processes/processes.ts"
import { hasLeaked } from "../../../../src/execute/processes/end-processes.ts"
import {
  end,
  forking,
  LAUNCHERS,
  linkOf,
  PATH,
  problemOf,
  startWith,
  until,
} from "./processes-rig.ts"

describe
  .runIf(process.platform === "linux")
  .each([{ name: "Node", processes: forking }, ...LAUNCHERS])(
  "processes started by $name",
  ({ processes: nodeProcesses }) => {
    const start = (text: string, env: Record<string, string> = {}) =>
      startWith(nodeProcesses, text, env)

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
      expect(child.members?.()).toEqual([])
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

    it("ends what left the group with another environment, found by its parents", async () => {
      const folder = mkdtempSync(join(tmpdir(), "smoke-away-"))
      const away = `echo $$ > ${folder}/pid; trap "" TERM; while :; do sleep 0.1; done`
      const { child } = await start(`env -i setsid bash -c '${away}' & wait`)
      const pid = () => Number(readFileSync(join(folder, "pid"), "utf8"))
      await until(() => existsSync(join(folder, "pid")) && pid() > 0)
      await end(child, `SMOKE_TMP=${folder}\0`, 100)
      expect(linkOf(`/proc/${pid()}/exe`)).toEqual([])
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
      expect(blocked).toMatch(/^SigBlk:\t0{16}$/u)
      // 32 and 33 are the C library's own, which posix_spawn leaves ignored.
      expect(ignored).toMatch(/^SigIgn:\t0{7}[01][08]0{7}$/u)
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
  },
)

describe.runIf(process.platform === "linux")("what groups use", () => {
  it("is the sum over the group and over descendants that left it", async () => {
    const hog = "head -c 30000000 /dev/zero | tail -c 30000000 | (sleep 60; cat) > /dev/null"
    const processes = createProcesses(() => null)
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
