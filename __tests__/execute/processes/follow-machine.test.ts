import { describe, expect, it } from "vitest"
import { followMachine } from "../../../src/execute/processes/follow-machine.ts"
import type { MachineSample } from "../../../src/ports/machine.ts"
import { Admission } from "../../../src/schedule/admission.ts"
import { dispatching } from "../execute-rig.ts"

const GIB = 2 ** 30
const PLENTY: MachineSample = {
  cpuBusy: 0.5,
  cpuPressure: 0,
  memoryPressure: 0,
  memoryAvailableBytes: 8 * GIB,
  memoryTotalBytes: 16 * GIB,
}

describe("followMachine", () => {
  it("puts the youngest back when memory runs out; it runs again and the run is green", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }], { workers: 3 })
    const { dispatcher, clock, processes } = rig
    let now = PLENTY
    const notes: string[] = []
    const stop = followMachine(
      {
        admission: new Admission({ workers: 3 }),
        to: {
          running: () => dispatcher.running,
          limit: (workers) => {
            dispatcher.adjust({ type: "limit-workers", workers })
          },
          evict: () => {
            dispatcher.adjust({ type: "evict" })
          },
          note: (level, message) => {
            notes.push(`${level}: ${message}`)
          },
        },
      },
      { clock, machine: { sample: () => now } },
    )
    const run = dispatcher.run()
    await clock.advance(10)
    expect(processes.children).toHaveLength(3)
    now = { ...PLENTY, memoryAvailableBytes: 0.1 * GIB }
    await clock.advance(1_500)
    expect(dispatcher.running).toBe(2)
    expect(processes.of("c").signals).toEqual(["SIGTERM"])
    expect(notes).toEqual([
      "info: 2 of 3 workers: memory is short",
      "warning: memory is running out: the latest scenario is stopped and runs again later",
    ])
    expect(processes.children).toHaveLength(3)
    now = PLENTY
    processes.of("a").exit(0)
    await clock.advance(10)
    expect(processes.children).toHaveLength(4)
    processes.of("b").exit(0)
    await clock.advance(10)
    const again = processes.children.at(-1)
    expect(again?.spec.env["SMOKE_ATTEMPT"]).toBe("2")
    again?.exit(0)
    await clock.advance(10)
    await run
    stop()
    expect(rig.story()).toEqual([
      "cancelled c#1",
      "passed a#1",
      "passed a",
      "passed b#1",
      "passed b",
      "passed c#2",
      "passed c",
    ])
    expect(clock.waiting).toBe(0)
  })

  it("lets a scenario wait until what it needed before is free, also past the gate", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }], {
      workers: 3,
      peaks: { a: 4 * GIB, b: 4 * GIB },
      gate: async ({ schedule }) => ({ schedule, missing: new Map() }),
    })
    const { dispatcher, clock, processes } = rig
    let now: MachineSample = { ...PLENTY, memoryAvailableBytes: 6 * GIB }
    const stop = followMachine(
      {
        admission: new Admission({ workers: 3 }),
        to: {
          running: () => dispatcher.running,
          limit: () => {},
          evict: () => {},
          memory: (room) => {
            dispatcher.adjust({ type: "limit-memory", room })
          },
          note: () => {},
        },
      },
      { clock, machine: { sample: () => now } },
    )
    const run = dispatcher.run()
    await clock.advance(10)
    const started = () => processes.children.map(({ spec }) => spec.env["SMOKE_SCENARIO"])
    expect(started()).toEqual(["a", "c"])
    processes.of("c").exit(0)
    now = { ...PLENTY, memoryAvailableBytes: 10 * GIB }
    await clock.advance(1_500)
    expect(started()).toEqual(["a", "c", "b"])
    processes.of("a").exit(0)
    processes.of("b").exit(0)
    await clock.advance(10)
    await run
    stop()
    expect(rig.story()).toHaveLength(6)
  })

  it("starts with fewer workers where others use the processors, also past the gate", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }], {
      workers: 3,
      gate: async ({ schedule }) => ({ schedule, missing: new Map() }),
    })
    const { dispatcher, clock, processes } = rig
    const notes: string[] = []
    const stop = followMachine(
      {
        admission: new Admission({ workers: 3, share: 0.8, cores: 4, freeCores: 1.5 }),
        to: {
          running: () => dispatcher.running,
          limit: (workers) => {
            dispatcher.adjust({ type: "limit-workers", workers })
          },
          evict: () => {},
          note: (level, message) => {
            notes.push(`${level}: ${message}`)
          },
        },
      },
      { clock, machine: { sample: () => ({ ...PLENTY, cpuBusy: 0.9 }) } },
    )
    const run = dispatcher.run()
    for (const id of ["a", "b", "c"]) {
      await clock.advance(3_000)
      expect(dispatcher.running).toBe(1)
      processes.of(id).exit(0)
    }
    await clock.advance(10)
    await run
    stop()
    expect(notes).toEqual(["info: 1 of 3 workers: other programs use the processors"])
  })
})
