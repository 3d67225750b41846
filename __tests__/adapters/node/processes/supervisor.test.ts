import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeCommands } from "../../../../src/adapters/node/machine/commands.ts"
import { nodePrograms } from "../../../../src/adapters/node/machine/probe-programs.ts"
import { readSupervisor, supervised } from "../../../../src/adapters/node/processes/supervisor.ts"
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
    expect(nodeCommands.capture(request)).toEqual({
      ok: true,
      value: { stdout: "[1, 2]\n", foreign: [] },
    })
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

describe.runIf(process.platform === "linux")("a command's own doings", () => {
  const matrix = (text: string, env = {}) =>
    nodeCommands.capture({ text, cwd: tmpdir(), env: { PATH, ...env }, timeoutMs: 5_000 })
  const probe = (text: string, env = {}) =>
    nodePrograms.ask({
      ...{ file: "bash", args: ["-c", text], cwd: tmpdir(), env: { PATH, ...env } },
      ...{ timeoutMs: 5_000, maxOutputBytes: 1_000, signal: new AbortController().signal },
    })

  // What Perl would heed reaches the command, and not what starts it.
  const PERLS = { PERL5OPT: "-Mnot::there", LC_ALL: "xx_YY.UTF-8", TWO: "a=b\n\nc" }
  const SHOWN = `printf '%s|' "$PERL5OPT" "$LC_ALL" "$TWO"; cat /proc/self/environ | grep -zc PERL`

  it("reads the whole environment, whatever Perl would make of it", async () => {
    const stdout = "-Mnot::there|xx_YY.UTF-8|a=b\n\nc|1\n"
    expect(matrix(SHOWN, PERLS)).toEqual({ ok: true, value: { stdout, foreign: [] } })
    expect(await probe(SHOWN, PERLS)).toMatchObject({ value: { exitCode: 0, stdout } })
  })

  it.each(["KILL", "STOP"])(
    "cost only itself when it sends %s to what started it",
    async (signal) => {
      const text = `kill -s ${signal} $PPID; echo 1; sleep 0.3`
      const message =
        signal === "KILL" ? /was ended while it ran$/u : /^it took longer than 700ms$/u
      const request = { cwd: tmpdir(), env: { PATH }, timeoutMs: 700 }
      expect(nodeCommands.capture({ ...request, text })).toMatchObject({
        error: { message: expect.stringMatching(message) },
      })
      const bounds = { maxOutputBytes: 1_000, signal: new AbortController().signal }
      const asked = { file: "bash", args: ["-c", text], ...request, ...bounds }
      expect(await nodePrograms.ask(asked)).toMatchObject({
        error: { message: expect.stringMatching(message) },
      })
    },
    20_000,
  )

  it.each(["exit 1", "echo ready", "exec sleep 60", null])(
    "is not left to a Perl that does not work: %j",
    (text) => {
      const file = join(mkdtempSync(join(tmpdir(), "smoke-perl-")), "perl")
      writeFileSync(file, `#!/bin/sh\n${text}\n`)
      if (text !== null) chmodSync(file, 0o755)
      const command = { file: "true", args: [], env: {}, timeoutMs: 1_000 }
      const find = () => ({ file, args: [], calls: [], keepsOrphans: false })
      expect(supervised(command, PATH, find)).toBeNull()
    },
  )
})

describe("what a supervisor says", () => {
  it.each([
    ["ended 0\n", { how: "ended", exitCode: 0, signal: null }],
    ["ended 768\n", { how: "ended", exitCode: 3, signal: null }],
    ["ended 9\n", { how: "ended", exitCode: null, signal: 9 }],
    ["timeout\n", { how: "timeout" }],
    ["stopped\n", { how: "stopped" }],
    ["refused 2\n", { how: "refused", code: "ENOENT" }],
    ["ended 0 left 12 left 34\n", { how: "ended", exitCode: 0, signal: null }, [12, 34]],
    ["timeout left 9\n", { how: "timeout" }, [9]],
    ["ended 7", null],
    ["", null],
  ])("is read: %j", (text, end, left: readonly number[] = []) => {
    expect(readSupervisor(text)).toEqual(end && { end, left })
  })
})
