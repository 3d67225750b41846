import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeConnections, nodeHost } from "../../../../src/adapters/node/machine/probe-machine.ts"
import { nodePrograms } from "../../../../src/adapters/node/machine/probe-programs.ts"
import { programsFolder } from "../../../__rig__/programs-folder.ts"
import { startWebServer } from "../../../__rig__/web-server.ts"

const NEVER = new AbortController().signal

function alive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"))
  } catch {
    return false
  }
}

describe("nodePrograms", () => {
  it("leaves nothing behind that holds the output open", async () => {
    const path = programsFolder({ spawns: 'sleep 1000 & echo $! > "$1"; echo started' })
    const file = join(path, "pid")
    const answer = await nodePrograms.ask({
      ...{ file: "spawns", args: [file], cwd: "/", env: { PATH: path } },
      ...{ timeoutMs: 20_000, maxOutputBytes: 1 << 20, signal: NEVER },
    })
    expect(answer).toMatchObject({ ok: true, value: { exitCode: 0, stdout: "started\n" } })
    const pid = Number(readFileSync(file, "utf8"))
    // The kernel takes a moment to carry out a kill.
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false)
  })

  it("stays small whatever is written to stderr", async () => {
    const path = programsFolder({ chats: "yes complaint | head -c 3000000 >&2; echo last >&2" })
    const answer = await nodePrograms.ask({
      ...{ file: "chats", args: [], cwd: "/", env: { PATH: path } },
      ...{ timeoutMs: 20_000, maxOutputBytes: 100, signal: NEVER },
    })
    expect(answer.ok && answer.value.stderr.length).toBe(4_096)
    expect(answer.ok && answer.value.stderr.endsWith("last\n")).toBe(true)
  })
})

describe("nodeConnections", () => {
  it("tells an open port from a closed one", async () => {
    const server = await startWebServer((_, response) => {
      response.end()
    })
    const { port } = new URL(server.origin)
    const to = { host: "127.0.0.1", port: Number(port), signal: NEVER }
    expect(await nodeConnections.open(to)).toEqual({ ok: true, value: undefined })
    await server.close()
    expect(await nodeConnections.open(to)).toEqual({ ok: false, error: "connection refused" })
    expect(await nodeConnections.open({ ...to, signal: AbortSignal.abort() })).toEqual({
      ok: false,
      error: "stopped",
    })
  })
})

describe("nodeHost", () => {
  it("knows this machine", () => {
    expect(nodeHost.cores()).toBeGreaterThan(0)
    expect(nodeHost.memory().totalBytes).toBeGreaterThan(nodeHost.memory().freeBytes)
    const free = nodeHost.diskFreeBytes("/")
    expect(free.ok && free.value).toBeGreaterThan(0)
    expect(nodeHost.diskFreeBytes("/no/such/folder").ok).toBe(false)
  })
})
