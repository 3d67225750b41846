import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { TextReplacer } from "../../../src/core/text/replace-texts.ts"

/** Marks each character that belongs to a text, then writes one `#` for each run of a place. */
function slowly(text: string, texts: readonly string[]): { text: string; count: number } {
  let clean = ""
  let count = 0
  let covered = 0
  for (let i = 0; i < text.length; i++) {
    const longest = Math.max(
      0,
      ...texts.filter((one) => text.startsWith(one, i)).map((one) => one.length),
    )
    if (longest > 0 && i >= covered) {
      clean += "#"
      count += 1
    }
    if (longest > 0) covered = Math.max(covered, i + longest)
    if (i >= covered) clean += text[i]
  }
  return { text: clean, count }
}

function replacing(texts: readonly string[]): TextReplacer {
  const replacer = new TextReplacer("#")
  replacer.add(texts)
  return replacer
}

const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "🦊") })
const looked = fc.string({
  unit: fc.constantFrom("a", "b", "é", "🦊"),
  minLength: 4,
  maxLength: 12,
})

describe("TextReplacer", () => {
  it("replaces what a slow search finds, however many texts begin alike", () => {
    fc.assert(
      fc.property(letters, fc.array(looked, { maxLength: 40 }), (text, texts) => {
        expect(replacing(texts).replace(text)).toEqual(slowly(text, texts))
      }),
      { numRuns: 500 },
    )
  })

  it("does the same piece by piece, wherever they are cut", () => {
    fc.assert(
      fc.property(fc.array(letters), fc.array(looked, { maxLength: 10 }), (pieces, texts) => {
        const stream = replacing(texts).stream()
        const text = pieces.map((piece) => stream.push(piece)).join("") + stream.end()
        const whole = replacing(texts).replace(pieces.join(""))
        expect({ text, count: stream.count }).toEqual(whole)
      }),
      { numRuns: 500 },
    )
  })

  it("takes what overlaps for one place and what only touches for two", () => {
    expect(replacing(["abcd", "cdef"]).replace("xabcdefx abcdabcd")).toEqual({
      text: "x#x ##",
      count: 3,
    })
  })

  it("keeps nothing of a place that never ends", () => {
    const stream = replacing(["aaaa"]).stream()
    const pieces = Array.from({ length: 100 }, () => stream.push("a".repeat(1_000)))
    expect(pieces.join("") + stream.end()).toBe("#")
    expect(stream.count).toBe(1)
  })

  it("learns further texts", () => {
    const replacer = replacing(["first"])
    expect(replacer.replace("first second").text).toBe("# second")
    replacer.add(["second"])
    expect(replacer.replace("first second").text).toBe("# #")
  })
})
