/**
 * The gate of a shard on fake time and fake processes: what it keeps out, and a stop meanwhile.
 */
import { describe, expect, it } from "vitest"
import type { Passage } from "../../../src/execute/attempt/shard-options.ts"
import { dispatching } from "../execute-rig.ts"

describe("a gate", () => {
  it("skips what the machine lacks, and what needs it, and runs the rest", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c", needs: ["b"] }], {
      gate: async ({ schedule }) => ({ schedule, missing: new Map([["b", "needs gpu"]]) }),
    })
    const run = rig.dispatcher.run()
    await rig.clock.advance(5)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(5)
    expect(await run).toEqual({ verdicts: 3 })
    expect([...rig.story()].sort()).toEqual([
      "passed a",
      "passed a#1",
      "skipped b: missing-capability",
      "skipped c: dependency-failed",
    ])
    expect(rig.events).toContainEqual({
      type: "scenario-skipped",
      id: "b",
      reason: "missing-capability",
      message: "needs gpu",
    })
  })

  it("sets the number of workers", async () => {
    const rig = dispatching([{ id: "a" }, { id: "b" }, { id: "c" }], {
      workers: 1,
      gate: async ({ schedule }) => ({ schedule: { ...schedule, workers: 3 }, missing: new Map() }),
    })
    const run = rig.dispatcher.run()
    await rig.clock.advance(5)
    expect(rig.processes.children).toHaveLength(3)
    expect(rig.processes.of("b").spec.env["SMOKE_WORKERS"]).toBe("3")
    for (const child of rig.processes.children) child.exit(0)
    await rig.clock.advance(5)
    expect(await run).toEqual({ verdicts: 3 })
  })

  it("is told of a stop, and nothing starts after it", async () => {
    let signal: AbortSignal | null = null
    let open: (passage: Passage) => void = () => {}
    const rig = dispatching([{ id: "a" }, { id: "b" }], {
      gate: (at) => {
        signal = at.signal
        return new Promise((resolve) => {
          open = () => {
            resolve({ schedule: at.schedule, missing: new Map() })
          }
        })
      },
    })
    const run = rig.dispatcher.run()
    await rig.clock.advance(5)
    expect(rig.processes.children).toHaveLength(0)
    rig.dispatcher.cancel("interrupted", "SIGINT")
    expect(signal).toMatchObject({ aborted: true })
    open({
      schedule: { items: [], workers: 1, groups: {}, seed: 1, failFast: null },
      missing: new Map(),
    })
    await rig.clock.advance(5)
    expect(await run).toEqual({ verdicts: 2 })
    expect(rig.story()).toEqual(["cancelled a: interrupted", "cancelled b: interrupted"])
    expect(rig.processes.children).toHaveLength(0)
  })
})
