import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nodePatterns } from "../../src/adapters/node/patterns.ts"
import { MAX_PROBLEMS, matchProblems } from "../../src/execute/match-problems.ts"
import { type ProblemMatcher, parseProblemMatchers } from "../../src/scenario/problem-matcher.ts"
import { suiteRun } from "./real-rig.ts"

const TSC: ProblemMatcher = {
  owner: "tsc",
  pattern: [
    {
      regexp: "^(.+)\\((\\d+),(\\d+)\\): (error|warning|info) (TS\\d+): (.*)$",
      file: 1,
      line: 2,
      column: 3,
      severity: 4,
      code: 5,
      message: 6,
    },
  ],
}

const ESLINT: ProblemMatcher = {
  owner: "eslint",
  severity: "warning",
  pattern: [
    { regexp: "^([^\\s].*)$", file: 1 },
    { regexp: "^\\s+(\\d+):(\\d+)\\s+(.*)$", line: 1, column: 2, message: 3, loop: true },
  ],
}

function found(output: string, matchers: readonly ProblemMatcher[]) {
  return matchProblems(output, {
    matchers,
    patterns: nodePatterns,
    locate: (file) => (file.startsWith("/") ? null : file),
    now: () => 0,
  })
}

describe("matchProblems", () => {
  it("reads one line at a time, colours and line ends aside", () => {
    const output = "noise\r\n\u001b[31msrc/a.ts(3,14)\u001b[0m: error TS2304: no name 'x'\r\n"
    expect(found(`${output}/out.ts(1,1): info TS1: odd`, [TSC])).toEqual([
      {
        severity: "error",
        file: "src/a.ts",
        line: 3,
        column: 14,
        code: "TS2304",
        message: "no name 'x'",
      },
      { severity: "error", file: null, line: null, column: null, code: "TS1", message: "odd" },
    ])
  })

  it("reads lines that follow each other, the last again and again", () => {
    const output = "a.js\n  1:2  first\n  3:4  second\n\nb.js\nc.js\n  5:6  third\n  no\n"
    expect(
      found(output, [ESLINT]).map(({ file, line, severity, message }) =>
        [file, line, severity, message].join(" "),
      ),
    ).toEqual(["a.js 1 warning first", "a.js 3 warning second", "c.js 5 warning third"])
  })

  it("is bounded in findings, in lines, in their length and in time", () => {
    const many = "a(1,1): error TS1: x\n".repeat(MAX_PROBLEMS + 10)
    expect(found(many, [TSC])).toHaveLength(MAX_PROBLEMS)
    expect(found(`${"\n".repeat(20_000)}${many}`, [TSC])).toEqual([])
    const [long] = found(`a(1,1): error TS1: ${"x".repeat(9_000)}`, [TSC])
    expect(long?.message).toHaveLength(500)
  })

  it("gives up a pattern that would try for ever, and the rest with it", () => {
    const slow = { owner: "slow", pattern: [{ regexp: "^(a+)+$", message: 1 }] }
    let at = 0
    const begun = performance.now()
    const problems = matchProblems(`${"a".repeat(80)}!\na(1,1): error TS1: x`, {
      matchers: [slow, TSC],
      patterns: nodePatterns,
      locate: (file) => file,
      now: () => (at += 600),
    })
    expect(problems).toEqual([])
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  it("never throws, whatever the output is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (output) => {
        for (const { message } of found(output, [TSC, ESLINT])) {
          expect(message.trim()).not.toBe("")
        }
      }),
    )
  })
})

describe("parseProblemMatchers", () => {
  const file = (pattern: unknown) =>
    JSON.stringify({ problemMatcher: [{ owner: "x", pattern: [pattern].flat() }] })
  it.each([
    ["{", "it is not JSON"],
    ["{}", "problemMatcher: "],
    ['{"problemMatcher":[]}', "problemMatcher: "],
    [file({ regexp: "(", message: 1 }), "problemMatcher[0].pattern[0].regexp: unterminated group"],
    [file({ regexp: "x" }), "the last pattern of `x` names no group for `message`"],
    [
      file({ regexp: "x", message: 1, loop: true }),
      "problemMatcher[0].pattern[0].loop: only the last of several patterns can repeat",
    ],
    [file({ regexp: "x", message: "1" }), "problemMatcher[0].pattern[0].message: "],
  ])("refuses %s", (text, said) => {
    const parsed = parseProblemMatchers(text)
    expect(parsed.ok ? "" : parsed.error).toContain(said)
  })

  it("takes GitHub's own files, whatever else they say", () => {
    const parsed = parseProblemMatchers(
      JSON.stringify({ problemMatcher: [{ ...TSC, description: "x" }, ESLINT], $schema: "x" }),
    )
    expect(parsed).toMatchObject({ ok: true, value: [{ owner: "tsc" }, { owner: "eslint" }] })
  })
})

const SUITE = `
scenarios:
  types:
    run: |
      echo "a.ts(3,14): error TS2304: no name"
      echo "../b.ts(1,1): error TS1: up"
      echo "../../c.ts(1,1): error TS1: outside"
      exit 2
    working-directory: web
    problem-matcher: ci/tsc.json
  warns: { run: 'echo "lib/x.ts(1,2): warning TS9: hm"', problem-matcher: [ci/tsc.json] }
`

describe.runIf(process.platform === "linux")("problem-matcher", () => {
  it("finds what the output names, relative to the root", async () => {
    const run = suiteRun(SUITE, {
      files: {
        "ci/tsc.json": JSON.stringify({ problemMatcher: [TSC] }),
        "web/a.ts": "",
        "b.ts": "",
      },
    })
    await run.dispatcher.run()
    const { message, problems } = run.attempt("types")
    expect(message).toBe("exit code 2: web/a.ts:3: no name")
    expect(problems?.map(({ file, line }) => [file, line])).toEqual([
      ["web/a.ts", 3],
      ["b.ts", 1],
      [null, null],
    ])
    expect(run.attempt("warns")).toMatchObject({
      outcome: "passed",
      problems: [{ severity: "warning", file: "lib/x.ts", line: 1, column: 2 }],
    })
  })
})
