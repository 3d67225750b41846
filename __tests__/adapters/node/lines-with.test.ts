import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { linesWith } from "../../../src/adapters/node/lines-with.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-lines-")), "log")
const ALL = { marks: ["::mask", "##[mask"], from: 0, bytes: Number.POSITIVE_INFINITY }
const found = (search = ALL, file = path) => [...linesWith(file, search)]

describe("linesWith", () => {
  it("finds the lines that hold a mark, whole, in whatever case", () => {
    writeFileSync(path, "::mask::é::mask::\nno mask\nx ##[Mask]y\r\n::MASK\rz\n\nlast ::mask::")
    expect(found()).toEqual(["::mask::é::mask::", "x ##[Mask]y", "::MASK", "last ::mask::"])
    expect(found({ ...ALL, from: 19, bytes: 22 })).toEqual(["x ##[Mask]y"])
    expect(found(ALL, "/no/such/file")).toEqual([])
  })

  it("finds lines wherever pieces are cut", () => {
    const piece = 1 << 20
    fc.assert(
      fc.property(fc.integer({ min: piece - 40, max: piece + 40 }), fc.boolean(), (at, lines) => {
        const before = lines ? `${"y\n".repeat(piece)}`.slice(0, at - 1) : "y".repeat(at - 1)
        writeFileSync(path, `${before}\n::mask::value\r\n${"z".repeat(piece)}\n::mask::end`)
        expect(found()).toEqual(["::mask::value", "::mask::end"])
      }),
      { numRuns: 40 },
    )
  })

  it("finds a mark among many that begin alike", () => {
    writeFileSync(path, `${":".repeat(3 << 20)}mask\n::mask::a`)
    expect(found().at(-1)).toBe("::mask::a")
  })

  it.each([70_000, 900_000, 3 << 20])("passes over lines of %i characters", (length) => {
    writeFileSync(path, `::mask::${"x".repeat(length)}\n::mask::after\n`)
    expect(found()).toEqual(["::mask::after"])
  })
})
