import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findLines } from "../../../../src/adapters/node/files/find-lines.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-lines-")), "log")
const MASK = /(?:::|##\[)[Mm][Aa][Ss][Kk]/u
const START = /(?<![^\n])(?:ok|not ok)/u

function found(pattern: RegExp, part: { from?: number; bytes?: number } = {}, file = path) {
  return [...findLines(file, { pattern, from: 0, ...part })]
}

describe("findLines", () => {
  it("finds the lines that hold a pattern, whole", () => {
    writeFileSync(path, "::mask::é::mask::\nno mask\nx ##[Mask]y\r\n::MASK\rz\n\nlast ::mask::")
    expect(found(MASK)).toEqual(["::mask::é::mask::", "x ##[Mask]y", "::MASK", "last ::mask::"])
    expect(found(MASK, { from: 19, bytes: 22 })).toEqual(["x ##[Mask]y"])
    expect(found(MASK, {}, "/no/such/file")).toEqual([])
  })

  it("finds the lines that begin with a pattern, by a line feed alone", () => {
    writeFileSync(path, "ok é\r\n ok no\nnot ok\n\nnot now\nOK\no\r50 %\rok no\nok")
    expect(found(START)).toEqual(["ok é", "not ok", "ok"])
    expect(found(START, { from: 7 })).toEqual(["not ok", "ok"])
  })

  it("finds lines wherever pieces are cut", () => {
    const piece = 1 << 20
    const near = fc.integer({ min: piece - 40, max: piece + 40 })
    fc.assert(
      fc.property(near, fc.constantFrom("y\n", "y\r", "y"), (at, fill) => {
        const before = fill.repeat(piece).slice(0, at - 1)
        writeFileSync(path, `${before}\nnot ok ::mask::é\r\n${"z".repeat(2 * piece)}\nok ::mask::`)
        expect(found(MASK)).toEqual(["not ok ::mask::é", "ok ::mask::"])
        expect(found(START)).toEqual(["not ok ::mask::é", "ok ::mask::"])
      }),
      { numRuns: 40 },
    )
  })

  it("finds a pattern in each of many lines, and where much begins alike", () => {
    const many = 1 << 16
    writeFileSync(path, `${":".repeat(3 << 20)}\n::mask::a\n${"::mask::b\n".repeat(many)}::mask::c`)
    const lines = found(MASK)
    expect(lines).toHaveLength(many + 2)
    expect(new Set(lines)).toEqual(new Set(["::mask::a", "::mask::b", "::mask::c"]))
  })

  it("looks at the beginning of a line that is too long, once, and goes on behind it", () => {
    writeFileSync(path, `ok ${"x".repeat(3 << 20)}ok\nnot ok 2\nok ${"x".repeat(70_000)}\rz\nok`)
    expect(found(START).map((line) => [line.slice(0, 6), line.length])).toEqual([
      ["ok xxx", 1 << 16],
      ["not ok", 8],
      ["ok xxx", 70_003],
      ["ok", 2],
    ])
  })
})
