import fc from "fast-check"
import { expect, it } from "vitest"
import { messagePattern } from "../../../src/core/text/message-pattern.ts"

it.each([
  ["connect ECONNREFUSED 127.0.0.1:4711", "connect ECONNREFUSED *:*"],
  ["expected 200 but got 503 after 1.25s", "expected * but got * after *s"],
  ["2026-11-30T23:45:00.123Z ERROR no answer", "* ERROR no answer"],
  ["2026-11-30 23:45:00,123 ERROR no answer", "* ERROR no answer"],
  ["at 23:45:00 in 2026-11-30", "at * in *"],
  ["no row 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "no row *"],
  ["segfault at 0xDEADbeef ip 00007f3a1c2b", "segfault at * ip *"],
  ["commit 9fceb02d0ae598e95dc970b74767f19372d61af8 is missing", "commit * is missing"],
  ["pod web-7d4b9c6f5d-x2x9k", "pod web-*-x*x*k"],
  [
    "cannot open /tmp/run-4711/smoke/data.json: no such file",
    "cannot open *data.json: no such file",
  ],
  ["C:\\Users\\runner\\a.txt is locked", "*a.txt is locked"],
  ["src/cart/total.ts:12:5 - error TS2322", "src/cart/total.ts:*:* - error TS*"],
  ["defaced facade", "defaced facade"],
  ["\u001b[31mfailed\u001b[0m   3\n times", "failed * times"],
  ["", ""],
])("the pattern of %j is %j", (message, pattern) => {
  expect(messagePattern(message)).toBe(pattern)
})

it("does not depend on numbers, and is its own pattern", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (a, b) => {
      expect(messagePattern(`got ${a} of 7`)).toBe(messagePattern(`got ${b} of 7`))
    }),
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      const pattern = messagePattern(text)
      expect(messagePattern(pattern)).toBe(pattern)
    }),
  )
})

it("takes long messages in linear time", () => {
  const began = performance.now()
  for (const part of ["/a", "a1", "1.", "a-", "\u001b["]) messagePattern(part.repeat(200_000))
  expect(performance.now() - began).toBeLessThan(10_000)
})
