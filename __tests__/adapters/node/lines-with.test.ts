import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linesWith } from "../../../src/adapters/node/lines-with.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-lines-")), "log")
const ALL = { prefix: "::mask::", from: 0, bytes: Number.POSITIVE_INFINITY }

describe("linesWith", () => {
  it("finds what stands behind the prefix, at the beginning of lines only", () => {
    writeFileSync(path, "::mask::one\nx ::mask::no\n::mask::two\r\n::mask::\n::mask::last")
    expect(linesWith(path, ALL)).toEqual(["one", "two", "", "last"])
    expect(linesWith(path, { ...ALL, from: 12, bytes: 29 })).toEqual(["two"])
    expect(linesWith("/no/such/file", ALL)).toEqual([])
  })

  it("finds lines wherever pieces are cut", () => {
    const piece = 1 << 20
    fc.assert(
      fc.property(fc.integer({ min: piece - 40, max: piece + 40 }), fc.boolean(), (at, lines) => {
        const before = lines ? `${"y\n".repeat(piece)}`.slice(0, at - 1) : "y".repeat(at - 1)
        writeFileSync(path, `${before}\n::mask::value\n${"z".repeat(piece)}\n::mask::end`)
        expect(linesWith(path, ALL)).toEqual(["value", "end"])
      }),
      { numRuns: 40 },
    )
  })

  it("passes over lines that never end", () => {
    writeFileSync(path, `${"x".repeat(3 << 20)}\n::mask::after\n`)
    expect(linesWith(path, ALL)).toEqual(["after"])
  })
})
