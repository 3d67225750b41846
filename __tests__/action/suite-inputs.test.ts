import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { inlineSuite } from "../../src/action/suite-inputs.ts"
import { nodeFiles } from "../../src/adapters/node/files/files.ts"
import { INLINE_SUITE, withFile } from "../../src/app/suite/inline-suite.ts"

describe("inlineSuite", () => {
  it("is nothing where the inputs name nothing", () => {
    expect(inlineSuite({ include: [], scenarios: undefined }, "shop")).toBeNull()
  })

  it("holds both ways together", () => {
    const text = inlineSuite(
      { include: ["a/*.sh"], scenarios: "one: x\ntwo:\n  run: |\n    y\n\n    z\n" },
      "shop",
    )
    expect(parse(text ?? "")).toEqual({
      name: "shop",
      include: ["a/*.sh"],
      scenarios: { one: "x", two: { run: "y\n\nz\n" } },
    })
  })

  it("keeps names and patterns as they are, whatever is in them", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
        (name, include) => {
          expect(parse(inlineSuite({ include, scenarios: undefined }, name) ?? "")).toEqual({
            name,
            include,
          })
        },
      ),
    )
  })
})

describe("withFile", () => {
  const files = withFile(nodeFiles, `/root/${INLINE_SUITE}`, "näme: x\n")

  it("shows one more file", () => {
    expect(files.exists(`/root/${INLINE_SUITE}`)).toBe(true)
    expect(files.readText(`/root/${INLINE_SUITE}`)).toEqual({ ok: true, value: "näme: x\n" })
    expect(files.sizeBytes(`/root/${INLINE_SUITE}`)).toBe(9)
  })

  it("leaves every other path to the real ones", () => {
    expect(files.exists(`/elsewhere/${INLINE_SUITE}`)).toBe(false)
    expect(files.sizeBytes(import.meta.filename)).toBe(nodeFiles.sizeBytes(import.meta.filename))
    expect(files.readText("/no/such")).toMatchObject({ ok: false, error: { code: "ENOENT" } })
  })
})
