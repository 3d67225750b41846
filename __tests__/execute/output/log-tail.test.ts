import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { excerptOf, lastLine, linesOf } from "../../../src/execute/output/log-tail.ts"

function tailOf(end: string): string {
  return excerptOf(linesOf(end))
}

function numbered(count: number, text = ""): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index}${text}`)
}

describe("excerptOf", () => {
  it.each([
    ["", ""],
    ["\n\n  \n", ""],
    ["one\n", "one"],
    ["one\r\ntwo\rthree\n\n", "one\nthree"],
    ["\n\none\n", "\n\none"],
    ["a\ud800b", "a\ufffdb"],
  ])("%j", (end, expected) => {
    expect(tailOf(end)).toBe(expected)
  })

  it("keeps the last 50 lines", () => {
    expect(excerptOf(numbered(80)).split("\n")).toEqual(numbered(80).slice(-50))
  })

  it("is not filled by progress that a terminal shows on one line", () => {
    const progress = numbered(200).map((text) => `\r${text}`)
    expect(tailOf(`the error\n${progress.join("")}\n`)).toBe("the error\nline 199")
  })

  it("cuts long lines and says so", () => {
    expect(tailOf(`x\n${"y".repeat(501)}\nz`)).toBe(`x\n${"y".repeat(500)}…\nz`)
  })

  it("keeps whole lines of at most 4,096 characters", () => {
    const lines = numbered(30, "x".repeat(400))
    const kept = excerptOf(lines).split("\n")
    expect(kept).toEqual(lines.slice(-kept.length))
    expect(kept.length).toBe(10)
  })

  it("stays at the end when the line that matters is in it", () => {
    expect(excerptOf(numbered(80), 30)).toBe(excerptOf(numbered(80)))
  })

  it("is centred on the line that matters, and says what follows", () => {
    const kept = excerptOf(numbered(200), 100).split("\n")
    expect(kept).toEqual([...numbered(200).slice(76, 125), "… (75 more lines)"])
  })

  it("begins with the log when the line is near its beginning", () => {
    const kept = excerptOf(numbered(51), 0).split("\n")
    expect(kept).toEqual([...numbered(51).slice(0, 49), "… (2 more lines)"])
  })

  it("says of one line that it is one", () => {
    const lines = ["the error", ...numbered(9, "x".repeat(448))]
    expect(excerptOf(lines, 0)).toMatch(/^the error\n(?:.*\n){8}… \(1 more line\)$/u)
  })

  it("is bounded and valid text, and holds the line that matters, whatever the log", () => {
    const logs = fc.oneof(
      fc.string({ unit: "binary", maxLength: 6_000, size: "max" }),
      fc.array(fc.string({ maxLength: 700, size: "max" }), { maxLength: 90, size: "max" }),
    )
    fc.assert(
      fc.property(logs, fc.nat(), (log, place) => {
        const lines = linesOf(typeof log === "string" ? log : log.join("\n"))
        const matters = lines.length === 0 ? null : place % lines.length
        const excerpt = excerptOf(lines, matters)
        expect(excerpt.length).toBeLessThanOrEqual(4_096)
        expect(excerpt.split("\n").length).toBeLessThanOrEqual(50)
        expect(excerpt.isWellFormed()).toBe(true)
        expect(excerpt).not.toContain("\r")
        if (matters !== null) expect(excerpt.split("\n")).toContain(lines[matters])
      }),
      { numRuns: 40 },
    )
  })
})

describe("lastLine", () => {
  it.each([
    [[], null],
    [[" ", "\t"], null],
    [["a", "  b  ", ""], "b"],
  ])("%j", (lines, expected) => {
    expect(lastLine(lines)).toBe(expected)
  })
})
