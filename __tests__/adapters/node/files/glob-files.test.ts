import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../../src/adapters/node/files/files.ts"

const LONG = `${"a".repeat(200)}.sh`
const FILES = ["x/abc.sh", "x/y/aXbXc.sh", "x/y/cba.sh", ".h/a.b.c.sh", `x/${LONG}`, "top.sh"]

let root = ""
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "glob-files-"))
  for (const path of FILES) {
    mkdirSync(join(root, path, ".."), { recursive: true })
    writeFileSync(join(root, path), "")
  }
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Both ways to find files. */
function find(...patterns: string[]): readonly string[] {
  const found = nodeFiles.glob(root, patterns)
  const { files, problems } = nodeFiles.search(root, patterns, { within: root })
  expect(files).toEqual(found)
  expect(problems).toEqual([])
  return found
}

describe("a name that begins with two dots", () => {
  it.each(["..*", "./..b*", "x/../..*", "..b"])("is no parent folder: %s", (pattern) => {
    writeFileSync(join(root, "..b"), "")
    expect(find(pattern)).toEqual(["..b"])
    rmSync(join(root, "..b"))
  })
})

it.skipIf(process.platform === "win32")("names are kept as they are", () => {
  const names = ["a\\b.odd", "a\nb.odd", "a\u2028b.odd"]
  for (const name of names) writeFileSync(join(root, name), "")
  expect(find("**/*.odd")).toEqual(names.sort())
  for (const name of names) rmSync(join(root, name))
})

it("folders that are never searched are not searched from inside either", () => {
  mkdirSync(join(root, "x/node_modules/m"), { recursive: true })
  writeFileSync(join(root, "x/node_modules/m/a.mod"), "")
  expect(find("**/*.mod")).toEqual([])
  expect(find("x/node_modules/m/*.mod")).toEqual([])
  rmSync(join(root, "x/node_modules"), { recursive: true })
})

describe("patterns with many stars", () => {
  it.each<[string[], string[]]>([
    [["**/*a*b*c*.sh"], [".h/a.b.c.sh", "x/abc.sh", "x/y/aXbXc.sh"]],
    [["x/*a*b*c*.sh"], ["x/abc.sh"]],
    [["./x/**/*a*b*c*"], ["x/abc.sh", "x/y/aXbXc.sh"]],
    [
      ["**/*.sh", "!**/*a*b*c*"],
      ["top.sh", `x/${LONG}`, "x/y/cba.sh"],
    ],
    [
      ["**/*.sh", "!x/*y*/**/*", "!**/*a*a*a*a*"],
      [".h/a.b.c.sh", "top.sh", "x/abc.sh"],
    ],
    [["{x,.h}/{*a*b*c*,*z*}"], [".h/a.b.c.sh", "x/abc.sh"]],
    [["x/+(a|b|c).sh"], [`x/${LONG}`, "x/abc.sh"].sort()],
    [["x/**/y/**/*c*b*"], ["x/y/cba.sh"]],
  ])("find what they say: %j", (patterns, files) => {
    expect(find(...patterns)).toEqual(files)
  })

  it.each([
    `x/${"*a".repeat(12)}*b`,
    `x/${"*a".repeat(12)}*b.{sh,py}`,
    `${"**/".repeat(3)}${"*a".repeat(12)}b`,
    `x/${"*(a|aa)".repeat(4)}b`,
  ])("end soon: %s", (pattern) => {
    const begun = performance.now()
    expect(find(pattern)).toEqual([])
    expect(find("**/top.*", `!${pattern}`)).toEqual(["top.sh"])
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
