import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { findLines } from "../../../src/adapters/node/files/find-lines.ts"
import { readTap, TAP_LINE, type TapEnd } from "../../../src/execute/output/tap.ts"
import { suiteRun } from "../real-rig.ts"

const path = join(mkdtempSync(join(tmpdir(), "smoke-tap-")), "log")

/** As an attempt reads it. */
function read(output: string, from = 0): Promise<TapEnd | null> {
  writeFileSync(path, output)
  return readTap(findLines(path, { pattern: TAP_LINE, from }), () => Promise.resolve())
}

const PASSED = { verdict: "passed", message: null }

describe("readTap", async () => {
  it.each([
    ["a plan and tests", "1..2\nok 1 - a\nok 2 - b\n"],
    ["a plan at the end", "ok 1 - a\nok 2 - b\n1..2"],
    ["line ends of Windows", "TAP version 13\r\n1..1\r\nok 1 - a\r\n"],
    ["tests without number or name", "1..3\nok\nok - b\nok c\n"],
    ["tests that are skipped", "1..2\nok 1 - a # SKIP no network\nok 2 # skip\n"],
    ["failures that are to be done", "1..2\nnot ok 1 - a # TODO later\nnot ok 2 #todo\n"],
    ["to be done and done", "1..1\nok 1 - a # TODO later\n"],
    ["a version without a plan", "TAP version 14\nok 1 - a\n"],
    ["pragmas, comments, foreign lines", "1..1\npragma +strict\n# not ok 1\nwarning: x\nok 1\n"],
    ["a subtest that failed in one that did not", "1..1\n    not ok 1 - b\n    1..7\nok 1 - a\n"],
    ["details", "1..1\nok 1\n  ---\n  error: |-\n    x\n    not ok 1 - y\n  ...\n"],
    ["documents after one another", "1..1\nok 1 - a\n1..2\nok 1 - b\nok 2 - c\n"],
    ["one of which tests nothing", "1..0 # SKIP no a\n1..1\nok 1 - b\n"],
  ])("passes %s", async (_, output) => {
    expect(await read(output)).toEqual(PASSED)
  })

  it.each([
    [
      "1..3\nok 1\nnot ok 2 - opens the basket\nnot ok 3\n",
      "2 of 3 failed, first: 2 - opens the basket",
    ],
    ["not ok\n1..1\n", "1 of 1 failed, first: 1"],
    ["1..2\nok 1\nnot ok 2 - a \\# TODO \\\\\n", "1 of 2 failed, first: 2 - a # TODO \\"],
    [
      "1..1\nnot ok 1 - skipped and failed # SKIP\n",
      "1 of 1 failed, first: 1 - skipped and failed # SKIP",
    ],
    ["1..1\nnot ok 1 bats has no hyphen\n", "1 of 1 failed, first: 1 - bats has no hyphen"],
    ["1..9\nnot ok 1 - a\nok 2\n", "1 of 9 failed, first: 1 - a; 2 of 9 planned tests ran"],
    ["1..5\nok 1\nBail out!  no database \n", "bailed out: no database; 1 of 5 planned tests ran"],
    ["TAP version 13\nBail out!\n", "bailed out"],
    [`1..1\nnot ok 1 - ${"x".repeat(300)}\n`, `1 of 1 failed, first: 1 - ${"x".repeat(196)}…`],
  ])("fails %j", async (output, message) => {
    expect(await read(output)).toEqual({ verdict: "failed", message })
  })

  it.each([
    ["1..3\nok 1\nok 2\n", "only 2 of 3 planned tests ran"],
    ["TAP version 13\n1..3\n", "only 0 of 3 planned tests ran"],
  ])("says what is missing of %j", async (output, message) => {
    expect(await read(output)).toEqual({ verdict: "short", message })
  })

  it.each([
    ["1..0 # SKIP no network\n", "no network"],
    ["1..0 # Skipped: no network\n", "no network"],
    ["noise\n1..0 # skip", "no tests (1..0)"],
    ["TAP version 13\n1..0\n", "no tests (1..0)"],
  ])("skips by %j", async (output, message) => {
    expect(await read(output)).toEqual({ verdict: "skipped", message })
  })

  it.each([
    ["nothing", ""],
    ["a plan alone", "counting\n1..3\n"],
    ["an empty plan alone", "1..0\n"],
    ["tests alone", "ok 1 - a\nnot ok 2 - b\n"],
    ["a version alone", "TAP version 13\nof the spec\n"],
    ["what Go says", "1..3\nok  \texample.com/cart\t0.1s\n"],
    ["words that begin alike", "1..3\nokay\nnot okay\nok, done\n1..2..3\n"],
    ["what is not at the margin", "  1..1\n  not ok 1\n| 1..1\n> not ok 1\n"],
  ])("does not take %s for TAP", async (_, output) => {
    expect(await read(output)).toBeNull()
  })

  it("reads from where an attempt begins", async () => {
    const earlier = "1..1\nnot ok 1\n"
    expect(await read(`${earlier}1..1\nok 1\n`, earlier.length)).toEqual(PASSED)
    expect(await read(`${earlier}done\n`, earlier.length)).toBeNull()
  })

  it("reads what lies deep in an output of 100 MiB, whatever its lines are", async () => {
    const noise = `${"x".repeat(99)}\n`.repeat(1 << 19)
    const output = `1..3\nok 1\n${noise}not ok 2 - deep\n${"y".repeat(noise.length)}\nok 3`
    expect(output.length).toBeGreaterThan(100 << 20)
    const begun = performance.now()
    expect((await read(output))?.message).toBe("1 of 3 failed, first: 2 - deep")
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})

const tap = (lines: string, code = 0) => JSON.stringify(`printf '${lines}'; exit ${code}`)

const SUITE = `
scenarios:
  good: { run: ${tap("1..1\\nok 1\\n")} }
  fails: { run: ${tap("1..2\\nok 1\\nnot ok 2 - b\\n# trailer\\n", 1)} }
  liar: { run: ${tap("1..2\\nok 1\\nnot ok 2 - b\\n")} }
  short: { run: ${tap("1..2\\nok 1\\n")} }
  bails: { run: ${tap("1..2\\nok 1\\nBail out! no db\\n")} }
  ignored: { run: ${tap("1..2\\nnot ok 1\\n")}, expect: { tap: ignore } }
  ignored-code: { run: ${tap("1..2\\nnot ok 1\\nlast\\n", 2)}, expect: { tap: ignore } }
  wanted: { run: ${tap("1..1\\nnot ok 1\\n", 1)}, expect: { exit-code: 1 } }
  either: { run: ${tap("1..1\\nnot ok 1\\n")}, expect: { exit-code: [0, 1] } }
  unwanted: { run: ${tap("1..1\\nnot ok 1 - b\\n", 1)}, expect: { exit-code: 3 } }
  skips-all: { run: ${tap("1..0 # SKIP no db\\n")} }
  skips-and-fails: { run: ${tap("1..0 # SKIP no db\\n", 1)} }
  exit-77: { run: ${tap("1..1\\nok 1\\nno db\\n", 77)} }
  fails-77: { run: ${tap("1..90\\nnot ok 1 - b\\n", 77)} }
  says-skip: { run: "echo skip=no db >> \\"$SMOKE_OUTPUT\\"; printf '1..3\\\\nok 1\\\\n'" }
  says-skip-fails: { run: "echo skip=no db >> \\"$SMOKE_OUTPUT\\"; printf '1..1\\\\nnot ok 1\\\\n'" }
  other-way: { run: "printf '1..1\\\\nnot ok 1 - b\\\\n' >&2", expect: { stdout: { not-contains: x } } }
  warned: { run: "printf 'a.c:1: warning: hm\\\\n1..1\\\\nnot ok 1 - b\\\\n'; exit 1", problem-matcher: gcc }
  placed: { run: "printf 'a.c:1: error: hm\\\\n1..1\\\\nnot ok 1 - b\\\\n'; exit 1", problem-matcher: gcc }
  killed: { run: "printf '1..1\\\\nnot ok 1 - b\\\\n'; kill -9 $$" }
`

describe.runIf(process.platform === "linux")("an output in TAP", () => {
  it("says why a command failed, and that it did where its exit says nothing of it", async () => {
    const run = suiteRun(SUITE)
    await run.dispatcher.run()
    const ends = Object.keys(run.plan.scenarios).map((id) => {
      const { outcome, cause, message } = run.attempt(id)
      return [id, outcome, cause, message]
    })
    expect(ends).toEqual([
      ["good", "passed", null, null],
      ["fails", "failed", "exit-code", "exit code 1: 1 of 2 failed, first: 2 - b"],
      ["liar", "failed", "expectation", "exit code 0, but 1 of 2 failed, first: 2 - b"],
      ["short", "failed", "expectation", "exit code 0, but only 1 of 2 planned tests ran"],
      [
        "bails",
        "failed",
        "expectation",
        "exit code 0, but bailed out: no db; 1 of 2 planned tests ran",
      ],
      ["ignored", "passed", null, null],
      ["ignored-code", "failed", "exit-code", "exit code 2: not ok 1"],
      ["wanted", "passed", null, null],
      ["either", "failed", "expectation", "exit code 0, but 1 of 1 failed, first: 1"],
      [
        "unwanted",
        "failed",
        "expectation",
        "expected exit code 3, but it was 1: 1 of 1 failed, first: 1 - b",
      ],
      ["skips-all", "skipped", null, "no db"],
      ["skips-and-fails", "failed", "exit-code", "exit code 1: no db"],
      ["exit-77", "skipped", null, "no db"],
      [
        "fails-77",
        "failed",
        "exit-code",
        "exit code 77: 1 of 90 failed, first: 1 - b; 1 of 90 planned tests ran",
      ],
      ["says-skip", "skipped", null, "no db"],
      ["says-skip-fails", "failed", "expectation", "exit code 0, but 1 of 1 failed, first: 1"],
      ["other-way", "failed", "expectation", "exit code 0, but 1 of 1 failed, first: 1 - b"],
      ["warned", "failed", "exit-code", "exit code 1: 1 of 1 failed, first: 1 - b"],
      ["placed", "failed", "exit-code", "exit code 1: a.c:1: hm"],
      ["killed", "failed", "signal", "ended by SIGKILL: 1 of 1 failed, first: 1 - b"],
    ])
  })
})
