import { describe, expect, it } from "vitest"
import { parseWorkers } from "../../../src/core/flag-values.ts"
import { workersOn } from "../../../src/core/quantities/workers.ts"

const BOUNDS = { min: 1, max: 1_024 }

describe("workers", () => {
  it.each([
    ["3", 3],
    ["auto", 16],
    ["80%", 12],
    ["100%", 16],
    ["1%", 1],
  ])("%s of 16 cores are %i", (text, workers) => {
    const count = parseWorkers(text, BOUNDS)
    expect(count.ok && workersOn(16, count.value)).toBe(workers)
  })

  it.each(["0%", "101%", "-5%", "080%", "5.5%", "%", "all"])("refuses %s", (text) => {
    expect(parseWorkers(text, BOUNDS)).toEqual({
      ok: false,
      error: "expects a whole number from 1 to 1024 or auto, or a part of the machine such as 80%",
    })
  })
})
