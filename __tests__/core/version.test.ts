import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { VERSION } from "../../src/core/version.ts"

it("is the version of the package", () => {
  const manifest = new URL("../../package.json", import.meta.url)
  expect(VERSION).toBe(JSON.parse(readFileSync(manifest, "utf8")).version)
})
