import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"
import { createPortRanges } from "../../../../src/adapters/node/machine/port-ranges.ts"
import { PORTS_PER_WORKER } from "../../../../src/core/quantities/port-range.ts"

const MODULE = fileURLToPath(
  new URL("../../../../src/adapters/node/machine/port-ranges.ts", import.meta.url),
)

describe("port ranges", () => {
  const mine = createPortRanges()
  const other = createPortRanges()

  afterEach(() => {
    mine.release()
    other.release()
  })

  it("are given to one engine at a time, and again when it is gone", async () => {
    const claims = await Promise.all([
      mine.claim(),
      other.claim(),
      mine.claim(),
      other.claim(),
      mine.claim(),
    ])
    expect(new Set(claims).size).toBe(5)
    for (const base of claims) {
      expect(base % PORTS_PER_WORKER).toBe(0)
      expect(base).toBeGreaterThanOrEqual(20_000)
      expect(base + PORTS_PER_WORKER).toBeLessThanOrEqual(31_400)
    }
  })

  it("come back when their engine is killed", async () => {
    const text = `
      import { createPortRanges } from ${JSON.stringify(MODULE)}
      console.log(await createPortRanges().claim())
      setInterval(() => {}, 1000)`
    const engine = spawn(process.execPath, ["--input-type=module", "-e", text], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    const [said] = await once(engine.stdout, "data")
    const theirs = Number(String(said))
    expect(await mine.claim()).not.toBe(theirs)
    mine.release()
    engine.kill("SIGKILL")
    await once(engine, "exit")
    // Others on this machine may claim, too; one of the first few is it.
    const claims: number[] = []
    for (let i = 0; i < 300 && !claims.includes(theirs); i++) claims.push(await other.claim())
    expect(claims).toContain(theirs)
  })
})
