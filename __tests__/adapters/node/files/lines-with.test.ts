import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linesWith } from "../../../../src/adapters/node/files/lines-with.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-lines-")), "log")
const ALL = { marks: ["::mask", "##[mask"], from: 0, bytes: Number.POSITIVE_INFINITY }

describe("linesWith", () => {
  it("finds the lines that hold a mark, whole and once, in whatever case", () => {
    writeFileSync(path, "::mask::é::mask::\nno mask\nx ##[Mask]y\r\n::MASK\rz\n\nlast ::mask::")
    expect(linesWith(path, ALL)).toEqual([
      "::mask::é::mask::",
      "x ##[Mask]y",
      "::MASK",
      "last ::mask::",
    ])
    expect(linesWith(path, { ...ALL, from: 19, bytes: 22 })).toEqual(["x ##[Mask]y"])
    expect(linesWith("/no/such/file", ALL)).toEqual([])
  })

  it("finds lines wherever pieces are cut", () => {
    const piece = 1 << 20
    fc.assert(
      fc.property(fc.integer({ min: piece - 40, max: piece + 40 }), fc.boolean(), (at, lines) => {
        const before = lines ? `${"y\n".repeat(piece)}`.slice(0, at - 1) : "y".repeat(at - 1)
        writeFileSync(path, `${before}\n::mask::value\r\n${"z".repeat(piece)}\n::mask::end`)
        expect(linesWith(path, ALL)).toEqual(["::mask::value", "::mask::end"])
      }),
      { numRuns: 40 },
    )
  })

  it("finds a mark among many that begin alike, and a line that comes again once", () => {
    writeFileSync(
      path,
      `${":".repeat(3 << 20)}mask\n::mask::a\n${"::mask::a\n".repeat(1 << 18)}::mask::b`,
    )
    const [, ...found] = linesWith(path, ALL)
    expect(found).toEqual(["::mask::a", "::mask::b"])
  })

  it("passes over lines that never end", () => {
    writeFileSync(path, `${"x".repeat(3 << 20)}\n::mask::after\n`)
    expect(linesWith(path, ALL)).toEqual(["::mask::after"])
  })
})
