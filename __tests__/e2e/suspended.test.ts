/**
 * Runs that are stopped for a while, as by Ctrl-Z, a paused container or a paused machine: no time limit
 * of what was stopped counts that, and those of the whole run do.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { byVerdict, Project, type Running } from "../__rig__/project.ts"

/** Time limits, and a pause that is longer. */
const LIMIT = "3s"
const PAUSE_MS = 4_000

const stopped = new Set<number>()

afterEach(() => {
  send([...stopped], "SIGCONT")
})

/** A process and everything below it. */
function tree(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/u.test(name) || !existsSync(`/proc/${name}/stat`)) continue
    const fields = /^.*\) \S (\d+)/su.exec(readFileSync(`/proc/${name}/stat`, "latin1"))
    parents.set(Number(name), Number(fields?.[1]))
  }
  const found = [root]
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child)
  }
  return found
}

function send(pids: readonly number[], signal: "SIGSTOP" | "SIGCONT"): void {
  for (const pid of pids) {
    if (signal === "SIGSTOP") stopped.add(pid)
    else stopped.delete(pid)
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended.
    }
  }
}

/** The engine alone, as by Ctrl-Z, or with all that it has started, as a container. */
async function pause({ process: engine }: Running, what: "engine" | "all"): Promise<void> {
  const pid = engine.pid ?? 0
  const pids = what === "all" ? tree(pid) : [pid]
  send(pids, "SIGSTOP")
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  send(pids, "SIGCONT")
}

const waiting = (name: string) => `touch ${name}.up; until [ -e go ]; do sleep 0.02; done; echo`

describe.runIf(process.platform === "linux")("a pause longer than every limit", () => {
  it("fails no command, hook or request, nor its within or idle-timeout", async () => {
    let answer = () => {}
    let heard = () => {}
    const asked = new Promise<void>((resolve) => {
      heard = resolve
    })
    const server = createServer((_, response) => {
      answer = () => response.end("fine")
      heard()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const project = new Project({
      "smoke.json": JSON.stringify({
        defaults: { timeout: LIMIT },
        scenarios: {
          command: { run: waiting("command"), expect: { within: LIMIT } },
          silent: { run: waiting("silent"), timeout: "60s", "idle-timeout": LIMIT },
          hooked: { run: "true", before: [{ run: waiting("hooked"), timeout: LIMIT }] },
          asked: { http: { url: `http://127.0.0.1:${port}/`, expect: { within: LIMIT } } },
        },
      }),
    })
    const run = project.start(["run", "-c", "4", "--out", "out"])
    for (const name of ["command", "silent", "hooked"]) await project.appears(`${name}.up`)
    await asked
    await pause(run, "all")
    project.write("go", "")
    answer()
    const ended = await run.ended
    server.close()
    const results = project.results("out/results.json")
    expect(Object.keys(byVerdict(results)), ended.stderr).toEqual(["passed"])
    expect(
      Math.max(...results.scenarios.map(({ durationSeconds }) => durationSeconds)),
    ).toBeLessThan(3)
  })

  it("fails nothing that has ended while the engine alone was stopped", async () => {
    const project = new Project({
      "smoke.json": JSON.stringify({
        scenarios: {
          short: { run: "touch up; sleep 1", timeout: LIMIT, expect: { within: LIMIT } },
        },
      }),
    })
    const run = project.start(["run", "--out", "out"])
    await project.appears("up")
    await pause(run, "engine")
    expect((await run.ended).exitCode).toBe(0)
    // Whoever waited for it was not stopped, and knows.
    const [short] = project.results("out/results.json").scenarios
    expect(short?.durationSeconds).toBeGreaterThanOrEqual(1)
    expect(short?.durationSeconds).toBeLessThan(3)
  })

  it("counts for the time of the whole run", async () => {
    const project = new Project({
      "smoke.json": JSON.stringify({ scenarios: { long: "touch up; sleep 60" } }),
    })
    const run = project.start(["run", "--out", "out", "--global-timeout", LIMIT])
    await project.appears("up")
    await pause(run, "all")
    expect((await run.ended).exitCode).not.toBe(0)
    const [long] = project.results("out/results.json").scenarios
    expect(long).toMatchObject({ verdict: "cancelled", reason: "budget" })
    // What is left of the limit after the pause would have made it longer.
    expect(long?.durationSeconds).toBeLessThan(2)
  })
})
