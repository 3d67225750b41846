import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { startingLines } from "../../../../src/adapters/node/processes/starting-lines.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-starts-")), "log")

function found(from = 0, file = path): string[] {
  return [...startingLines(file, { starts: ["ok", "not ok"], from })]
}

describe("startingLines", () => {
  it("finds the lines that begin with a text, whole", () => {
    writeFileSync(path, "ok é\r\n ok no\nnot ok\n\nnot now\nOK\no\nok")
    expect(found()).toEqual(["ok é\r", "not ok", "ok"])
    expect(found(7)).toEqual(["not ok", "ok"])
    expect(found(0, "/no/such/file")).toEqual([])
  })

  it("finds lines wherever pieces are cut", () => {
    const piece = (1 << 20) + 4_096
    const near = fc.integer({ min: piece - 40, max: piece + 40 })
    fc.assert(
      fc.property(near, fc.boolean(), (at, lines) => {
        const before = lines ? "y\n".repeat(piece).slice(0, at - 1) : "y".repeat(at - 1)
        writeFileSync(path, `${before}\nnot ok 1 é\n${"z".repeat(2 * piece)}\nok end`)
        expect(found()).toEqual(["not ok 1 é", "ok end"])
      }),
      { numRuns: 40 },
    )
  })

  it("tells of a line that is too long its beginning, once, and goes on behind it", () => {
    writeFileSync(path, `ok ${"x".repeat(3 << 20)}\nnot ok 2\nok ${"x".repeat(5_000)}`)
    expect(found().map((line) => [line.slice(0, 6), line.length])).toEqual([
      ["ok xxx", 4_096],
      ["not ok", 8],
      ["ok xxx", 4_096],
    ])
  })
})
