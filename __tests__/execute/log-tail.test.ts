import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lastLine, tailOf } from "../../src/execute/log-tail.ts"

describe("tailOf", () => {
  it.each([
    ["", ""],
    ["\n\n  \n", ""],
    ["one\n", "one"],
    ["one\r\ntwo\rthree\n\n", "one\ntwo\nthree"],
    ["\n\none\n", "\n\none"],
    ["a\ud800b", "a\ufffdb"],
  ])("%j", (end, expected) => {
    expect(tailOf(end)).toBe(expected)
  })

  it("keeps the last 50 lines", () => {
    const lines = Array.from({ length: 80 }, (_, index) => `line ${index}`)
    expect(tailOf(lines.join("\n")).split("\n")).toEqual(lines.slice(-50))
  })

  it("cuts long lines and says so", () => {
    expect(tailOf(`x\n${"y".repeat(501)}\nz`)).toBe(`x\n${"y".repeat(500)}…\nz`)
  })

  it("keeps whole lines of at most 4,096 characters", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index} ${"x".repeat(400)}`)
    const kept = tailOf(lines.join("\n")).split("\n")
    expect(kept).toEqual(lines.slice(-kept.length))
    expect(kept.length).toBe(10)
  })

  it("is bounded and valid text, whatever the log", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20_000, size: "max" }), (end) => {
        const tail = tailOf(end)
        expect(tail.length).toBeLessThanOrEqual(4_096)
        expect(tail.split("\n").length).toBeLessThanOrEqual(50)
        expect(tail.isWellFormed()).toBe(true)
        expect(tail).not.toContain("\r")
      }),
      { numRuns: 50 },
    )
  })
})

describe("lastLine", () => {
  it.each([
    ["", null],
    [" \n\t", null],
    ["a\n  b  \n\n", "b"],
  ])("%j", (tail, expected) => {
    expect(lastLine(tail)).toBe(expected)
  })
})
