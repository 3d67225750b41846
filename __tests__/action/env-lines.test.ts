import { describe, expect, it } from "vitest"
import { parseEnvLines } from "../../src/action/env-lines.ts"

function read(text: string): { readonly env: object; readonly problems: readonly string[] } {
  const problems: string[] = []
  return { env: parseEnvLines(text, problems), problems }
}

describe("parseEnvLines", () => {
  it("takes values of one line and of several", () => {
    const text = [
      "  A=1  ",
      "",
      "KEY<<END",
      "-----BEGIN KEY-----",
      "  indented = kept",
      "",
      "B=not a variable",
      "-----END KEY-----",
      "END",
      "EMPTY<<X",
      "X",
      "C=x<<y",
      "D=",
    ]
    const env = {
      A: "1",
      KEY: "-----BEGIN KEY-----\n  indented = kept\n\nB=not a variable\n-----END KEY-----",
      EMPTY: "",
      C: "x<<y",
      D: "",
    }
    expect(read(text.join("\n"))).toEqual({ env, problems: [] })
    expect(read(text.join("\r\n"))).toEqual({ env, problems: [] })
  })

  it.each([
    ["A=1\n\nsecret words", ["input env: line 3 is not NAME=value"]],
    ["1A=secret", ["input env: line 1 is not NAME=value"]],
    ["A<<\nsecret", ["input env: line 1 is not NAME=value", "input env: line 2 is not NAME=value"]],
    ["A=1\nB<<END\nsecret\nENDE", ["input env: line 2 begins a value without an end line"]],
  ])("says where %j is wrong, and repeats none of it", (text, problems) => {
    expect(read(text).problems).toEqual(problems)
    expect(problems.join()).not.toContain("secret")
  })
})
