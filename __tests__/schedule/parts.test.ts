import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { partsOf } from "../../src/schedule/parts.ts"
import { item } from "./schedule-rig.ts"

function itemsOf(estimates: readonly (number | undefined)[]) {
  return estimates.map((estimateMs, i) =>
    item(`s${i}`, estimateMs === undefined ? {} : { estimateMs }),
  )
}

describe("partsOf", () => {
  it.each([
    ["the longest first, to the least load", [5, 4, 3, 3], 2, [1, 2, 2, 1]],
    ["in turn where nothing is known", [undefined, undefined, undefined], 2, [1, 2, 1]],
    ["in turn where nothing takes time", [0, 0, 0, 0], 3, [1, 2, 3, 1]],
    ["with the mean of the others for what is unknown", [undefined, 1, 5, 3], 2, [2, 1, 1, 2]],
  ])("deals %s", (_, estimates, workers, owners) => {
    expect(partsOf(itemsOf(estimates), workers)).toEqual(owners)
  })

  it("leaves no load further above another than its shortest item", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 6 }),
        (estimates, workers) => {
          const owners = partsOf(itemsOf(estimates), workers)
          const loads = Array.from({ length: workers }, (_, w) =>
            estimates.filter((_ms, i) => owners[i] === w + 1),
          )
          const sums = loads.map((load) => load.reduce((sum, ms) => sum + ms, 0))
          for (const [w, load] of loads.entries()) {
            const without = (sums[w] ?? 0) - Math.min(...load, 1_000)
            if (load.length > 0) expect(without).toBeLessThanOrEqual(Math.min(...sums))
          }
        },
      ),
    )
  })
})
