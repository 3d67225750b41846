import { describe, expect, it } from "vitest"
import { hasOpenQuote, splitWords } from "../../../src/core/text/split-words.ts"

describe("splitWords", () => {
  it.each([
    ["", []],
    ["  a  b\tc\n", ["a", "b", "c"]],
    [
      "--health-cmd pg_isready --health-interval 10s",
      ["--health-cmd", "pg_isready", "--health-interval", "10s"],
    ],
    [`--health-cmd="redis-cli ping || exit 1"`, ["--health-cmd=redis-cli ping || exit 1"]],
    [`sh -c 'echo "a b"'`, ["sh", "-c", 'echo "a b"']],
    [`"a \\"quoted\\" word" ''`, ['a "quoted" word', ""]],
    [`C:\\dir\\file "C:\\My dir"`, ["C:\\dir\\file", "C:\\My dir"]],
    [`it's`, ["it's"]],
  ])("%j", (line, words) => {
    expect(splitWords(line)).toEqual(words)
  })
})

describe("hasOpenQuote", () => {
  it.each([
    [`--label "a b" --label 'it is'`, false],
    [`--label "it's \\"here\\""`, false],
    [`--label '"'`, false],
    [`--label "a b`, true],
    [`it's`, true],
    [`"a" "`, true],
  ])("%j: %j", (line, isOpen) => {
    expect(hasOpenQuote(line)).toBe(isOpen)
  })
})
