import { describe, expect, it } from "vitest"
import { workersOn } from "../../../src/core/quantities/workers.ts"
import { workers as kind } from "../../../src/settings/value.ts"

describe("workers", () => {
  it.each([
    ["3", 3],
    ["auto", 16],
    ["80%", 12],
    ["100%", 16],
    ["1%", 1],
  ])("%s of 16 cores are %i", (text, workers) => {
    const count = kind(1_024).parse(text)
    expect(count.ok && workersOn(16, count.value)).toBe(workers)
  })

  it.each(["0%", "101%", "-5%", "080%", "5.5%", "%", "all"])("refuses %s", (text) => {
    expect(kind(1_024).parse(text)).toEqual({
      ok: false,
      error: "expects a whole number from 1 to 1024 or auto, or a part of the machine such as 80%",
    })
  })
})
