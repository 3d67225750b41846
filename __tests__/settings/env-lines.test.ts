import { describe, expect, it } from "vitest"
import { err, ok } from "../../src/core/problems/result.ts"
import { ENV_LINES } from "../../src/settings/value.ts"

describe("ENV_LINES", () => {
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
    expect(ENV_LINES.parse(text.join("\n"))).toEqual(ok(env))
    expect(ENV_LINES.parse(text.join("\r\n"))).toEqual(ok(env))
  })

  it.each([
    ["A=1\n\nsecret words", "line 3 is not NAME=value"],
    ["1A=secret", "line 1 is not NAME=value"],
    ["A<<\nsecret", "line 1 is not NAME=value; line 2 is not NAME=value"],
    ["A=1\nB<<END\nsecret\nENDE", "line 2 begins a value without an end line"],
  ])("says where %j is wrong, and repeats none of it", (text, problem) => {
    expect(ENV_LINES.parse(text)).toEqual(err(problem))
    expect(problem).not.toContain("secret")
  })
})
