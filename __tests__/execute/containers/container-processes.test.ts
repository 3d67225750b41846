import { describe, expect, it } from "vitest"
import { containerProcesses } from "../../../src/execute/containers/container-processes.ts"
import { endProcesses } from "../../../src/execute/processes/end-processes.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { FakeEngine } from "../../__rig__/fakes/containers.ts"
import { FakeProcesses } from "../../__rig__/fakes/processes.ts"

const SPEC = { file: "docker", args: ["run"], cwd: "/", env: {}, log: "/log" }

async function running(
  options: Pick<Parameters<typeof containerProcesses>[0], "noted"> & {
    readonly deaf?: boolean
  } = {},
) {
  const engine = new FakeEngine()
  const clock = new FakeClock()
  const real = new FakeProcesses()
  const { deaf = false, noted } = options
  const processes = containerProcesses(
    {
      ...{ engine, name: "n", said: () => "no space left" },
      soften: () => engine.signal("n", "SIGTERM"),
      ...(noted === undefined ? {} : { noted }),
    },
    { clock, processes: real },
  )
  const spawned = await processes.spawn(SPEC)
  if (!spawned.ok) throw new Error("not started")
  const [client] = real.children
  if (client === undefined) throw new Error("not started")
  /** The container is there from now on; its end is that of its client. */
  const appear = () => {
    const onEnd = (signal: string) => client.exit(signal === "SIGTERM" ? 143 : 137)
    const usage = { cpuMs: 20, memoryBytes: 3e6 }
    engine.running.set("n", { labels: {}, listens: null, health: null, deaf, onEnd, usage })
  }
  const end = (graceMs: number) => {
    const { signal: hurry } = new AbortController()
    return endProcesses(spawned.value, { clock, processes, graceMs, marker: null, hurry })
  }
  return { ...{ engine, clock, processes, client, appear, end }, child: spawned.value }
}

describe("a container as a process", () => {
  it("is sent TERM once, and its client nothing", async () => {
    const { engine, appear, end, client, child, clock, processes } = await running()
    appear()
    const ended = end(4_000)
    await clock.advance(100)
    await ended
    expect(await child.exited).toMatchObject({ exitCode: 143 })
    expect(client.signals).toEqual([])
    expect(await processes.removed()).toBeNull()
    expect(engine.calls).toEqual(["SIGTERM n", "remove n"])
  })

  it("is killed after the grace", async () => {
    const { engine, appear, end, clock, child, processes } = await running({ deaf: true })
    appear()
    const ended = end(4_000)
    for (let i = 0; i < 60; i++) await clock.advance(100)
    await ended
    expect(await child.exited).toMatchObject({ exitCode: 137 })
    await processes.removed()
    expect(engine.calls).toEqual(["SIGTERM n", "SIGKILL n", "remove n"])
  })

  it("that its client has not made yet gets TERM when it is there", async () => {
    const { engine, appear, end, clock } = await running()
    const ended = end(4_000)
    await clock.advance(300)
    expect(engine.running.size).toBe(0)
    appear()
    for (let i = 0; i < 5; i++) await clock.advance(100)
    await ended
    expect(engine.calls.slice(-1)).toEqual(["SIGTERM n"])
    expect(engine.running.size).toBe(0)
  })

  it("that is never made is removed once its client is gone", async () => {
    const { engine, end, clock, client, processes } = await running()
    const ended = end(0)
    for (let i = 0; i < 5; i++) await clock.advance(100)
    await ended
    expect(client.signals).toContain("SIGKILL")
    await processes.removed()
    expect(engine.calls.at(-1)).toBe("remove n")
  })

  it("ends with what the command noted, whatever its client says", async () => {
    const { client, child, processes, engine } = await running({
      noted: () => ({ exitCode: 125, exceededBytes: 64 }),
    })
    client.exit(0)
    expect(await child.exited).toMatchObject({ exitCode: 125, signal: null, exceededBytes: 64 })
    expect(await processes.removed()).toBeNull()
    expect(engine.calls).toEqual([])
  })

  it("that noted nothing was not started, or lost its engine", async () => {
    const { client, child, processes, engine } = await running({ noted: () => null })
    client.exit(125)
    expect(await child.exited).toMatchObject({ problem: { message: "no space left" } })
    await processes.removed()
    expect(engine.calls).toEqual(["remove n"])
  })

  it("uses what the container uses, and nothing of its client", async () => {
    const { appear, processes, child, client } = await running()
    appear()
    expect(processes.usage(child.pid, 0)).toBeNull()
    await Promise.resolve()
    expect(processes.usage(child.pid, 0)).toEqual({ cpuMs: 20, memoryBytes: 3e6 })
    client.exit(0)
    expect(await child.exited).toMatchObject({ cpuMs: 20, peakMemoryBytes: 3e6 })
  })
})
