import { expect, it } from "vitest"
import type { TestCase, Tests } from "../../../src/formats/test-cases.ts"
import { testLines } from "../../../src/report/text/tests-text.ts"

const row = (outcome: TestCase["outcome"], more: Partial<TestCase> = {}): TestCase => ({
  name: "adds",
  suite: null,
  outcome,
  seconds: null,
  message: null,
  file: null,
  line: null,
  ...more,
})

const tests = (cases: readonly TestCase[], counts: Partial<Tests> = {}): Tests => ({
  files: 1,
  failed: 0,
  flaky: 0,
  skipped: 0,
  passed: 0,
  cases: [...cases],
  ...counts,
})

it("names what did not pass and counts the rest", () => {
  const cases = [
    row("failed", { suite: "cart", file: "a.js", line: 3, message: "expected 3" }),
    row("flaky", { suite: "adds", file: "a.js" }),
    row("passed"),
  ]
  expect(testLines(tests(cases, { failed: 7, flaky: 1, passed: 90 }), 50)).toEqual([
    "98 tests: 7 failed, 1 flaky, 90 passed",
    "failed cart > adds (a.js:3): expected 3",
    "flaky adds (a.js)",
    "and 6 more that did not pass",
  ])
  expect(testLines(tests([], { passed: 1 }), 50)).toEqual(["1 test: 1 passed"])
  expect(testLines(tests([]), 50)).toEqual(["0 tests"])
})

it("leaves nothing of a hostile report active", () => {
  const name = "::error::a\u{1b}[31m\r\n##[add-mask]b"
  const [, line = ""] = testLines(tests([row("failed", { name, message: name })], { failed: 1 }), 5)
  expect([..."\u{1b}\n\r"].filter((sign) => line.includes(sign))).toEqual([])
  expect(line).not.toMatch(/^::|##\[/u)
})
