import { expect, it } from "vitest"
import { cutText } from "../../../src/core/text/cut-text.ts"

it.each([
  ["abc", 3, "", "abc"],
  ["abcd", 3, "", "abc"],
  ["abcd", 3, "…", "abc…"],
  ["abc", 3, "…", "abc"],
  ["ab🙂", 3, "…", "ab\ufffd…"],
  ["a\ud83d", 5, "", "a\ufffd"],
  ["", 0, "…", ""],
])("cutText(%j, %d, %j) is %j", (text, most, mark, cut) => {
  expect(cutText(text, most, mark)).toBe(cut)
})
