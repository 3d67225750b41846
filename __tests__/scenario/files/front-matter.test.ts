import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { positionOf } from "../../../src/core/text/source.ts"
import { plainEstimate, readHeader } from "../../../src/scenario/files/front-matter.ts"
import { parseScript } from "../../../src/scenario/files/parse-script.ts"

function header(text: string) {
  const found = readHeader({ path: "s", text })
  return found.kind === "found" ? found.document : undefined
}

describe("readHeader", () => {
  it.each([
    ["hash", "#!/bin/sh\n# ---\n# name: x\n# ---\n"],
    ["no blank", "#---\n#name: x\n#---\n"],
    ["slashes", "// @meta\n// name: x\n// @endmeta\n"],
    ["dashes", "-- ---\n-- name: x\n-- ---\n"],
    ["semicolon", "; ---\n; name: x\n; ---\n"],
    ["REM", "@echo off\r\nREM ---\r\nrem name: x\r\nREM ---\r\n"],
    ["after other comments", "#!/bin/sh\n# Copyright\n\n# ---\n# name: x\n# ---\necho\n"],
    ["with a blank line", "# ---\n\n# name: x\n#\n# ---"],
  ])("reads %s", (_, text) => {
    expect(header(text)?.value).toEqual({ name: "x" })
  })

  it.each([
    ["no comments", "echo\n# ---\n# name: x\n# ---\n"],
    ["a ruler", "# -----\n# name: x\n# -----\n"],
    ["nothing", ""],
  ])("finds none in %s", (_, text) => {
    expect(readHeader({ path: "s", text }).kind).toBe("none")
  })

  it("keeps places in the script", () => {
    const text = "#!/bin/sh\r\n# ---\r\n# depends_on:\r\n#   - a\r\n#   - bcd\r\n# ---\r\n"
    const document = header(text)
    expect(document?.value).toEqual({ needs: ["a", "bcd"] })
    const location = document?.locate(["needs", 1])
    expect(location && positionOf(location)).toEqual({ line: 5, column: 7 })
    const key = document?.locateKey(["needs"])
    expect(key && text.slice(key.range.start, key.range.end)).toBe("depends_on")
  })

  it("never throws", () => {
    const line = fc.constantFrom("# ---", "# a: b", "#  - [", "// ---", "", "x", "# @meta", "#: {")
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
        parseScript({ path: "s", text: lines.join("\n") })
      }),
    )
  })
})

describe("parseScript", () => {
  it("brings keys to their names and keeps the rest", () => {
    const script = parseScript({
      path: "s.py",
      text: `#!/usr/bin/env python3
# ---
# id: shop/buy
# depends_on: [cart]
# estimated_time: 5-15 min
# retry: { max_attempts: 3 }
# timeout_minutes: 2
# component: shop
# Mode: fast
# ---
`,
    })
    expect(script.diagnostics).toEqual([])
    expect(script).toMatchObject({
      shebang: "/usr/bin/env python3",
      line: 2,
      text: {
        id: "shop/buy",
        needs: ["cart"],
        estimate: "10m",
        retry: { "max-attempts": 3 },
        "timeout-minutes": 2,
      },
      extra: { component: "shop", Mode: "fast" },
    })
  })
})

describe("plainEstimate", () => {
  it.each([
    ["5-15 min", "10m"],
    ["350ms", "350ms"],
    ["2 seconds", "2s"],
    ["1h30m", "1h30m"],
    ["10 minutes", "10m"],
    ["~2 hours", "2h"],
    ["5 to 10 sec", "7.5s"],
    ["30s", "30s"],
    ["1h30m", "1h30m"],
    ["90", "90"],
    ["soon", "soon"],
  ])("%j is %j", (text, expected) => {
    expect(plainEstimate(text)).toBe(expected)
  })
})
