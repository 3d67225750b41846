import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  countOf,
  padEndTo,
  padStartTo,
  renderColumns,
  textWidth,
} from "../../../src/report/lines/neutralise.ts"
import { cutBytes, utf8Bytes } from "../../../src/report/lines/utf8.ts"

describe("textWidth", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["日本", 4],
    ["👍", 2],
    ["e\u0301", 1],
    ["é", 1],
    ["…", 1],
  ])("%s is %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width)
    expect(textWidth(padEndTo(text, 9))).toBe(9)
    expect(textWidth(padStartTo(text, 9))).toBe(9)
  })
})

describe("renderColumns", () => {
  it("aligns left and right and leaves no spaces at the end", () => {
    expect(
      renderColumns(
        [
          ["id", "n", "x"],
          ["日本", "12", ""],
          ["a", "3", "y"],
        ],
        [1],
      ),
    ).toEqual(["id     n  x", "日本  12", "a      3  y"])
  })
})

describe("countOf", () => {
  it.each([
    [0, "0 shards"],
    [1, "1 shard"],
    [2, "2 shards"],
  ])("%i", (count, text) => {
    expect(countOf(count, "shard")).toBe(text)
  })
})

describe("utf8Bytes and cutBytes", () => {
  const encoder = new TextEncoder()

  it("agree with the encoder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, limit) => {
        expect(utf8Bytes(text)).toBe(encoder.encode(text).length)
        const cut = cutBytes(text, limit)
        expect(text.startsWith(cut)).toBe(true)
        expect(encoder.encode(cut).length).toBeLessThanOrEqual(limit)
        const next = [...text.slice(cut.length)][0]
        if (next !== undefined) expect(utf8Bytes(cut + next)).toBeGreaterThan(limit)
      }),
    )
  })
})
