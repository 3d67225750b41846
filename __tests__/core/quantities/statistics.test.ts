/**
 * Medians and quantiles, against their definition on a sorted copy.
 */
import fc from "fast-check"
import { expect, it } from "vitest"
import { medianOf, medianOfFirst, quantileOf } from "../../../src/core/quantities/statistics.ts"

/** Without a negative zero, which compares like zero and is none. */
const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0)
const numbers = fc.array(number, { maxLength: 60 })

it("are those of the sorted values, and move nothing", () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
      const before = [...values]
      const sorted = [...values].sort((a, b) => a - b)
      const place = (sorted.length - 1) * part
      const low = sorted[Math.floor(place)] ?? 0
      const high = sorted[Math.floor(place) + 1] ?? low
      const found = quantileOf(values, part)
      expect(found).toBe(values.length === 0 ? 0 : low + (high - low) * (place % 1))
      expect(values).toEqual(before)
    }),
  )
})

it("take of a longer list just its beginning", () => {
  fc.assert(
    fc.property(numbers, numbers, (first, rest) => {
      const all = Float64Array.from([...first, ...rest])
      expect(medianOfFirst(all, first.length)).toBe(medianOf(first))
      expect([...all.subarray(first.length)]).toEqual(rest)
    }),
  )
})
