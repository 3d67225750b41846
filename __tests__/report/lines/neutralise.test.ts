import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  neutraliseInline,
  neutraliseLine,
  neutraliseLines,
} from "../../../src/report/lines/neutralise.ts"

describe("neutraliseLine", () => {
  it.each([
    ["plain text", "plain text"],
    ["", ""],
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b[1;38;5;9mbold", "bold"],
    ["\u009b31mred", "red"],
    ["\u001b]8;;http://x\u0007link\u001b]8;;\u0007", "link"],
    ["\u001b]0;title\u001b\\text", "text"],
    ["an open \u001b]0;title never hides the rest", "an open 0;title never hides the rest"],
    ["lone \u001b", "lone ␛"],
    ["bell \u0007 null \u0000 delete \u007f", "bell ␇ null ␀ delete ␡"],
    ["\u0085 \u2028", "<U+0085> <U+2028>"],
    ["a\tb", "a\tb"],
    ["10%\r50%\r100%", "100%"],
    ["done\r\u001b[K", "done"],
    ["kept\r", "kept"],
    ["abc\u202egnp.exe", "abc<U+202E>gnp.exe"],
    ["zero\u200bwidth", "zero<U+200B>width"],
    ["\ud83d\udc4d fine, \ud83d alone", "\ud83d\udc4d fine, \ufffd alone"],
    ["::error::x", ": :error::x"],
    ["  \t::set-output::x", "  \t: :set-output::x"],
    ["\u00a0::add-mask::x", "\u00a0: :add-mask::x"],
    ["\u001b[0m::error::x", ": :error::x"],
    ["in a line :: it is fine", "in a line :: it is fine"],
    ["text ##[error]x", "text ## [error]x"],
    ["###[group]x", "### [group]x"],
    ["#\u001b[0m#[error]x", "## [error]x"],
    [":\u001b[0m:error::x", ": :error::x"],
  ])("%j becomes %j", (text, expected) => {
    expect(neutraliseLine(text)).toBe(expected)
  })

  it("cuts long lines between characters and says by how much", () => {
    expect(neutraliseLine("a".repeat(510), 500)).toBe(`${"a".repeat(500)}… (10 more characters)`)
    expect(neutraliseLine("aa\ud83d\udc4dbb", 3)).toBe("aa… (4 more characters)")
    expect(neutraliseLine("x".repeat(100_000), 10)).toBe(
      `${"x".repeat(10)}… (99990 more characters)`,
    )
  })

  it("lets nothing through that acts or deceives", () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom("##[", "#", "[", ":", "::", " ", "\u001b", "\u001b[", "m", "]", "\u0007"),
        fc.constantFrom("\r", "\u202e", "\u200b", "\ud800", "\udc00", "\u009d", "error::"),
        fc.string({ unit: "binary", maxLength: 3 }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 40 }), (parts, maxChars) => {
        for (const line of neutraliseLines(parts.join(""), maxChars)) {
          expect(line).not.toContain("##[")
          expect(line.trimStart().startsWith("::")).toBe(false)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: the subject of the test.
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u202e]/u)
          expect(line.isWellFormed()).toBe(true)
          expect(line.length).toBeLessThan(maxChars + 40)
        }
      }),
      { numRuns: 500 },
    )
  })

  it("is done once and for all: a second pass changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const once = neutraliseLine(text, 1_000)
        expect(neutraliseLine(once, 1_000)).toBe(once)
      }),
    )
  })
})

describe("neutraliseLines", () => {
  it("splits at line ends and drops blank lines at the end", () => {
    expect(neutraliseLines("a\r\n::b\n\n  \n")).toEqual(["a", ": :b"])
    expect(neutraliseLines("\n")).toEqual([])
  })
})

describe("neutraliseInline", () => {
  it("keeps foreign text on one line", () => {
    expect(neutraliseInline(" a\r\n\tb\u0085\u2028c ")).toBe("a b c")
  })
})
