import { describe, expect, it } from "vitest"
import { alikeText } from "../../../src/core/text/alike.ts"

describe("alikeText", () => {
  it.each([
    ["exit code 7: no route to 10.0.0.1:5432", "exit code #: no route to #"],
    ["cannot open /tmp/x1/a.log: no space", "cannot open #: no space"],
    ["GET https://a.example/b?c=1 failed", "GET # failed"],
    ["request 3f2504e04f8911d39a0c0305e82c3301   died", "request # died"],
    ["facade and decade stay", "facade and decade stay"],
    ["", ""],
  ])("%j becomes %j", (text, alike) => {
    expect(alikeText(text)).toBe(alike)
  })

  it("is short, and quick for texts of any length", () => {
    const begun = performance.now()
    expect(alikeText("a".repeat(10_000_000)).length).toBeLessThanOrEqual(200)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})
