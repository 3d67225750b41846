import { existsSync, mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeCommands } from "../../../src/adapters/node/commands.ts"
import { nodePrograms } from "../../../src/adapters/node/probe-programs.ts"
import { readSupervisor } from "../../../src/adapters/node/supervisor.ts"
import { linkOf, PATH, until } from "./processes-rig.ts"

/** Leaves a process in a session of its own, which counts the TERMs that it hears and stays. */
const LEAVES = `
setsid perl -e '$SIG{TERM} = sub { open my $f, ">>", "heard"; print $f "TERM\\n" };
  open my $f, ">", "pid.part"; print $f $$; close $f; rename "pid.part", "pid";
  sleep 1 while 1' >/dev/null 2>&1 &
until [ -e pid ]; do sleep 0.01; done
echo "[1, 2]"
`

describe.runIf(process.platform === "linux")("commands that are waited for", () => {
  const folderWithPid = () => {
    const folder = mkdtempSync(join(tmpdir(), "smoke-supervised-"))
    return { folder, pid: () => Number(readFileSync(join(folder, "pid"), "utf8")) }
  }
  const heard = (folder: string) => readFileSync(join(folder, "heard"), "utf8")

  it("of matrices leave nothing behind, and what they left hears TERM once", () => {
    const { folder, pid } = folderWithPid()
    const request = { text: LEAVES, cwd: folder, env: { PATH }, timeoutMs: 20_000 }
    expect(nodeCommands.capture(request)).toEqual({ ok: true, value: "[1, 2]\n" })
    expect(heard(folder)).toBe("TERM\n")
    expect(linkOf(`/proc/${pid()}/exe`)).toEqual([])
  })

  it("of matrices end with their time, with all that they started", () => {
    const { folder, pid } = folderWithPid()
    const request = { text: `${LEAVES}sleep 60`, cwd: folder, env: { PATH }, timeoutMs: 700 }
    expect(nodeCommands.capture(request)).toMatchObject({
      error: { message: "it took longer than 700ms" },
    })
    expect(linkOf(`/proc/${pid()}/exe`)).toEqual([])
  })

  it("of probes end when they are stopped, with all that they started", async () => {
    const { folder, pid } = folderWithPid()
    const stop = new AbortController()
    const bounds = { timeoutMs: 60_000, maxOutputBytes: 1_000, signal: stop.signal }
    const args = ["-c", `${LEAVES}sleep 60`]
    const asked = nodePrograms.ask({ file: "bash", args, cwd: folder, env: { PATH }, ...bounds })
    await until(() => existsSync(join(folder, "pid")))
    stop.abort()
    expect(await asked).toMatchObject({ error: { code: "stopped" } })
    await until(() => linkOf(`/proc/${pid()}/exe`).length === 0)
    expect(heard(folder)).toBe("TERM\n")
  })
})

describe("what a supervisor says", () => {
  it.each([
    ["ended 0\n", { how: "ended", exitCode: 0, signal: null }],
    ["ended 768\n", { how: "ended", exitCode: 3, signal: null }],
    ["ended 9\n", { how: "ended", exitCode: null, signal: 9 }],
    ["timeout\n", { how: "timeout" }],
    ["stopped\n", { how: "stopped" }],
    ["refused 2\n", { how: "refused", code: "ENOENT" }],
    ["ended 7", null],
    ["", null],
  ])("is read: %j", (text, end) => {
    expect(readSupervisor(text)).toEqual(end)
  })
})
