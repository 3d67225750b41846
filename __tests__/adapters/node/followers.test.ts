import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { launcherPrograms } from "../../../src/adapters/node/launcher-program.ts"
import { createProcesses } from "../../../src/adapters/node/processes.ts"
import type { Turn } from "../../../src/ports/processes.ts"

const PATH = process.env["PATH"] ?? ""
const PROGRAMS = launcherPrograms(PATH)
let launching = createProcesses(0)
const folder = mkdtempSync(join(tmpdir(), "smoke-followers-"))

function turn(): Turn {
  return { started: false, withdrawn: false }
}

function start(text: string, of: { readonly turn?: Turn; readonly after?: Turn } = {}) {
  const log = join(mkdtempSync(join(folder, "one-")), "log")
  const spec = { file: "bash", args: ["-c", text], cwd: folder, env: { PATH }, log, ...of }
  return launching.spawn(spec)
}

/** Ends, as it is told to, when the file is there: no test has to guess how long it takes. */
function whenThere(path: string, then: string): string {
  return `until [ -e ${path} ]; do sleep 0.01; done; ${then}`
}

/** One letter, as in `ps`; empty when there is no such process. */
function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] ?? ""
  } catch {
    return ""
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to hold")
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function leader(then: string) {
  const gate = join(mkdtempSync(join(folder, "gate-")), "open")
  const own = turn()
  const child = await start(whenThere(gate, then), { turn: own })
  if (!child.ok) throw new Error(child.error.message)
  const open = async () => {
    // What was asked for before is with the launcher then.
    await new Promise(setImmediate)
    writeFileSync(gate, "")
  }
  return { turn: own, child: child.value, open }
}

describe.each(PROGRAMS)("what follows a child of the launcher $file", (program) => {
  beforeAll(async () => {
    launching = createProcesses(0, () => [program])
    const first = await start("exit 0")
    if (first.ok) await first.value.exited
    expect(launching.canFollow?.()).toBe(true)
  })

  it("starts when that one has ended well, which is known before its end is", async () => {
    const first = await leader("exit 0")
    const next = turn()
    const mark = join(mkdtempSync(join(folder, "mark-")), "followed")
    const follower = start(`touch ${mark}`, { turn: next, after: first.turn })
    expect([next.started, existsSync(mark)]).toEqual([false, false])
    await first.open()
    const exit = await first.child.exited
    expect([exit.exitCode, next.started]).toEqual([0, true])
    const child = await follower
    if (!child.ok) throw new Error(child.error.message)
    const { exitCode, wallMs } = await child.value.exited
    expect([exitCode, existsSync(mark)]).toEqual([0, true])
    expect(wallMs).toBeGreaterThan(0)
  })

  it.each([
    ["a failure", "exit 3"],
    ["a signal", "kill -9 $$"],
    ["something left of its group", "sleep 30 & exit 0"],
  ])("is held after %s", async (_, then) => {
    const first = await leader(then)
    const next = turn()
    const mark = join(mkdtempSync(join(folder, "held-")), "mark")
    const follower = start(`touch ${mark}`, { turn: next, after: first.turn })
    await first.open()
    await first.child.exited
    const held = await follower
    first.child.signal("SIGKILL")
    expect(held).toMatchObject({ ok: false, error: { code: "EHELD" } })
    expect([next.started, existsSync(mark)]).toEqual([false, false])
  })

  it("starts again by itself, also when it was taken back too late", async () => {
    const own = turn()
    const first = await start("exit 0", { turn: own })
    if (first.ok) await first.value.exited
    launching.withdraw?.(own)
    const again = await start("exit 4", { turn: own })
    if (!again.ok) throw new Error(again.error.message)
    expect(await again.value.exited).toMatchObject({ exitCode: 4 })
  })

  it("is held when it is taken back, and what it waited for goes on", async () => {
    const first = await leader("echo on")
    const next = turn()
    const follower = start("true", { turn: next, after: first.turn })
    launching.withdraw?.(next)
    expect(await follower).toMatchObject({ ok: false, error: { code: "EHELD" } })
    await first.open()
    expect((await first.child.exited).exitCode).toBe(0)
    expect(next.started).toBe(false)
  })

  it("is held behind what nobody knows, what has ended, and what is followed already", async () => {
    const held = { ok: false, error: { code: "EHELD" } }
    expect(await start("true", { turn: turn(), after: turn() })).toMatchObject(held)
    const gone = await leader("exit 0")
    await gone.open()
    await gone.child.exited
    expect(await start("true", { turn: turn(), after: gone.turn })).toMatchObject(held)
    const first = await leader("exit 0")
    const second = start("true", { turn: turn(), after: first.turn })
    expect(await start("true", { turn: turn(), after: first.turn })).toMatchObject(held)
    await first.open()
    expect((await second).ok).toBe(true)
  })

  it("waits in a row, which is held from the first that may not start", async () => {
    const first = await leader("exit 0")
    const [second, third, fourth] = [turn(), turn(), turn()]
    const starts = [
      start("exit 0", { turn: second, after: first.turn }),
      start("exit 1", { turn: third, after: second }),
      start("exit 0", { turn: fourth, after: third }),
    ]
    await first.open()
    const ends = await Promise.all(
      starts.map(async (one) => {
        const child = await one
        return child.ok ? (await child.value.exited).exitCode : child.error.code
      }),
    )
    expect(ends).toEqual([0, 1, "EHELD"])
    expect([second, third, fourth].map(({ started }) => started)).toEqual([true, true, false])
  })

  it("is held with the one that it waits for when that is taken back", async () => {
    const first = await leader("exit 0")
    const second = turn()
    const starts = [
      start("exit 0", { turn: second, after: first.turn }),
      start("exit 0", { turn: turn(), after: second }),
    ]
    launching.withdraw?.(second)
    const held = { ok: false, error: { code: "EHELD" } }
    expect(await Promise.all(starts)).toMatchObject([held, held])
    await first.open()
    expect((await first.child.exited).exitCode).toBe(0)
  })

  it("does not start behind an engine that is gone", async () => {
    const gate = join(mkdtempSync(join(folder, "gate-")), "open")
    const mark = join(mkdtempSync(join(folder, "mark-")), "orphan")
    const launcher = spawn(program.file, program.args, { stdio: ["pipe", "pipe", "ignore"] })
    let said = ""
    launcher.stdout.on("data", (piece) => {
      said += String(piece)
    })
    const ask = (head: readonly number[], words: readonly string[]) => {
      const payload = Buffer.from(`${words.join("\0")}\0`)
      const numbers = Buffer.alloc(20)
      for (const [i, n] of [...head, 0, payload.length].entries()) numbers.writeUInt32BE(n, i * 4)
      launcher.stdin.write(Buffer.concat([numbers, payload]))
    }
    const log = join(folder, "orphan.log")
    ask([1, 0, 3], [log, folder, "", "/bin/sh", "-c", whenThere(gate, "exit 0"), `PATH=${PATH}`])
    ask([2, 1, 3], [log, folder, "", "/bin/sh", "-c", `touch ${mark}`, `PATH=${PATH}`])
    await until(() => /^started 1 \d+$/mu.test(said))
    const pid = Number(/^started 1 (\d+)$/mu.exec(said)?.[1])
    launcher.kill("SIGSTOP")
    await until(() => stateOf(launcher.pid ?? 0) === "T")
    // Both are there when it goes on: the end of the child, and that of the engine.
    writeFileSync(gate, "")
    await until(() => stateOf(pid) === "Z")
    const ended = new Promise((resolve) => launcher.once("exit", resolve))
    const closed = new Promise((resolve) => launcher.stdin.once("close", resolve))
    launcher.stdin.destroy()
    await closed
    launcher.kill("SIGCONT")
    await ended
    expect([said.includes("started 2"), existsSync(mark)]).toEqual([false, false])
  })

  it("ends what runs when its engine is gone, also what does not heed the first signal", async () => {
    const log = join(mkdtempSync(join(folder, "gone-")), "log")
    const launcher = spawn(program.file, program.args, { stdio: ["pipe", "pipe", "ignore"] })
    const text = "trap '' TERM; sleep 300 & sleep 300 & echo $$ $!; wait; wait"
    const words = [log, folder, "", "/bin/bash", "-c", text, `PATH=${PATH}`]
    const payload = Buffer.from(`${words.join("\0")}\0`)
    const head = Buffer.alloc(20)
    for (const [i, n] of [1, 0, 3, 0, payload.length].entries()) head.writeUInt32BE(n, i * 4)
    launcher.stdin.write(Buffer.concat([head, payload]))
    const said = () => (existsSync(log) ? readFileSync(log, "utf8") : "")
    await until(() => /^\d+ \d+$/mu.test(said()))
    const pids = said().trim().split(" ").map(Number)
    const ended = new Promise((resolve) => launcher.once("exit", resolve))
    launcher.stdin.destroy()
    await ended
    for (const pid of pids) await until(() => ["", "Z"].includes(stateOf(pid)))
  })

  it("tells how long a child took, whatever the engine did meanwhile", async () => {
    const child = await start("sleep 0.05")
    if (!child.ok) throw new Error(child.error.message)
    const begun = performance.now()
    // An engine that is busy until long after the child's end.
    while (performance.now() - begun < 1_000);
    const { wallMs } = await child.value.exited
    expect(wallMs).toBeGreaterThanOrEqual(50)
    expect(wallMs).toBeLessThan(performance.now() - begun)
  })

  it("writes to a log of its own", async () => {
    const first = await leader("exit 0")
    const log = join(mkdtempSync(join(folder, "own-")), "log")
    const spec = { file: "bash", args: ["-c", "echo it"], cwd: folder, env: { PATH }, log }
    const follower = launching.spawn({ ...spec, turn: turn(), after: first.turn })
    await first.open()
    const child = await follower
    if (child.ok) await child.value.exited
    expect(readFileSync(log, "utf8")).toBe("it\n")
  })
})
