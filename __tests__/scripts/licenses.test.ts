import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
// @ts-expect-error a script without types
import { licenceOf } from "../../scripts/licenses.mjs"

const FOLDER = join(import.meta.dirname, "../..")

function packageOf(about: Readonly<Record<string, unknown>>, licence?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "smoke-licence-"))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "1.0.0", ...about }))
  if (licence !== undefined) writeFileSync(join(folder, "LICENCE.md"), licence)
  return folder
}

describe("licenceOf", () => {
  it("is the text that a package brings", () => {
    const folder = packageOf({ name: "a", license: "ISC" }, "Take it.\r\n")
    expect(licenceOf(folder)).toEqual({ key: "a 1.0.0", text: "ISC\n\nTake it." })
  })

  it("is the MIT licence with its holder where a package names that alone", () => {
    const folder = packageOf({ name: "b", license: "MIT", author: "Jo Doe <jo@example.com>" })
    expect(licenceOf(folder).text).toMatch(
      /^MIT\n\nCopyright \(c\) Jo Doe\n\nPermission is hereby/u,
    )
  })

  it.each([
    ["states no licence", { name: "c" }],
    ["has no text of Apache-2.0", { name: "d", license: "Apache-2.0" }],
  ])("%s: refused", (message, about) => {
    expect(() => licenceOf(packageOf(about))).toThrow(message)
  })
})

describe("dist", () => {
  it.each(["dist/licenses.txt", "dist/cli/licenses.txt"])("%s has every licence", (file) => {
    expect(readFileSync(join(FOLDER, file), "utf8")).not.toMatch(/no licence/u)
  })
})
