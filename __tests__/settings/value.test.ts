import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { err, ok } from "../../src/core/problems/result.ts"
import { count, countOrAuto, LIMIT, oneOf, RATE, SHARD, time } from "../../src/settings/value.ts"

describe("count", () => {
  it.each([
    ["1", 1],
    ["8", 8],
    ["007", 7],
  ])("reads %j", (text, number) => {
    expect(count(1, 8).parse(text)).toEqual(ok(number))
  })

  it.each(["0", "9", "", " 1", "1 ", "-1", "+1", "1.5", "1e0", "0x1", "many", "١"])(
    "refuses %j",
    (text) => {
      const said = "expects a whole number from 1 to 8"
      expect(count(1, 8).parse(text)).toEqual(err(said))
    },
  )

  it("reads every number within its bounds and none outside", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(100), fc.nat(100), (value, min, width) => {
        const bounds = { min, max: min + width }
        const inside = value >= bounds.min && value <= bounds.max
        expect(count(bounds.min, bounds.max).parse(String(value)).ok).toBe(inside)
      }),
    )
  })
})

describe("countOrAuto", () => {
  it("reads auto and counts", () => {
    expect(countOrAuto(1, 8).parse("auto")).toEqual(ok("auto"))
    expect(countOrAuto(1, 8).parse("3")).toEqual(ok(3))
  })

  it("offers both in a refusal", () => {
    expect(countOrAuto(1, 8).parse("Auto")).toEqual(
      err("expects a whole number from 1 to 8 or auto"),
    )
  })
})

describe("SHARD", () => {
  it.each([
    ["3/8", { shard: 3, of: 8 }],
    ["1/1", { shard: 1, of: 1 }],
    ["8/8", { shard: 8, of: 8 }],
    ["3", { shard: 3, of: null }],
  ])("reads %j", (text, shard) => {
    expect(SHARD.parse(text)).toEqual(ok(shard))
  })

  it.each(["0", "0/3", "4/3", "1/0", "/3", "3/", "1/2/3", "-1/3", "1 / 3", "", "a/b", "12345"])(
    "refuses %j",
    (text) => {
      const said = "expects a shard such as 3/8 (or 3 with --plan)"
      expect(SHARD.parse(text)).toEqual(err(said))
    },
  )
})

describe("LIMIT", () => {
  it.each([
    ["0", { count: 0 }],
    ["12", { count: 12 }],
    ["10%", { percent: 10 }],
    ["0.5%", { percent: 0.5 }],
    ["100%", { percent: 100 }],
  ])("reads %j", (text, value) => {
    expect(LIMIT.parse(text)).toEqual({ ok: true, value })
  })

  it.each(["", "-1", "1.5", "101%", "%", "ten", "5 %", "99999999"])("refuses %j", (text) => {
    expect(LIMIT.parse(text)).toMatchObject({ ok: false })
  })
})

describe("RATE", () => {
  it.each([
    ["0", 0],
    ["1%", 0.01],
    ["0.01", 0.01],
    ["0.5%", 0.005],
    ["99.9%", 0.999],
  ])("reads %j", (text, value) => {
    expect(RATE.parse(text)).toEqual(ok(value))
    expect(RATE.holds(value)).toBe(true)
  })

  it.each(["", "1", "100%", "101%", "2", "-1%", "%", "1 %", "one", ".5", "1e-2", "NaN"])(
    "refuses %j",
    (text) => {
      expect(RATE.parse(text)).toMatchObject({ ok: false })
    },
  )

  it.each([1, 1.5, -0.1, Number.NaN, "1%", null])("is not %j", (value) => {
    expect(RATE.holds(value)).toBe(false)
  })
})

describe("time", () => {
  it.each([
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
  ])("reads %j", (text, ms) => {
    expect(time(1).parse(text)).toEqual(ok(ms))
  })

  it.each([
    ["5", "needs a unit: 5s or 5m?"],
    ["0s", "expects a duration such as 90s or 5m"],
    ["soon", "expects a duration such as 90s or 5m"],
    ["", "expects a duration such as 90s or 5m"],
    ["-5s", "expects a duration such as 90s or 5m"],
  ])("refuses %j", (text, said) => {
    expect(time(1).parse(text)).toEqual(err(said))
  })
})

describe("oneOf", () => {
  it("reads a word of the list and no other", () => {
    expect(oneOf("", "flaky", "skipped").parse("flaky")).toEqual(ok("flaky"))
    expect(oneOf("", "flaky", "skipped").parse("red")).toEqual(err("expects one of flaky, skipped"))
  })
})
