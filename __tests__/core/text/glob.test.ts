import { matchesGlob } from "node:path/posix"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileGlob } from "../../../src/core/text/glob.ts"

describe("compileGlob", () => {
  it.each<[string, string[], string[]]>([
    ["*a*b*c", ["abc", "xaxbxc", "aabbcc"], ["ab", "acb", "a/bc"]],
    ["*a*", ["aa", "xax"], ["aa/a", "x/a"]],
    ["**/a/**/*.sh", ["a/x.sh", "x/a/y/z.sh"], ["b/x.sh", "a/x.s"]],
    ["{a,b{c,d}}/?", ["a/x", "bd/x"], ["b/x", "a/xx"]],
    ["[a-c!]*[!0-9]", ["axb", "!x"], ["dxb", "ax9", "a"]],
    ["[[:digit:]]x[]]", ["1x]"], ["ax]", "1x["]],
    ["+(ab|c)d", ["abd", "ababcd"], ["d", "abxd"]],
    ["*(ab)?(c)@(d|e)", ["d", "ababce"], ["cc", "abc"]],
    ["!(a|b*).sh", ["c.sh", "aa.sh"], ["a.sh", "bx.sh"]],
    ["\\*[x", ["*[x"], ["a[x"]],
    ["a\\", ["a\\"], ["a"]],
    ["(a", ["(a"], ["a"]],
    ["x{9..11}", ["x9", "x10", "x11"], ["x1", "x{9..11}"]],
    ["{c..a}", ["a", "b", "c"], ["d"]],
  ])("%s", (pattern, met, others) => {
    const matches = compileGlob(pattern, { groups: true })
    expect(met.filter((path) => !matches(path))).toEqual([])
    expect(others.filter(matches)).toEqual([])
  })

  it("says what the globs of Node say", () => {
    const name = fc.array(fc.constantFrom("a", "b", "*", "?", "{a,b}", "[ab]", "[!a]"), {
      minLength: 1,
      maxLength: 4,
    })
    const part = fc.oneof(
      fc.constant("**"),
      name.map((pieces) => pieces.join("").replace(/\*+/gu, "*")),
    )
    const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"))
    const path = fc
      .array(fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.map((letters) => letters.join("")).join("/"))
    fc.assert(
      fc.property(pattern, path, (glob, file) => {
        expect(compileGlob(glob, { groups: true })(file), glob).toBe(matchesGlob(file, glob))
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ["*a".repeat(12), "a".repeat(200)],
    ["**/a/".repeat(12), "a/".repeat(100)],
    [`${"*(a|*a)".repeat(6)}b`, "a".repeat(60)],
    ["{*a,*aa}".repeat(12), "a".repeat(100)],
  ])("ends soon however many ways there are: %s", (pattern, text) => {
    const matches = compileGlob(pattern, { groups: true })
    const begun = performance.now()
    expect(matches(`${text}!`)).toBe(false)
    expect(performance.now() - begun).toBeLessThan(100)
  })

  it("takes any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (pattern, path) => {
        compileGlob(pattern, { groups: true })(path)
      }),
    )
  })
})
