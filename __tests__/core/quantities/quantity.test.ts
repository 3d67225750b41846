import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  formatQuantity,
  fromNano,
  parseNano,
  parseQuantity,
} from "../../../src/core/quantities/quantity.ts"

function value(text: string): number {
  const parsed = parseQuantity(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  return parsed.value
}

describe("parseQuantity", () => {
  it.each([
    ["0", 0],
    ["-0", 0],
    ["2", 2],
    ["+2", 2],
    ["1.5", 1.5],
    [".5", 0.5],
    ["5.", 5],
    ["100m", 0.1],
    ["1500m", 1.5],
    ["250u", 0.00025],
    ["3n", 3e-9],
    ["1e3", 1_000],
    ["1E3", 1_000],
    ["12e-1", 1.2],
    ["1e+2", 100],
    ["1k", 1e3],
    ["1M", 1e6],
    ["1G", 1e9],
    ["1T", 1e12],
    ["1P", 1e15],
    ["1E", 1e18],
    ["128Ki", 131_072],
    ["1Mi", 2 ** 20],
    ["512Gi", 512 * 2 ** 30],
    ["1Ti", 2 ** 40],
    ["1Pi", 2 ** 50],
    ["7Ei", 7 * 2 ** 60],
    ["0.5Gi", 2 ** 29],
    ["129e6", 129e6],
    ["129M", 129e6],
    ["128974848", 128_974_848],
    ["4 GiB", 4 * 2 ** 30],
    ["4GiB", 4 * 2 ** 30],
    ["10MB", 10e6],
    ["10 MB", 10e6],
    ["1 kB", 1_000],
    ["512 B", 512],
    ["  8Gi  ", 8 * 2 ** 30],
    ["1.5 TB", 1.5e12],
  ])("reads %j as %d", (text, number) => {
    expect(value(text)).toBe(number)
  })

  it("counts whole billionths and rounds what is finer up", () => {
    expect(parseNano("0.1n")).toEqual({ ok: true, value: 1n })
    expect(parseNano("1.0000000001")).toEqual({ ok: true, value: 1_000_000_001n })
    expect(parseNano("1e-400")).toEqual({ ok: true, value: 1n })
    expect(parseNano("0e-400")).toEqual({ ok: true, value: 0n })
    expect(parseNano("9223372036854775807")).toEqual({
      ok: true,
      value: 9_223_372_036_854_775_807n * 1_000_000_000n,
    })
  })

  it.each([
    ["", "malformed"],
    ["Gi", "malformed"],
    ["four", "malformed"],
    ["1 2", "malformed"],
    ["1e3Ki", "malformed"],
    ["0x10", "malformed"],
    ["1..5", "malformed"],
    ["1_000", "malformed"],
    ["NaN", "malformed"],
    ["80%", "malformed"],
    ["1".repeat(65), "malformed"],
    ["-1", "negative"],
    ["-100m", "negative"],
    ["-1e-30", "negative"],
    ["8Ei", "too-large"],
    ["9223372036854775808", "too-large"],
    ["1e999999999999", "too-large"],
    ["1constructor", "unknown-unit"],
    ["1 toString", "unknown-unit"],
  ])("refuses %j: %s", (text, reason) => {
    expect(parseQuantity(text)).toMatchObject({ ok: false, error: { reason } })
  })

  it.each([
    ["4K", '"K" is not a unit; write 4k for powers of 1000 or 4Ki for powers of 1024'],
    ["4gb", '"gb" is not a unit; write 4G for powers of 1000 or 4Gi for powers of 1024'],
    ["2gi", '"gi" is not a unit; write 2G for powers of 1000 or 2Gi for powers of 1024'],
    ["1,5", '"1,5" is not a quantity; write the fraction with a decimal point: 1.5'],
    [
      "3 apples",
      '"apples" is not a unit; units are n u m k M G T P E, Ki Mi Gi Ti Pi Ei, and the same with B for bytes',
    ],
    ["-4Gi", "-4Gi is negative; a quantity is 0 or more"],
    ["1e40", "1e40 is larger than any machine; the largest quantity is 2^63 - 1"],
    [
      "many",
      '"many" is not a quantity; write a number with a unit if it has one, such as 2, 500m, 1.5, 4Gi or 10 MB',
    ],
  ])("says what to write instead of %j", (text, sentence) => {
    const parsed = parseQuantity(text)
    expect(parsed.ok ? "" : `${parsed.error.message}; ${parsed.error.hint}`).toBe(sentence)
  })

  const POWERS: readonly (readonly [string, bigint, bigint])[] = [
    ["n", 1n, 1n],
    ["u", 1_000n, 1n],
    ["m", 1_000_000n, 1n],
    ["", 10n ** 9n, 1n],
    ["k", 10n ** 12n, 1n],
    ["M", 10n ** 15n, 1n],
    ["G", 10n ** 18n, 1n],
    ["Ki", 10n ** 9n, 2n ** 10n],
    ["Mi", 10n ** 9n, 2n ** 20n],
    ["Gi", 10n ** 9n, 2n ** 30n],
    ["Ti", 10n ** 9n, 2n ** 40n],
    ["Pi", 10n ** 9n, 2n ** 50n],
  ]

  it("is exact for every suffix", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 8_000n }),
        fc.constantFrom(...POWERS),
        (count, [suffix, nano, two]) => {
          expect(parseNano(`${count}${suffix}`)).toEqual({ ok: true, value: count * nano * two })
        },
      ),
    )
  })

  it("moves the point with the exponent", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.integer({ min: 0, max: 9 }),
        (digits, places) => {
          const text = String(digits).padStart(places + 1, "0")
          const cut = text.length - places
          const decimal = `${text.slice(0, cut)}.${text.slice(cut)}`
          expect(parseNano(`${digits}e-${places}`)).toEqual(parseNano(decimal))
          expect(parseNano(decimal)).toEqual({
            ok: true,
            value: digits * 10n ** BigInt(9 - places),
          })
        },
      ),
    )
  })

  it("comes as near as a number can", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), (number) => {
        const text = number.toFixed(9)
        expect(value(text)).toBe(Number(text))
      }),
    )
    expect(fromNano(300_000_000n)).toBe(0.3)
  })

  it("answers every text, at once", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[-+.\deEkKMGTPinum ]{0,80}$/u)),
        (text) => {
          const parsed = parseQuantity(text)
          if (parsed.ok) expect(parsed.value).toBeGreaterThanOrEqual(0)
          else expect(parsed.error.hint).not.toBe("")
        },
      ),
    )
    expect(parseQuantity("9".repeat(10_000_000)).ok).toBe(false)
  })
})

describe("formatQuantity", () => {
  it.each([
    [0, "bytes", "0 B"],
    [1_023, "bytes", "1023 B"],
    [1_024, "bytes", "1 KiB"],
    [4 * 2 ** 30, "bytes", "4 GiB"],
    [4 * 2 ** 30 - 1, "bytes", "3.99 GiB"],
    [7 * 2 ** 60, "bytes", "7 EiB"],
    [1, "cores", "1 core"],
    [2, "cores", "2 cores"],
    [0.5, "cores", "0.5 cores"],
    [0.29, "cores", "0.29 cores"],
    [57.6, "cores", "57.6 cores"],
    [2.99999, "cores", "2.999 cores"],
    [3, null, "3"],
    [3, "pods", "3 pods"],
    [1, "pods", "1 pod"],
  ])("shows %d %s as %j", (number, unit, text) => {
    expect(formatQuantity(number, unit)).toBe(text)
  })

  it("reads back what it shows, never more than there is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const shown = value(formatQuantity(bytes, "bytes"))
        expect(shown).toBeLessThanOrEqual(bytes)
        expect(shown).toBeGreaterThan(bytes * 0.99 - 1)
      }),
    )
  })
})
