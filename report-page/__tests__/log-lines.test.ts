import { describe, expect, it } from "vitest"
import { linesOf, piecesOf, plainText } from "../data/log-lines.ts"

const linesIn = (...parts: readonly string[]) => linesOf({ parts, bytes: null })

function piecesIn(text: string) {
  return linesIn(text).map((line) => (line.number === null ? [] : piecesOf(line)))
}

describe("lines", () => {
  it("are those of the file; the last line end makes no line", () => {
    expect(linesIn("a\r\nb\n\nc\n").map(plainText)).toEqual(["a", "b", "", "c"])
    expect(linesIn("")).toHaveLength(1)
  })

  it("show what a terminal shows of a progress bar", () => {
    expect(linesIn("10%\r20%\r30%\n").map(plainText)).toEqual(["30%"])
  })

  it("tell how much is left out between the parts", () => {
    const lines = linesOf({ parts: ["abc\n", "xyz\n"], bytes: 1_000 })
    expect(lines).toMatchObject([{ number: 1 }, { number: null, leftBytes: 992 }, { number: 2 }])
  })

  it("are divided where they are too long to draw", () => {
    expect(linesIn("x".repeat(5_000)).map((line) => plainText(line).length)).toEqual([
      2_000, 2_000, 1_000,
    ])
  })
})

describe("pieces", () => {
  it("keep colors, also over several lines", () => {
    expect(piecesIn("\u001b[1;31mred\nstill\u001b[0m plain")).toEqual([
      [{ text: "red", classes: "ansi-red ansi-bold" }],
      [
        { text: "still", classes: "ansi-red ansi-bold" },
        { text: " plain", classes: "" },
      ],
    ])
  })

  it("have colors of the large palettes that can be read on a dark ground", () => {
    const [[dark, bright, exact] = []] = piecesIn(
      "\u001b[38;5;16mdark\u001b[38;5;208mbright\u001b[38;2;200;220;240mexact",
    )
    expect(dark?.color).toMatch(/^rgb\(1[2-9]\d /u)
    expect(bright?.color).toBe("rgb(255 135 0)")
    expect(exact?.color).toBe("rgb(200 220 240)")
  })

  it("show control and invisible characters instead of obeying them", () => {
    const [[piece] = []] = piecesIn("a\u0007b\u202ec\u200bd")
    expect(piece?.text).toBe("a\u2407b<U+202E>c<U+200B>d")
    expect(
      piecesIn("\u001b]0;title\u0007text\u001b[2J!")[0]
        ?.map(({ text }) => text)
        .join(""),
    ).toBe("text!")
  })
})
