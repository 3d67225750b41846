import { describe, expect, it } from "vitest"
import { normalMessage } from "../../../src/core/text/normal-message.ts"

describe("normalMessage", () => {
  it.each([
    ["no answer after 312 ms", "no answer after # ms"],
    ["at 0x7ffeE1 in  f\n", "at # in f"],
    ["id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone", "id # is gone"],
    ["commit 1a2b3c4d5e6f", "commit #"],
    ["face is a word", "face is a word"],
  ])("%j", (message, expected) => {
    expect(normalMessage(message)).toBe(expected)
  })

  it("is short, however long the message is", () => {
    expect(normalMessage("x".repeat(10_000)).length).toBe(300)
  })
})
