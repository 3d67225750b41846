import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { nodeProcesses } from "../../../src/adapters/node/processes.ts"
import { endProcesses, hasLeaked } from "../../../src/execute/end-processes.ts"
import type { Child } from "../../../src/ports/processes.ts"

const PATH = process.env["PATH"] ?? ""

async function start(text: string, env: Record<string, string> = {}) {
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
  return { child: child.value, log: () => readFileSync(log, "utf8") }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to hold")
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function end(child: Child | null, marker: string | null, graceMs: number) {
  const hurry = new AbortController().signal
  return endProcesses(child, {
    clock: nodeClock,
    processes: nodeProcesses,
    graceMs,
    marker,
    hurry,
  })
}

describe.runIf(process.platform === "linux")("nodeProcesses", () => {
  it("keeps stdout and stderr in true order in one file", async () => {
    const { child, log } = await start(
      "for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 3",
    )
    expect(await child.exited).toMatchObject({ exitCode: 3, signal: null })
    expect(log()).toBe("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n")
  })

  it("says what could not be started", async () => {
    const spec = { args: [], cwd: tmpdir(), env: {}, log: join(tmpdir(), "smoke-none.log") }
    const none = await nodeProcesses.spawn({ ...spec, file: "/no/such/program" })
    expect(none).toMatchObject({ ok: false, error: { code: "ENOENT" } })
    const denied = await nodeProcesses.spawn({ ...spec, file: "/etc/passwd" })
    expect(denied).toMatchObject({ ok: false, error: { code: "EACCES" } })
    const nowhere = await nodeProcesses.spawn({ ...spec, file: "true", log: "/no/folder/log" })
    expect(nowhere).toMatchObject({ ok: false, error: { code: "ENOENT" } })
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
    await end(child, null, 100)
    expect(await child.exited).toMatchObject({ signal: "SIGKILL" })
  })
})
