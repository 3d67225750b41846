/**
 * The log of a step that runs scenarios: never silent for long, and with more to say where it is asked.
 */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { runHere } from "../../src/action/commands/run.ts"
import { readInputs } from "../../src/action/inputs.ts"
import { wireAction } from "../../src/action/wire.ts"
import type { StopSignal } from "../../src/ports/signals.ts"
import { buildPlan } from "../__rig__/builders.ts"
import { FakeClock } from "../__rig__/fakes/clock.ts"
import { FakeProcesses } from "../__rig__/fakes/processes.ts"

const PLAN = buildPlan({ shards: [["a", "b"]] })

/** A step under way; its processes end when they are told to. */
async function running(env: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), "smoke-run-here-"))
  const inputs = readInputs(env)
  if (!inputs.ok) throw new Error("the inputs were refused")
  const clock = new FakeClock()
  const processes = new FakeProcesses()
  const lines: string[] = []
  const exits: number[] = []
  let send: (signal: StopSignal) => void = () => {}
  const { machine: _, ...context } = wireAction(inputs.value, {
    env: { RUNNER_TEMP: root, GITHUB_WORKSPACE: root, ...env },
    cwd: root,
    exit: (code) => exits.push(code),
  })
  const ended = runHere(
    { plan: PLAN, shard: 1, folder: `${root}/run`, command: "run" },
    {
      ...{ ...context, clock, processes },
      console: { ...context.console, info: (line) => lines.push(line) },
      signals: {
        listen: (call) => {
          send = call
          return () => {}
        },
      },
    },
  )
  await clock.advance(100)
  return { clock, processes, lines, exits, ended, send: (signal: StopSignal) => send(signal) }
}

describe("the log of a step", () => {
  it("gives a sign of life after half a minute in which nothing happens", async () => {
    const { clock, processes, lines, ended } = await running()
    processes.of("a").exit(0)
    await clock.advance(45_000)
    expect(lines.filter((line) => line.startsWith("still running"))).toEqual([
      "still running: b (30s); 1 of 2 done",
    ])
    processes.of("b").exit(0)
    await clock.advance(5_000)
    expect((await ended).ok).toBe(true)
    expect(clock.waiting).toBe(0)
  })

  it.each([
    [{}, false],
    [{ LOG_LEVEL: "debug" }, true],
    [{ LOG_LEVEL: "DEBUG" }, true],
    [{ LOG_LEVEL: "Debug" }, true],
    [{ LOG_LEVEL: "info" }, false],
    [{ RUNNER_DEBUG: "1" }, true],
    [{ ACTIONS_STEP_DEBUG: "true" }, true],
    [{ RUNNER_DEBUG: "0", ACTIONS_STEP_DEBUG: "false" }, false],
  ])("with %j tells what starts: %s", async (env, told) => {
    const { clock, processes, lines, ended } = await running(env)
    expect(lines.some((line) => /start\s+a\s+attempt 1 on worker/u.test(line))).toBe(told)
    for (const id of ["a", "b"]) processes.of(id).exit(0)
    await clock.advance(5_000)
    await ended
  })
})

describe("a second signal", () => {
  it("leaves when what runs has been killed, not before", async () => {
    const { clock, processes, exits, ended, send } = await running()
    processes.of("a").onTerm = () => {}
    send("SIGINT")
    await clock.advance(600)
    send("SIGTERM")
    expect(exits).toEqual([])
    await clock.advance(1_000)
    expect(processes.of("a").signals).toEqual(["SIGTERM", "SIGKILL"])
    expect(exits).toEqual([143])
    await ended
  })
})
