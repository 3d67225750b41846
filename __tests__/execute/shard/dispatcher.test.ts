import { writeFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { EventOf } from "../../../src/events/event.ts"
import { dispatching } from "../execute-rig.ts"

function eventOf<T extends "attempt-finished" | "scenario-skipped" | "note">(
  rig: ReturnType<typeof dispatching>,
  type: T,
) {
  return rig.events.find((event) => event.type === type) as Partial<EventOf<T>> | undefined
}

describe("Dispatcher", () => {
  it("runs what is ready, then what needed it, and ends", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b", needs: ["a"] }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(5)
    expect(rig.processes.children).toHaveLength(1)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(5)
    rig.processes.of("b").exit(3)
    await rig.clock.advance(5)
    expect(await run).toEqual({ verdicts: 2 })
    expect(rig.story()).toEqual(["passed a#1", "passed a", "failed b#1", "failed b"])
    expect(rig.clock.waiting).toBe(0)
  })

  it("ends an attempt that takes too long: TERM, the grace, KILL", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    child.onTerm = () => {}
    await rig.clock.advance(1_000)
    expect(child.signals).toEqual(["SIGTERM"])
    await rig.clock.advance(3_900)
    expect(child.signals).toEqual(["SIGTERM"])
    await rig.clock.advance(200)
    expect(child.signals).toEqual(["SIGTERM", "SIGKILL"])
    await run
    expect(eventOf(rig, "attempt-finished")).toMatchObject({
      outcome: "failed",
      cause: "timeout",
      message: "timed out after 1.0s",
    })
  })

  it("waits after a timeout for what the leader leaves behind", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    child.others = 2
    child.onTerm = () => {
      child.exit(null, "SIGTERM")
    }
    await rig.clock.advance(1_500)
    expect(rig.story()).toEqual([])
    await rig.clock.advance(4_000)
    await run
    expect(child.signals).toEqual(["SIGTERM", "SIGKILL"])
  })

  it("finds after a timeout what left the group, by the attempt's own name", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const own = `SMOKE_ATTEMPT_ID=${rig.processes.of("a").spec.env["SMOKE_ATTEMPT_ID"]}`
    rig.processes.strays.set(7, `${own}\0`)
    rig.processes.strays.set(8, `${own}0\0`)
    await rig.clock.advance(900)
    expect([...rig.processes.strays.keys()]).toEqual([7, 8])
    await rig.clock.advance(4_200)
    expect([...rig.processes.strays.keys()]).toEqual([8])
    await rig.clock.advance(6_000)
    await run
  })

  it("ends what a passing scenario leaves in its group, and says so", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    child.others = 1
    child.exit(0)
    await rig.clock.advance(90)
    expect(child.signals).toEqual([])
    await rig.clock.advance(100)
    expect(child.signals).toEqual(["SIGTERM"])
    await run
    expect(rig.story()).toEqual(["passed a#1", "passed a"])
    expect(eventOf(rig, "note")?.message).toContain("a left processes running")
    expect(eventOf(rig, "attempt-finished")?.leaked).toBe(true)
  })

  it("ends at the end of the run what has left every group", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.strays.set(7, `SMOKE_TMP=${rig.root}/tmp/a.1\0`)
    rig.processes.environments.set(7, rig.processes.of("a").spec.env)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(5_000)
    await run
    expect(rig.processes.strays.size).toBe(0)
    const note = eventOf(rig, "note")
    expect(note?.message).toBe("1 process of a had left its group and was ended")
    expect(note?.leaked).toEqual([{ id: "a", number: 1 }])
  })

  it("a cancel ends what runs within the grace and gives every scenario its verdict", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("b").onTerm = () => {}
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(3_000)
    expect(rig.story()).toContain("cancelled a: interrupted")
    await rig.clock.advance(1_500)
    await run
    expect(rig.processes.of("b").signals).toEqual(["SIGTERM", "SIGKILL"])
    expect(rig.story().toSorted()).toEqual([
      "cancelled a#1",
      "cancelled a: interrupted",
      "cancelled b#1",
      "cancelled b: interrupted",
      "cancelled c: interrupted",
    ])
    expect(rig.events[0]?.type === "attempt-started").toBe(true)
    expect(rig.events.filter(({ type }) => type === "run-cancelling")).toHaveLength(1)
  })

  it.each([
    { what: "waited 1.5 s", lateMs: 1_500, stallMs: 0, killedAt: 2_500 },
    { what: "could not run for 1 s", lateMs: 0, stallMs: 1_000, killedAt: 3_100 },
    { what: "waited longer than the grace", lateMs: 9_000, stallMs: 0, killedAt: 0 },
  ])("a cancel that $what has a shorter grace", async ({ lateMs, stallMs, killedAt }) => {
    const rig = dispatching([{ id: "a" }, { id: "b" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const children = ["a", "b"].map((id) => rig.processes.of(id))
    for (const child of children) child.onTerm = () => {}
    rig.clock.late = lateMs
    rig.dispatcher.cancel("interrupted", "SIGINT")
    const signals = () => children.flatMap((child) => child.signals.slice(1))
    await rig.clock.advance(0)
    if (stallMs > 0) rig.clock.suspend(stallMs)
    await rig.clock.advance(Math.max(0, killedAt - stallMs - 100))
    if (killedAt > 0) expect(signals()).toEqual([])
    await rig.clock.advance(200)
    expect(signals()).toEqual(["SIGKILL", "SIGKILL"])
    await rig.clock.advance(1_000)
    await run
  })

  it("a cancel leaves a second to what is found only when its grace is over", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("a").onTerm = () => {}
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(3_990)
    rig.processes.strays.set(7, `SMOKE_TMP=${rig.root}/tmp/other\0`)
    await rig.clock.advance(900)
    expect(rig.processes.strays.size).toBe(1)
    await rig.clock.advance(300)
    await run
    expect(rig.processes.strays.size).toBe(0)
  })

  it("a cancel whose grace is shorter does not wait longer for a registered kind", async () => {
    const given: AbortSignal[] = []
    const kinds = {
      stubborn: ({ signal }: { readonly signal: AbortSignal }) => {
        given.push(signal)
        return new Promise<never>(() => {})
      },
    }
    const command = { kind: "registered", name: "stubborn", with: {} } as const
    const rig = dispatching([{ id: "a", definition: { command } }], { kinds })
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.clock.late = 2_000
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(1_900)
    expect([given[0]?.aborted, rig.story()]).toEqual([true, []])
    await rig.clock.advance(200)
    await run
    expect(rig.story()).toEqual(["cancelled a#1", "cancelled a: interrupted"])
    expect(rig.clock.waiting).toBe(0)
  })

  it("what is lost while all is stopped counts for no limit of an attempt", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 4_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(1_000)
    rig.clock.suspend(6_000)
    await rig.clock.advance(1_000)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(200)
    await run
    expect(eventOf(rig, "attempt-finished")).toMatchObject({ outcome: "passed", durationMs: 2_000 })
    expect(rig.clock.waiting).toBe(0)
  })

  it("nor does it for the grace of one", async () => {
    const rig = dispatching([{ id: "a", definition: { timeoutMs: 1_000 } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    child.onTerm = () => {}
    await rig.clock.advance(2_000)
    rig.clock.suspend(10_000)
    await rig.clock.advance(2_900)
    expect(child.signals).toEqual(["SIGTERM"])
    await rig.clock.advance(300)
    expect(child.signals).toEqual(["SIGTERM", "SIGKILL"])
    await run
  })

  it("a hurry cuts the grace short", async () => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("a").onTerm = () => {}
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(100)
    rig.dispatcher.hurry()
    await rig.clock.advance(50)
    await run
    expect(rig.processes.of("a").signals).toEqual(["SIGTERM", "SIGKILL"])
  })

  it("says what could not be started and goes on", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }], { workers: 1 })
    rig.processes.refuse = { code: "ENOENT", message: "spawn bash ENOENT" }
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    await run
    expect(rig.story()).toEqual(["failed a#1", "failed a", "failed b#1", "failed b"])
    expect(eventOf(rig, "attempt-finished")).toMatchObject({
      cause: "spawn",
      message: "could not start: bash was not found",
    })
  })

  it.each([
    [77, "said: not here\n", "skipped a#1", "said: not here"],
    [0, "", "passed a#1", null],
  ])("exit code %i means what it should", async (code, said, outcome, message) => {
    const rig = dispatching([{ id: "a" }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const child = rig.processes.of("a")
    writeFileSync(child.spec.log, said)
    child.exit(code)
    await rig.clock.advance(10)
    await run
    expect(rig.story()[0]).toBe(outcome)
    expect(eventOf(rig, "attempt-finished")?.message).toBe(message)
  })

  it("skips itself by a line in its output file, but not when it also failed", async () => {
    for (const [code, expected] of [
      [0, "skipped a: self"],
      [1, "failed a"],
    ] as const) {
      const rig = dispatching([{ id: "a" }])
      const run = rig.dispatcher.run()
      await rig.clock.advance(10)
      const child = rig.processes.of("a")
      writeFileSync(child.spec.env["SMOKE_OUTPUT"] ?? "", "skip=no licence\n")
      child.exit(code)
      await rig.clock.advance(10)
      await run
      expect(rig.story()).toContain(expected)
    }
  })

  it("evaluates the condition that planning left open, with what was needed", async () => {
    const failing = dispatching([
      { id: "a" },
      { id: "clean", needs: ["a"], definition: { if: "failure()" } },
      { id: "report", needs: ["a"], definition: { if: "needs.a.result == 'failure'" } },
    ])
    const run = failing.dispatcher.run()
    await failing.clock.advance(10)
    failing.processes.of("a").exit(1)
    await failing.clock.advance(10)
    failing.processes.of("clean").exit(0)
    await failing.clock.advance(10)
    await run
    expect(failing.story()).toEqual([
      "failed a#1",
      "failed a",
      "skipped report: dependency-failed",
      "passed clean#1",
      "passed clean",
    ])
    const passing = dispatching([
      { id: "a" },
      { id: "clean", needs: ["a"], definition: { if: "failure()" } },
    ])
    const second = passing.dispatcher.run()
    await passing.clock.advance(10)
    passing.processes.of("a").exit(0)
    await passing.clock.advance(10)
    await second
    expect(passing.story()).toContain("skipped clean: condition")
  })

  it("evaluates texts at the attempt and passes them on; the environment is the child's", async () => {
    const rig = dispatching(
      [
        {
          id: "a",
          definition: {
            matrix: { pool: "rep 2" },
            args: ["${{ matrix.pool }}", "${{ attempt }}"],
            env: { GREETING: "hi ${{ env.WHO }}", LEAK: "[${{ env.ACTIONS_RUNTIME_TOKEN }}]" },
          },
        },
      ],
      { env: { WHO: "you" } },
    )
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    const { spec } = rig.processes.of("a")
    expect(spec.args.slice(-2)).toEqual(["rep 2", "1"])
    expect(spec.env).toMatchObject({
      WHO: "you",
      GREETING: "hi you",
      LEAK: "[]",
      SMOKE_MATRIX_POOL: "rep 2",
      SMOKE_SCENARIO: "a",
      SMOKE_WORKER: "1",
    })
    rig.processes.of("a").exit(0)
    await rig.clock.advance(10)
    await run
  })

  it("stops when its journal cannot be written any more", async () => {
    let left = 3
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }], {
      emit: () => left-- > 0,
    })
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(10)
    await run
    expect(rig.processes.children).toHaveLength(2)
    expect(rig.processes.of("b").signals).toEqual(["SIGTERM"])
  })
})
