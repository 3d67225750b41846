import { mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { claimed } from "../../../src/app/folder/claim-folder.ts"
import { ok } from "../../../src/core/problems/result.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"

/** Engines of one machine that share a folder. */
class Machine {
  readonly folder = join(mkdtempSync(join(tmpdir(), "smoke-claim-")), "run")
  readonly clock = new FakeClock()
  readonly living = new Set<string>()
  inside = 0
  most = 0

  /** An engine that claims; its name decides who is first. */
  engine(name: string) {
    const self = `host/${name.charCodeAt(0)}/1`
    this.living.add(self)
    const engines = { self, alive: (one: string) => this.living.has(one) }
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    const { clock } = this
    const ended = claimed(
      this.folder,
      { files: nodeFiles, engines, clock, uniqueName: () => name },
      async () => {
        this.inside += 1
        this.most = Math.max(this.most, this.inside)
        await left
        this.inside -= 1
        return ok(name)
      },
    )
    return { ended, leave }
  }
}

describe("claimed", () => {
  it("refuses whoever comes while somebody has it, by the process that has it", async () => {
    for (const [first, second] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const machine = new Machine()
      const one = machine.engine(first)
      const other = machine.engine(second)
      await machine.clock.advance(1_000)
      expect(await other.ended).toEqual({
        ok: false,
        error: {
          reason: "usage/invalid",
          message: `another run is still running in ${machine.folder}: process ${first.charCodeAt(0)} on host`,
          hint: "wait until it ends, or stop it first",
        },
      })
      one.leave()
      expect(await one.ended).toEqual(ok(first))
      expect(readdirSync(machine.folder)).toEqual([])
    }
  })

  it("takes a claim of an engine that is gone for none, and no other file for a claim", async () => {
    const machine = new Machine()
    const killed = machine.engine("k")
    machine.living.clear()
    writeFileSync(join(machine.folder, ".engine-"), "")
    writeFileSync(join(machine.folder, ".engine-x-%E0%A4%A"), "")
    const next = machine.engine("n")
    next.leave()
    expect(await next.ended).toEqual(ok("n"))
    expect(readdirSync(machine.folder)).toEqual([".engine-"])
    killed.leave()
  })

  it("lets one of several in, whatever order they come in, and the next when it has left", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(["a", "b", "c", "d"], { minLength: 2 }),
        async (names) => {
          const machine = new Machine()
          const engines = names.map((name) => machine.engine(name))
          await machine.clock.advance(1_000)
          for (const { leave } of engines) leave()
          const ends = await Promise.all(engines.map(({ ended }) => ended))
          expect(ends.filter((end) => end.ok)).toHaveLength(1)
          expect(machine.most).toBe(1)
          const late = machine.engine("z")
          late.leave()
          expect((await late.ended).ok).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })
})
