import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { findFailureLine, placeOf } from "../../../src/core/text/failure-line.ts"
import { shownLines } from "../../../src/core/text/terminal-text.ts"
import { type Ending, readEndings } from "../../__rig__/endings.ts"

function judge(ending: Ending) {
  const lines = shownLines(readFileSync(ending.output, "utf8"))
  const last = lines.findLast((line) => line.trim() !== "") ?? ""
  const chosen = findFailureLine(lines)?.text ?? ""
  const isRight = (text: string) => ending.right.some((line) => text.includes(line))
  return { name: ending.name, chosen, isRight: isRight(chosen), wasRight: isRight(last) }
}

/** Counts of a part of the corpus, and what the rule misses in it. */
function judgeAll(part: string) {
  const judged = readEndings(part).map(judge)
  return {
    count: judged.length,
    right: judged.filter(({ isRight }) => isRight).length,
    wrong: judged.filter(({ isRight }) => !isRight).map(({ name }) => name),
    worse: judged.filter(({ isRight, wasRight }) => wasRight && !isRight).map(({ name }) => name),
  }
}

describe("how commands end", () => {
  it("lists with each ending a line that its output has", () => {
    for (const { name, output, right } of ["known", "later"].flatMap(readEndings)) {
      const shown = shownLines(readFileSync(output, "utf8")).join("\n")
      expect([name, right.length > 0, right.filter((line) => !shown.includes(line))]).toEqual([
        name,
        true,
        [],
      ])
    }
  })

  it("is told right of the endings that the rule was made with", () => {
    const { count, right, worse } = judgeAll("known")
    expect(count).toBeGreaterThanOrEqual(40)
    expect(worse).toEqual([])
    expect({ count, right }).toEqual({ count: 100, right: 100 })
  })

  // The rule is not made better for these: where it changes, the counts tell what it did to them.
  it("is told right of most endings that came later, and counted apart", () => {
    const { count, right, wrong, worse } = judgeAll("later")
    expect(worse).toEqual([])
    expect({ count, right, wrong }).toEqual({
      count: 10,
      right: 8,
      wrong: ["unittest-setup", "xargs"],
    })
  })
})

describe("findFailureLine", () => {
  it.each<readonly [string, readonly string[], string | null]>([
    ["nothing", [], null],
    ["blank lines", ["", "  "], null],
    ["one line", ["it is raining"], "it is raining"],
    ["good news alone", ["ok 1 - opens", "[SUCCESS] Cleanup completed"], null],
    ["a bare word", ["FAIL"], null],
    ["what was said before good news", ["3 of 5 hosts answered", "ok"], "3 of 5 hosts answered"],
    ["a sum alone", ["1 failed, 101 passed"], "1 failed, 101 passed"],
    ["a farewell alone", ["Cleaning up"], "Cleaning up"],
    ["a farewell after other words", ["asking the server", "Cleaning up..."], "asking the server"],
    [
      "TAP among lines that say error",
      ["ok 5 shows the error", "not ok 6 opens", ...Array(60).fill("ok 7 fails well"), "1..67"],
      "not ok 6 opens",
    ],
    [
      "tests that are still to do",
      ["not ok 1 # TODO later", "not ok 2 opens", "ok 3"],
      "not ok 2 opens",
    ],
    [
      "packages without tests",
      ["?   \tshop/mail\t[no test files]", "FAIL\tshop [build failed]", "x: bad option", "FAIL"],
      "x: bad option",
    ],
    ["no errors at all", ["checked 3 files, 0 errors", "expected 4 files"], "expected 4 files"],
    [
      "an exception of Ruby, above its stack",
      [
        "begun",
        "cart.rb:3:in 'Integer#/': divided by 0 (ZeroDivisionError)",
        "\tfrom cart.rb:3:in '<main>'",
      ],
      "cart.rb:3:in 'Integer#/': divided by 0 (ZeroDivisionError)",
    ],
    ["an expected zero", ["expected 0 errors, got 3", "bye"], "expected 0 errors, got 3"],
    ["a sum that is an error by name", ["ERROR: 3 checks failed", "bye"], "ERROR: 3 checks failed"],
    ["a number before a word of sums", ["port 9 failed: refused", "bye"], "port 9 failed: refused"],
    [
      "an exit code that is part of what is said",
      ["running", "ERROR: the job failed with exit code 3"],
      "ERROR: the job failed with exit code 3",
    ],
    [
      "a process whose exit code says nothing",
      ["x: bad", "Process completed with exit code 1."],
      "x: bad",
    ],
    ["a level in a label", ["[error] no room", "[info] errors are sent"], "[error] no room"],
    [
      "a level in a pair",
      ['level=info msg="error page"', "level=error msg=full"],
      "level=error msg=full",
    ],
    [
      "what a test expects, said of an answer that names an error",
      ['{"error":"warming up"}', 'expected 201, got 503: {"error":"warming up"}'],
      'expected 201, got 503: {"error":"warming up"}',
    ],
    ["a warning", ["Warning: the cache is missing", "out of range"], "out of range"],
    [
      "an error of long ago",
      ["ERROR: no cache", ...Array(20).fill("working"), "cat: x: No such file or directory"],
      "cat: x: No such file or directory",
    ],
    [
      "a stack between two errors",
      ["Error: first", ...Array(30).fill("    at work (x.js:1:1)"), "Error: second"],
      "Error: first",
    ],
    ["a command that a shell shows", ["+ echo error", "+ false"], "+ false"],
    ["a heading without more", ["✗ the page answers", "", "bye"], "✗ the page answers"],
    [
      "headings in headings",
      ["--- FAIL: TestA (0.00s)", "    --- FAIL: TestA/b (0.00s)", "        a_test.go:3: no"],
      "--- FAIL: TestA/b (0.00s): a_test.go:3: no",
    ],
    [
      "a time in a log, which is no place in a file",
      ["10:00:02 ERROR the first", "10:00:03 ERROR the second"],
      "10:00:02 ERROR the first",
    ],
  ])("%s", (_, lines, expected) => {
    expect(findFailureLine(lines)?.text ?? null).toBe(expected)
  })

  it("says where the line stands", () => {
    expect(findFailureLine(["", "  ERROR: full", "bye"])).toEqual({ text: "ERROR: full", index: 1 })
  })

  it("judges a line by its beginning", () => {
    const text = findFailureLine([`ERROR: ${"x".repeat(100_000)}`])?.text
    expect(text?.length).toBe(500)
  })
})

it("does not try a line of dots from each of them", () => {
  const lines = Array<string>(8_000).fill(".".repeat(500))
  const before = process.cpuUsage()
  findFailureLine(lines)
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_500)
})

describe("placeOf", () => {
  it.each<readonly [string, readonly string[], number | null]>([
    ["exit code 1: no room", ["no room", "room", "bye"], 0],
    ["exit code 1: a heading: and more", ["a heading", "  and more", "more"], 1],
    ["exit code 1", ["bye", "1", ""], null],
    ["", [""], null],
  ])("%j", (message, lines, expected) => {
    expect(placeOf(message, lines)).toBe(expected)
  })
})
