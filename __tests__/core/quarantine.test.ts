import { describe, expect, it } from "vitest"
import { isInForce, startOfDay } from "../../src/core/verdict.ts"

describe("startOfDay", () => {
  it.each([
    ["2027-01-31", "2027-01-31T00:00:00.000Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
    ["2027-02-29", null],
    ["2027-13-01", null],
    ["2027-00-10", null],
    ["0000-01-01", null],
    ["2027-1-31", null],
    ["2027-01-31T00:00", null],
    ["soon", null],
  ])("of %s is %s", (text, instant) => {
    const at = startOfDay(text)
    expect(at === null ? null : new Date(at).toISOString()).toBe(instant)
  })
})

describe("isInForce", () => {
  it.each([
    ["2027-01-31T00:00:00.000Z", true],
    ["2027-01-31T23:59:59.999Z", true],
    ["2027-02-01T00:00:00.000Z", false],
  ])("until 2027-01-31, at %s: %s", (instant, holds) => {
    expect(isInForce("2027-01-31", Date.parse(instant))).toBe(holds)
  })

  it("is never true for what is no date", () => {
    expect(isInForce("2027-02-30", 0)).toBe(false)
  })
})
