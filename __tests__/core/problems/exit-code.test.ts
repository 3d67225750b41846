import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EXIT_CODES, type ExitName, exitCodeFor } from "../../../src/core/problems/exit-code.ts"

const NAMES = Object.keys(EXIT_CODES) as ExitName[]

describe("EXIT_CODES", () => {
  it("are a public contract", () => {
    expect(EXIT_CODES).toEqual({
      passed: 0,
      failed: 1,
      usage: 2,
      empty: 3,
      incomplete: 4,
      internal: 70,
      interrupted: 130,
      terminated: 143,
    })
  })
})

describe("exitCodeFor", () => {
  it.each<readonly [readonly ExitName[], number]>([
    [[], 0],
    [["passed"], 0],
    [["passed", "failed"], 1],
    [["failed", "incomplete"], 4],
    [["empty", "passed"], 3],
    [["empty", "failed"], 1],
    [["empty", "incomplete"], 4],
    [["usage", "incomplete"], 2],
    [["interrupted", "failed", "incomplete", "usage"], 130],
    [["terminated", "failed"], 143],
    [["internal", "interrupted"], 70],
  ])("of %j is %i", (names, code) => {
    expect(exitCodeFor(names)).toBe(code)
  })

  it("depends neither on order nor on repetition", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NAMES)), (names) => {
        const code = exitCodeFor(names)
        expect(exitCodeFor([...names, ...names].reverse())).toBe(code)
      }),
    )
  })

  it("is zero only when nothing but success holds", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NAMES)), (names) => {
        expect(exitCodeFor(names) === 0).toBe(names.every((name) => name === "passed"))
      }),
    )
  })
})
