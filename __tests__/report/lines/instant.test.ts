import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantWriter, toInstant } from "../../../src/report/lines/instant.ts"

const LIMIT = 8.64e15

describe("instants", () => {
  it("are written as dates write themselves, one after another", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -LIMIT, max: LIMIT, noNaN: true })), (all) => {
        const write = instantWriter()
        expect(all.map(write)).toEqual(all.map((ms) => new Date(Math.round(ms)).toISOString()))
      }),
    )
  })

  it.each([0, -1, 86_399_999.6, 1_709_164_800_000, 253_402_300_800_000])("such as %d", (ms) => {
    expect(toInstant(ms)).toBe(new Date(Math.round(ms)).toISOString())
  })

  it("outside of the range of dates become the nearest one", () => {
    expect(toInstant(1e300)).toBe("+275760-09-13T00:00:00.000Z")
    expect(toInstant(-1e300)).toBe("-271821-04-20T00:00:00.000Z")
  })
})
