import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LineIndex, positionOf } from "../../../src/core/text/source.ts"

const TEXT = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "\t"), maxLength: 30 })

/** The lines of a text, each with its line end, found without an index. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\r\n|\n|\r(?!\n))/u)
}

describe("LineIndex", () => {
  it.each([
    ["", 0, 1, 1],
    ["abc", 0, 1, 1],
    ["abc", 2, 1, 3],
    ["a\nb", 1, 1, 2],
    ["a\nb", 2, 2, 1],
    ["a\r\nb", 2, 1, 3],
    ["a\r\nb", 3, 2, 1],
    ["a\rb", 2, 2, 1],
    ["a\n\nb", 2, 2, 1],
    ["a\n\nb", 3, 3, 1],
    ["a\n", 2, 2, 1],
    ["😀b", 2, 1, 3],
    ["abc", 99, 1, 4],
    ["abc", -5, 1, 1],
  ])("finds in %j offset %i at %i:%i", (text, offset, line, column) => {
    expect(new LineIndex(text).position(offset)).toEqual({ line, column })
  })

  it.each([
    ["a\nb", 1, "a"],
    ["a\nb", 2, "b"],
    ["a\r\nb\r\n", 2, "b"],
    ["a\rb", 1, "a"],
    ["a\n", 2, ""],
    ["a", 2, ""],
    ["a", 0, ""],
    ["  a \n", 1, "  a "],
  ])("gives of %j line %i as %j", (text, number, line) => {
    expect(new LineIndex(text).line(number)).toBe(line)
  })

  it("gives every offset the line and column that counting gives", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const index = new LineIndex(text)
        let offset = 0
        for (const [number, line] of linesOf(text).entries()) {
          for (let column = 0; column < line.length; column++) {
            expect(index.position(offset++)).toEqual({ line: number + 1, column: column + 1 })
          }
        }
        expect(offset).toBe(text.length)
      }),
    )
  })

  it("gives the lines without their ends", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const index = new LineIndex(text)
        for (const [number, line] of linesOf(text).entries()) {
          expect(index.line(number + 1)).toBe(line.replace(/\r?\n$|\r$/u, ""))
        }
      }),
    )
  })
})

describe("positionOf", () => {
  it("is the start of the range", () => {
    const file = { path: "smoke.yml", text: "a: 1\nb: 2\n" }
    expect(positionOf({ file, range: { start: 8, end: 9 } })).toEqual({ line: 2, column: 4 })
  })
})
