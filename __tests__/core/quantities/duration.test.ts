import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  formatDuration,
  parseDurationMs,
  toSeconds,
} from "../../../src/core/quantities/duration.ts"

describe("parseDurationMs", () => {
  it.each([
    ["0", 0],
    ["0s", 0],
    ["250ms", 250],
    ["90s", 90_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1_500],
    ["0.5m", 30_000],
    ["1d", 86_400_000],
    ["1m500ms", 60_500],
    ["  40s  ", 40_000],
    ["0.0004s", 0],
    ["1s1s", 2_000],
  ])("reads %j as %i ms", (text, ms) => {
    expect(parseDurationMs(text)).toEqual({ ok: true, value: ms })
  })

  it.each(["", " ", "s", "5 m", "-5s", "5x", "5S", "1h30", "1.s", ".5s", "1e3s", "five", "5m;"])(
    "refuses %j",
    (text) => {
      expect(parseDurationMs(text)).toEqual({ ok: false, error: { reason: "malformed" } })
    },
  )

  it.each([
    ["30", ["30s", "30m"]],
    ["1.5", ["1.5s", "1.5m"]],
    [" 7 ", ["7s", "7m"]],
  ])("offers both readings of the bare number %j", (text, readings) => {
    expect(parseDurationMs(text)).toEqual({ ok: false, error: { reason: "bare-number", readings } })
  })

  it("refuses what no number can hold", () => {
    expect(parseDurationMs(`${"9".repeat(400)}d`)).toMatchObject({ ok: false })
  })

  it("adds up the parts, whatever they are", () => {
    const part = fc.tuple(fc.nat(10_000), fc.constantFrom("ms", "s", "m", "h", "d"))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
        const text = parts.map(([amount, unit]) => `${amount}${unit}`).join("")
        const sum = parts.reduce((total, [amount, unit]) => total + amount * units[unit], 0)
        expect(parseDurationMs(text)).toEqual({ ok: true, value: sum })
      }),
    )
  })

  it("never throws and never gives anything but a whole number from 0", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseDurationMs(text)
        if (result.ok) expect(Number.isSafeInteger(result.value) && result.value >= 0).toBe(true)
      }),
    )
  })
})

describe("formatDuration", () => {
  it.each([
    [0, "0ms"],
    [340, "340ms"],
    [999, "999ms"],
    [1_000, "1.0s"],
    [4_249, "4.2s"],
    [59_949, "59.9s"],
    [59_950, "1m00s"],
    [60_000, "1m00s"],
    [125_000, "2m05s"],
    [3_599_499, "59m59s"],
    [3_599_500, "1h00m"],
    [3_720_000, "1h02m"],
    [90_000_000, "25h00m"],
  ])("shows %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it("has no minute or second beyond 59", () => {
    fc.assert(
      fc.property(fc.nat(200_000_000), (ms) => {
        expect(formatDuration(ms)).toMatch(
          /^(\d{1,3}ms|[1-5]?\d\.\ds|[1-5]?\dm[0-5]\ds|\d+h[0-5]\dm)$/u,
        )
      }),
    )
  })

  it("stays within half a step of what it is given", () => {
    fc.assert(
      fc.property(fc.nat(3_599_499), (ms) => {
        const again = parseDurationMs(formatDuration(ms))
        const step = ms < 1_000 ? 1 : ms < 59_950 ? 100 : 1_000
        expect(again.ok && Math.abs(again.value - ms) <= step / 2).toBe(true)
      }),
    )
  })
})

describe("toSeconds", () => {
  it.each([
    [0, 0],
    [1, 0.001],
    [1_234.4, 1.234],
    [1_500, 1.5],
  ])("gives %d ms as %d s", (ms, seconds) => {
    expect(toSeconds(ms)).toBe(seconds)
  })
})
