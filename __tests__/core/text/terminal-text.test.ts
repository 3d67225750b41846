import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { shownLines } from "../../../src/core/text/terminal-text.ts"

describe("shownLines", () => {
  it.each([
    ["", [""]],
    ["one\ntwo\n", ["one", "two", ""]],
    ["one\r\ntwo\r\n", ["one", "two", ""]],
    ["\u001b[31mred\u001b[0m\nplain", ["red", "plain"]],
    ["\u001b]0;title\u0007text", ["text"]],
    // A carriage return writes the line anew; what is longer shows behind it.
    ["10%\r50%\r100%\ndone", ["100%", "done"]],
    ["downloading\rdone", ["doneloading"]],
    ["kept\r\nnext", ["kept", "next"]],
    ["kept\r\r\nnext", ["kept", "next"]],
    // Erased to the end, as a whole, and up to here not at all.
    ["downloading\r\u001b[Kdone", ["done"]],
    ["downloading\u001b[2K\rdone", ["done"]],
    ["downloading\u001b[1Kdone", ["downloadingdone"]],
    ["step 1\r\u001b[0K\n", ["", ""]],
    ["12\b3", ["13"]],
    ["\b\bab\u001b[1DX", ["aX"]],
    ["ab\u001b[2CX", ["ab  X"]],
    ["ab\u001b[4GX\u001b[1Gc", ["cb X"]],
    // Lines that are written anew from below.
    ["a: 1\nb: 1\n\u001b[2Aa: 2\nb: 2\nend", ["a: 2", "b: 2", "end"]],
    ["a\nb\n\u001b[2F\u001b[Jc", ["c"]],
    ["a\nb\u001b[9A\rX", ["X", "b"]],
    ["a\nb\u001b[1F\u001b[1EX", ["a", "X"]],
    // A new screen does not take back what was logged.
    ["the error\n\u001b[2J\u001b[Hagain", ["the error", "again"]],
  ])("%j", (text, expected) => {
    expect(shownLines(text)).toEqual(expected)
  })

  it("keeps text that has no control characters as it is, whatever its length", () => {
    const printable = fc.string({ unit: "grapheme-composite", maxLength: 3_000, size: "max" })
    fc.assert(
      fc.property(fc.array(printable, { maxLength: 5 }), (lines) => {
        const clean = lines.map((line) => line.replace(/\p{Cc}/gu, ""))
        expect(shownLines(clean.join("\n"))).toEqual(clean.join("\n").split("\n"))
      }),
      { numRuns: 50 },
    )
  })

  it("leaves nothing that moves the cursor, and never more lines than were written", () => {
    const piece = fc.oneof(
      fc.constantFrom("\r", "\n", "\b", "\r\n", "a", "word ", "\u001b[", "\u009b", "\u001b"),
      fc.constantFrom(
        "\u001b[2A",
        "\u001b[K",
        "\u001b[2K",
        "\u001b[J",
        "\u001b[9999C",
        "\u001b[3G",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("")
        const lines = shownLines(text)
        expect(lines.length).toBeLessThanOrEqual(text.length + 1)
        for (const line of lines) expect(line).not.toMatch(/[\r\b\n]/u)
      }),
      { numRuns: 100 },
    )
  })
})
