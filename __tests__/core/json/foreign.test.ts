import { describe, expect, it } from "vitest"
import { objectOf, textOf } from "../../../src/core/json/foreign.ts"

describe("values of foreign JSON", () => {
  it.each([[undefined], [null], [1], ["a"], [["a"]]])("%j is an empty object", (value) => {
    expect(objectOf(value)).toEqual({})
  })

  it("an object is itself", () => {
    const value = { a: 1 }
    expect(objectOf(value)).toBe(value)
  })

  it.each([[undefined], [null], [1], [{}], [[]]])("%j is an empty text", (value) => {
    expect(textOf(value)).toBe("")
  })

  it("a text is itself", () => {
    expect(textOf("a")).toBe("a")
  })
})
