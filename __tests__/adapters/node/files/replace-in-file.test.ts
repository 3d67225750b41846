import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { replaceInFile } from "../../../../src/adapters/node/files/replace-in-file.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-replace-")), "log")

describe("replaceInFile", () => {
  it("does what replacing in the whole text does, wherever the pieces are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("sécret", "hidden", "x", "\n", "sé", "hid", "🦊")),
        fc.integer({ min: 262_120, max: 262_160 }),
        (parts, padding) => {
          const text = `${"-".repeat(padding)}${parts.join("")}`
          writeFileSync(path, text)
          expect(replaceInFile(path, ["sécret", "hidden"], "***").ok).toBe(true)
          expect(readFileSync(path, "utf8")).toBe(text.replaceAll(/sécret|hidden/gu, "***"))
        },
      ),
      { numRuns: 60 },
    )
  })

  it("counts, and keeps bytes that are no text", () => {
    writeFileSync(path, Buffer.concat([Buffer.from([0xff, 0, 0xfe]), Buffer.from("hiddenhidden")]))
    expect(replaceInFile(path, ["hidden"], "***")).toEqual({ ok: true, value: 2 })
    expect(readFileSync(path)).toEqual(
      Buffer.concat([Buffer.from([0xff, 0, 0xfe]), Buffer.from("******")]),
    )
  })

  it("does not touch a file that has nothing of it", () => {
    writeFileSync(path, "nothing")
    const before = statSync(path).ino
    expect(replaceInFile(path, ["hidden"], "***")).toEqual({ ok: true, value: 0 })
    expect(statSync(path).ino).toBe(before)
  })

  it("says what it cannot read", () => {
    expect(replaceInFile("/no/such/file", ["a-text"], "b").ok).toBe(false)
  })
})
