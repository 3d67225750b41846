import { describe, expect, it } from "vitest"
import { commandOf } from "../../../src/core/text/own-package.ts"

const ARCHIVE = "https://github.com/acme/parallel-smoke/archive/v1.tar.gz"

describe("commandOf", () => {
  it("names no package of the registry while there is none", () => {
    expect(commandOf({ version: "1.2.3", archive: ARCHIVE })).toBe(
      `npx --package=${ARCHIVE} parallel-smoke`,
    )
    expect(commandOf({ version: "1.2.3", archive: null })).toBe("parallel-smoke")
  })

  it("names this version once the package is published", () => {
    expect(commandOf({ version: "1.2.3", archive: ARCHIVE }, true)).toBe(
      "npx --package=parallel-smoke@1.2.3 parallel-smoke",
    )
  })
})
