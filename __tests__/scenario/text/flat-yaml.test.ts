import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseDocument } from "yaml"
import { readFlatYaml } from "../../../src/scenario/text/flat-yaml.ts"
import { type Located, readTree } from "../../../src/scenario/text/yaml-tree.ts"

const OPTIONS = {
  rangeOf: (start: number, end: number) => ({ start, end }),
  rename: (key: string) => key.replaceAll("_", "-"),
}

/** What the library makes of a text; null where it complains. */
function byLibrary(text: string): Located | null {
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  })
  if (document.errors.length + document.warnings.length > 0 || document.contents === null) {
    return null
  }
  let problems = 0
  const tree = readTree(document.contents, { ...OPTIONS, report: () => problems++ })
  return problems > 0 ? null : tree
}

describe("readFlatYaml", () => {
  it.each([
    "name: Cart keeps its items\ntags: [shop, quick]\n",
    'version: "1.10"\nmode: standalone',
    "estimated_time: 5-15 min\ntimeout: 10m\nretry: { max_attempts: 2, delay: 1s }\n",
    "features: []\nmeta: {}\nneeds: [ a , b/c ]\n",
    "name: Größe — ok (1)\npath: ./a/b.sh\nother: /usr/bin\n",
    "n: 0\nm: 12\nenv: { A: [1, x], B: { C: y } }\n",
  ])("reads %j as the library does", (text) => {
    const flat = readFlatYaml(text, OPTIONS)
    expect(flat).not.toBeNull()
    expect(flat).toEqual(byLibrary(text))
  })

  it.each([
    ...["", "\n", "a", "a:", "a: ", "a:b", "a: b\n\nc: d", "a: b # c", "# a\nb: c", "a: &x b"],
    ...["a: *x", "a: !t b", "a: 'b'", 'a: "b\\n"', "a: |\n  b", "a: b: c", "a:\n  b: c", "- a"],
    ...["a: true", "a: Null", "a: ~", "a: 1.5", "a: 0x1F", "a: 1e3", "a: 007", "a: -1", "a: .5"],
    ...[
      "true: a",
      "a: [b,c]",
      "a: [b",
      "a: {b}",
      "a: {b:c}",
      "a: [b: c]",
      "a: b\nc",
      "a: b\n c: d",
    ],
    ...["a: b\na: c", "a_b: 1\na-b: 2", "a: b\r\nc: d", "a:\tb", "---\na: b", "a: b\n...", "a: %b"],
    ...["a: @b", "a: `b", "a: [a, ]]", "a: b\u2028c", "a: 12345678901234567890", "a: - b"],
  ])("leaves %j to the library", (text) => {
    expect(readFlatYaml(text, OPTIONS)).toBeNull()
  })

  it("never means anything else than the library", () => {
    const piece = fc.constantFrom(
      ...[
        "a",
        "b_c",
        "name",
        "x-y",
        "null",
        "true",
        "1",
        "0",
        "07",
        "1.5",
        "1e3",
        "0x1",
        "5-15 min",
      ],
      ...[
        ": ",
        ":",
        " ",
        "  ",
        "\n",
        "\n",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        '"',
        "'",
        "-",
        "- ",
        "#",
      ],
      ...[
        " #",
        "ä",
        "—",
        ".",
        "/",
        "./a",
        "(",
        ")",
        "+",
        "=",
        "~",
        "&a",
        "*a",
        "!",
        "|",
        ">",
        "\r",
      ],
      ...["\t", "\u0085", "\u2028", "\ufeff", "Inf", ".inf", ".nan", "yes", "---", "..."],
    )
    const pair = fc
      .tuple(
        fc.constantFrom("a", "b_c", "name", "x-y", "d1"),
        fc.oneof(
          fc.array(piece, { maxLength: 5 }).map((list) => list.join("")),
          fc.constantFrom("[a, b]", "{ a: b }", '"q: [x]"', "5-15 min", "12", "./x y", "[]", "{}"),
        ),
      )
      .map(([key, value]) => `${key}: ${value}`)
    const text = fc.array(pair, { maxLength: 4 }).map((lines) => lines.join("\n"))
    let flats = 0
    fc.assert(
      fc.property(text, fc.constantFrom("", "\n"), (body, ending) => {
        const flat = readFlatYaml(body + ending, OPTIONS)
        if (flat === null) return
        flats++
        expect(flat).toEqual(byLibrary(body + ending))
      }),
      { numRuns: 5_000 },
    )
    // Otherwise nothing was compared.
    expect(flats).toBeGreaterThan(500)
  })
})
