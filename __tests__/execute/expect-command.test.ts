import { describe, expect, it } from "vitest"
import { suiteRun } from "./real-rig.ts"

const SUITE = `
scenarios:
  good:
    run: "echo to out; echo to err >&2; exit 3"
    expect:
      exit-code: [0, 3]
      stdout: { contains: to out, not-contains: to err }
      stderr: { matches: "^to err$" }
      output: { contains: [to out, to err] }
      within: 1m
  code: { run: "echo last words; exit 1", expect: { exit-code: 3 } }
  zero: { run: "true", expect: { exit-code: 3 } }
  text: { run: "echo something", expect: { stdout: { contains: "\${{ scenario.id }}" } } }
  error: { run: "echo oops >&2", expect: { stderr: { not-contains: oops } } }
  late: { run: "sleep 0.2", expect: { within: 100ms } }
  seventy-seven: { run: "exit 77", expect: { exit-code: 77 } }
  skips: { run: "exit 77", expect: { exit-code: 0 } }
  background: { run: "(sleep 0.02; echo late) & wait", expect: { stdout: { contains: late } } }
  escaped: { run: "setsid sleep 30 & echo begun", expect: { stdout: { contains: begun } } }
  big: { run: "head -c 9000000 /dev/zero | tr '\\\\0' x", expect: { stdout: { not-contains: y } } }
`

describe.runIf(process.platform === "linux")("expect of a command", () => {
  it("judges what came, and the log has all of it", async () => {
    const run = suiteRun(SUITE)
    await run.dispatcher.run()
    const ends = Object.keys(run.plan.scenarios).map((id) => {
      const { outcome, cause, message } = run.attempt(id)
      return [id, outcome, cause, message?.replace(/[\d.]+m?s$/u, "…") ?? null]
    })
    expect(ends).toEqual([
      ["good", "passed", null, null],
      ["code", "failed", "expectation", "expected exit code 3, but got 1: last words"],
      ["zero", "failed", "expectation", "expected exit code 3, but got 0"],
      [
        "text",
        "failed",
        "expectation",
        'expected stdout to contain "text", but it ends with "something"',
      ],
      [
        "error",
        "failed",
        "expectation",
        'expected stderr not to contain "oops", but line 1 does: "oops"',
      ],
      ["late", "failed", "expectation", "expected to end within 100ms, but it took …"],
      ["seventy-seven", "passed", null, null],
      ["skips", "skipped", null, "exit code 77"],
      ["background", "passed", null, null],
      ["escaped", "passed", null, null],
      [
        "big",
        "failed",
        "expectation",
        'expected stdout not to contain "y", but it is longer than the 8 MiB that are searched',
      ],
    ])
    expect(run.log("good").split("\n").sort()).toEqual(["", "to err", "to out"])
    expect(run.log("big")).toHaveLength(9_000_000)
  })
})
