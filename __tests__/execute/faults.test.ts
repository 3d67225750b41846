/** Faults that only a port can make. */
import { describe, expect, it, vi } from "vitest"
import { createProcesses } from "../../src/adapters/node/processes/processes.ts"
import { dispatching } from "./execute-rig.ts"
import { suiteRun } from "./real-rig.ts"

describe("faults", () => {
  it("no room for a process: tries again while others may end, then it is no one's failure but the machine's", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }])
    const refused = { code: "EAGAIN", message: "spawn EAGAIN" }
    rig.processes.refuse = refused
    const run = rig.dispatcher.run()
    await rig.clock.advance(1_000)
    expect(rig.story()).toEqual([])
    rig.processes.refuse = null
    await rig.clock.advance(1_000)
    rig.processes.of("a").exit(0)
    rig.processes.of("b").exit(0)
    await rig.clock.advance(10)
    await run
    expect(rig.story()).toEqual(["passed a#1", "passed a", "passed b#1", "passed b"])

    const never = dispatching([{ id: "a" }])
    never.processes.refuse = refused
    const over = never.dispatcher.run()
    await never.clock.advance(10_000)
    await over
    expect(never.events.find(({ type }) => type === "attempt-finished")).toMatchObject({
      cause: "spawn",
      message: "could not start /bin/bash: spawn EAGAIN".replace("/bin/bash", "bash"),
    })
  })

  it("whoever starts processes is gone: what it may have started is ended, and it is started anew", async () => {
    const rig = dispatching([{ id: "a" }])
    rig.processes.refuse = { code: "ESRCH", message: "gone" }
    const { spawn } = rig.processes
    rig.processes.spawn = async (spec) => {
      const result = await spawn.call(rig.processes, spec)
      if (!result.ok)
        rig.processes.strays.set(7, `SMOKE_ATTEMPT_ID=${spec.env["SMOKE_ATTEMPT_ID"]}\0`)
      rig.processes.refuse = null
      return result
    }
    const run = rig.dispatcher.run()
    await rig.clock.advance(100)
    expect(rig.processes.strays.size).toBe(0)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(10)
    await run
    expect(rig.story()).toEqual(["passed a#1", "passed a"])
  })

  it("an end that nobody knows is tried again apart, and never a green one; what may run is ended", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    child.others = 1
    child.exit(null, null)
    await rig.clock.advance(100)
    expect(child.signals).toEqual(["SIGTERM"])
    const again = rig.processes.of("a")
    expect(again).not.toBe(child)
    expect([child.spec.apart, again.spec.apart]).toEqual([undefined, true])
    again.exit(null, null)
    await rig.clock.advance(100)
    await run
    const finished = rig.events.filter(({ type }) => type === "attempt-finished")
    expect(finished).toMatchObject([
      {
        number: 1,
        outcome: "failed",
        cause: "spawn",
        message: "its end is unknown: only its launcher was ended while it ran",
      },
    ])
    expect(rig.events.some(({ type }) => type === "note")).toBe(false)
  })

  it("an end that nobody knows costs no attempt when the next one is known", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("a").exit(null, null)
    await rig.clock.advance(100)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(10)
    await run
    expect(rig.story()).toEqual(["passed a#1", "passed a"])
  })

  it("what does not even go when it is killed keeps nobody", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("a").signal = () => true
    await rig.clock.advance(10_000)
    await run
    expect(rig.story()).toEqual(["failed a#1", "failed a"])
  })

  it.each([
    [1, "1 process had left its group and was ended"],
    [2, "2 processes had left their groups and were ended"],
  ])("%s that left the group is told of at the end of the run", async (count, message) => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    const tmp = child.spec.env["SMOKE_TMP"] ?? ""
    for (let pid = 1; pid <= count; pid++) {
      rig.processes.strays.set(pid, `SMOKE_TMP=${tmp}\0`)
      rig.processes.strayAnswersTerm.add(pid)
    }
    child.exit(0)
    await rig.clock.advance(1_000)
    await run
    expect(rig.events.find(({ type }) => type === "note")).toMatchObject({ message })
  })

  it("a run that stops does not wait for room", async () => {
    const rig = dispatching([{ id: "a" }])
    rig.processes.refuse = { code: "EMFILE", message: "spawn EMFILE" }
    const run = rig.dispatcher.run()
    await rig.clock.advance(50)
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(10)
    await run
    expect(rig.story().at(-1)).toBe("cancelled a: interrupted")
  })

  it("an exit in the same instant as the timeout is one ending", async () => {
    for (const first of ["exit", "timeout"]) {
      const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
      const exitAt1000 = () => {
        rig.clock.after(1_000, () => {
          rig.processes.of("a").exit(0)
        })
      }
      if (first === "exit") exitAt1000()
      const run = rig.dispatcher.run()
      if (first === "timeout") {
        await rig.clock.advance(0)
        exitAt1000()
      }
      await rig.clock.advance(10_000)
      await run
      const outcome = first === "exit" ? "passed" : "failed"
      expect(rig.story()).toEqual([`${outcome} a#1`, `${outcome} a`])
    }
  })

  it("after an internal error nothing that was started goes on", async () => {
    let broken = false
    const rig = dispatching([{ id: "a" }, { id: "b" }], {
      emit: (body) => {
        if (body.type === "scenario-finished") {
          broken = true
          throw new Error("a bug")
        }
        return true
      },
    })
    const run = rig.dispatcher.run().then(
      () => "ended",
      (error: unknown) => String(error),
    )
    await rig.clock.advance(10)
    rig.processes.of("b").onTerm = () => {}
    rig.processes.strays.set(7, `SMOKE_TMP=${rig.root}/tmp/tmp.2\0`)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(3_000)
    expect(await run).toBe("Error: a bug")
    expect(broken).toBe(true)
    expect(rig.processes.of("b").groupAlive()).toBe(false)
    expect(rig.processes.strays.size).toBe(0)
    expect(rig.clock.waiting).toBe(0)
  })

  it("after a crash elsewhere, at any stage, nothing that was started goes on", async () => {
    const suite = 'before: [{ run: "sleep 60" }]\nscenarios: { a: "true" }'
    const early = suiteRun(suite)
    const late = suiteRun(suite.replace("before", "after"))
    const marked = (root: string) => createProcesses().marked(`SMOKE_TMP=${root}/tmp/`, "anywhere")
    const crashed = [early, late].map(async ({ dispatcher, root }) => {
      const run = dispatcher.run().then(
        () => "ended",
        (error: unknown) => String(error),
      )
      await vi.waitFor(
        () => {
          expect(marked(root)).not.toEqual([])
        },
        { timeout: 10_000 },
      )
      dispatcher.crash(new Error("a bug"))
      return run
    })
    expect(await Promise.all(crashed)).toEqual(["Error: a bug", "Error: a bug"])
    expect([early, late].flatMap(({ root }) => marked(root))).toEqual([])
    expect(early.events.map(({ type }) => type)).not.toContain("attempt-started")
  })
})
