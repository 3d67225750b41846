import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { matchPlain } from "../../../src/adapters/node/plain-pattern.ts"
import { searchFiles } from "../../../src/adapters/node/search-files.ts"

const NAMES = [
  ...["a.sh", "b.sh", ".sh", ".a.sh", "a.sh.sh", "a", "-a.sh", "A.SH", "a+b.sh", "a b.sh", "ä.sh"],
  ...["_x.py", "test.spec.ts", ".#a.sh", "x\ny.sh", "[a].sh", "(a).sh", "a..sh", "..a", "!a.sh"],
]

let root = ""

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "plain-pattern-"))
  for (const folder of [".", "smoke", "smoke/deep-er", "odd", "node_modules", "smoke/.git"]) {
    mkdirSync(join(root, folder), { recursive: true })
    for (const name of NAMES) writeFileSync(join(root, folder, name), "")
  }
  // A folder whose name looks like a file's, and names that are left out.
  mkdirSync(join(root, "odd/folder.sh/in"), { recursive: true })
  writeFileSync(join(root, "odd/folder.sh/b.sh"), "")
  writeFileSync(join(root, "odd/node_modules"), "")
  symlinkSync("nowhere", join(root, "smoke/broken.sh"))
  symlinkSync("../odd/a.sh", join(root, "smoke/link.sh"))
  symlinkSync("deep-er", join(root, "smoke/linked"))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** With a second pattern that takes nothing out, the library searches. */
function both(pattern: string) {
  const search = (patterns: readonly string[]) =>
    searchFiles({ folder: root, patterns, within: root })
  return [search([pattern]), search([pattern, "!zzz"])]
}

describe("a pattern of fixed folders and a name with stars", () => {
  it("finds what the library finds", () => {
    const folder = fc.constantFrom(
      ...["", "smoke/", "smoke/deep-er/", "odd/", "odd/folder.sh/", "none/", "node_modules/"],
      ...["smoke/.git/", "smoke/linked/", "./", "smoke/../odd/"],
    )
    const piece = fc.constantFrom("*", "*", "a", ".", ".sh", "-", "_x", "**", "sh", "?", "[a]")
    const name = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(""))
    fc.assert(
      fc.property(folder, name, (inside, stars) => {
        const [quick, library] = both(inside + stars)
        expect(quick, inside + stars).toEqual(library)
      }),
      { numRuns: 600 },
    )
  })

  it.each([
    ["..*", ["..a"]],
    ["./..a*", ["..a"]],
    ["smoke/../..*", ["..a"]],
    ["..a", ["..a"]],
  ])("%s begins like the parent folder and leads to a name", (pattern, files) => {
    for (const result of both(pattern)) expect(result).toEqual({ files, problems: [] })
  })

  it.each([
    ["smoke/*.sh", true],
    ["*", false],
    ["odd/*.py", true],
    ["odd/*.sh", false],
    ["odd/*", false],
    ["smoke/**/*.sh", false],
    ["smoke/a.sh", false],
    ["smoke/{a,b}*.sh", false],
    ["!smoke/*.sh", false],
    ["../*.sh", false],
  ])("is taken for one where it is one: %s", (pattern, plain) => {
    const names = ["a.sh", "folder.sh", "x.py"]
    const taken = matchPlain([pattern], (folder) => {
      return names.map((name) => ({
        name,
        isFile: () => name !== "folder.sh" || folder === "smoke/",
        isDirectory: () => name === "folder.sh" && folder !== "smoke/",
      }))
    })
    expect(taken !== null).toBe(plain)
    expect(matchPlain([pattern, "!x"], () => [])).toBeNull()
  })
})
