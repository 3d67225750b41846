import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { portablePaths } from "../../../src/core/text/portable-path.ts"

const only = (path: string): string | undefined => portablePaths([path]).get(path)

describe("portablePaths", () => {
  it("leaves alone what is portable", () => {
    const paths = [
      "a",
      "logs/a.1.log",
      "100%.png",
      "a%3Ab",
      "ünï ☃/🐀.txt",
      ".hidden",
      "(x) [y] {z}",
    ]
    expect([...portablePaths(paths)]).toEqual(paths.map((path) => [path, path]))
  })

  it.each([
    ['say "hi".txt', "say %22hi%22.txt"],
    ["a:b/c<d>e", "a%3Ab/c%3Cd%3Ee"],
    ["a|b*c?", "a%7Cb%2Ac%3F"],
    ["line\r\nend", "line%0D%0Aend"],
    ["back\\slash", "back%5Cslash"],
    ["bell\u0007", "bell%07"],
  ])("encodes %j", (path, name) => {
    expect(only(path)).toBe(name)
  })

  it("cuts what is too long, never inside of a character", () => {
    expect(only(`a/${"x".repeat(255)}`)).toBe(`a/${"x".repeat(200)}`)
    expect(only("☃".repeat(85))).toBe("☃".repeat(66))
    expect(only(`${"d/".repeat(600)}end.png`)).toBe("renamed/1/end.png")
  })

  it("gives two files two names, whoever else is called so", () => {
    expect([
      ...portablePaths(["a%3Ab", "a:b", "x/y:z", "x/y%3Az/file", "q%3F", "q?/file"]),
    ]).toEqual([
      ["a%3Ab", "a%3Ab"],
      ["x/y%3Az/file", "x/y%3Az/file"],
      ["q%3F", "q%3F"],
      ["a:b", "renamed/1/a%3Ab"],
      ["x/y:z", "renamed/2/y%3Az"],
      ["q?/file", "renamed/3/file"],
    ])
  })

  it("makes of any files as many that every store takes, none above another", () => {
    const segment = fc
      .string({
        unit: fc.constantFrom("a", ":", "%", "3", "A", "\n", "\\", "?", "~"),
        minLength: 1,
      })
      .filter((name) => name !== "." && name !== "..")
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"))
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), (drawn) => {
        // As in a file system, where a file is no folder.
        const paths = drawn.filter((one) => !drawn.some((other) => other.startsWith(`${one}/`)))
        const names = portablePaths(paths)
        expect([...names.keys()].toSorted()).toEqual(paths.toSorted())
        const all = [...names.values()]
        expect(new Set(all).size).toBe(paths.length)
        for (const name of all) {
          expect(name).not.toMatch(/["*:<>?\\|\r\n]/u)
          expect(all.some((other) => other.startsWith(`${name}/`))).toBe(false)
        }
      }),
    )
  })
})
