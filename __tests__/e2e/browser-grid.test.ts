/**
 * examples/browser-grid with a real Chromium: 200 scenarios, a pool of ten browsers. On every push 30 of them.
 */
import { cpSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import type { RunEvent } from "../../src/events/event.ts"
import { CHROMIUM, describeLayer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"
import { some, WHOLE } from "../__rig__/whole.ts"

const EXAMPLE = fileURLToPath(new URL("../../examples/browser-grid", import.meta.url))

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

describeLayer(CHROMIUM, (chromium) => {
  it("reuses browsers, starts few of them, and leaves no process", async () => {
    const project = new Project({})
    cpSync(EXAMPLE, project.root, { recursive: true })
    const products = some([...Array(20).keys()], 3).map((i) => `product=${i + 1}`)
    const count = products.length * 10
    const part = products.flatMap((one) => ["--matrix", one])
    const args = ["run", "--out", "run", "-c", "4", ...part]
    const ran = await project.run(args, { CHROMIUM: chromium })
    expect(ran.stderr + ran.stdout).toContain(`${count} of ${count} passed`)
    const grid = project.results("run/results.json").fixtures.find(({ name }) => name === "browser")
    if (grid === undefined) throw new Error("no browser was leased")
    expect(grid.leases).toBe(count)
    expect(grid.hits + grid.misses).toBe(count)
    expect(grid.size).toBeLessThanOrEqual(10)
    expect(grid.misses).toBeLessThanOrEqual(10)
    expect(grid.failures).toBe(0)
    expect(project.survivors()).toEqual([])
    if (!WHOLE) return
    // Of few scenarios, or beside other tests, these would say little.
    expect(grid.reuseRate).toBeGreaterThanOrEqual(0.9)
    const events = project
      .read("run/journal.ndjson")
      .trim()
      .split("\n")
      .map((line): RunEvent => JSON.parse(line))
    const warm = events.flatMap((event) =>
      event.type === "attempt-started" &&
      event.leases?.every(({ cold }) => cold === undefined) === true
        ? [event.leaseWaitMs ?? 0]
        : [],
    )
    expect(warm.length).toBeGreaterThanOrEqual(180)
    expect(medianOf(warm)).toBeLessThanOrEqual(50)
  }, 300_000)
})
