import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nodePatterns } from "../../../src/adapters/node/patterns.ts"
import { MAX_PROBLEMS, matchProblems } from "../../../src/execute/output/match-problems.ts"
import {
  type ProblemMatcher,
  parseProblemMatchers,
} from "../../../src/scenario/matchers/problem-matcher.ts"
import { suiteRun } from "../real-rig.ts"

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
    note: () => {},
  })
}

describe("matchProblems", () => {
  it("reads one line at a time, colours and line ends aside", async () => {
    const output = "noise\r\n\u001b[31msrc/a.ts(3,14)\u001b[0m: error TS2304: no name 'x'\r\n"
    const rest = "/out.ts(1,1): warning TS1: odd\nb.ts(1,1): info TS2: no problem"
    expect(await found(`${output}${rest}`, [TSC])).toEqual([
      {
        severity: "error",
        file: "src/a.ts",
        line: 3,
        column: 14,
        code: "TS2304",
        message: "no name 'x'",
      },
      {
        severity: "warning",
        file: null,
        line: null,
        column: null,
        code: "TS1",
        message: "/out.ts:1: odd",
      },
    ])
  })

  it("reads lines that follow each other, the last again and again", async () => {
    const output = "a.js\n  1:2  first\n  3:4  second\n\nb.js\nc.js\n  5:6  third\n  no\n"
    expect(
      (await found(output, [ESLINT])).map(({ file, line, severity, message }) =>
        [file, line, severity, message].join(" "),
      ),
    ).toEqual(["a.js 1 warning first", "a.js 3 warning second", "c.js 5 warning third"])
  })

  it("takes from earlier patterns what they say, the message too", async () => {
    const rust: ProblemMatcher = {
      owner: "rust",
      severity: "Warning",
      pattern: [
        { regexp: "^(error|hint)?(?:\\[(\\w+)\\])?: (.+)$", severity: 1, code: 2, message: 3 },
        { regexp: "^ --> (.+):(\\d+):(x?\\d+)$", file: 1, line: 2, column: 3 },
      ],
    }
    const output = [
      "error[E1]: first\n --> a.rs:1:2",
      ": by default\n --> b.rs:0:x1",
      "hint: no severity\n --> c.rs:1:1",
      "error: not followed\nnoise\n --> d.rs:1:1",
    ].join("\n")
    const none = { file: "b.rs", line: null, column: null, code: null }
    expect(await found(output, [rust])).toEqual([
      { severity: "error", file: "a.rs", line: 1, column: 2, code: "E1", message: "first" },
      { severity: "warning", ...none, message: "by default" },
    ])
  })

  it("keeps what a middle pattern found until it is tried again, as the runner does", async () => {
    const matcher: ProblemMatcher = {
      owner: "x",
      pattern: [
        { regexp: "^begin$" },
        { regexp: "^says (.+)$", message: 1 },
        { regexp: "^$" },
        { regexp: "^at (.+)$", file: 1 },
      ],
    }
    const said = async (output: string) =>
      (await found(output, [matcher])).map(({ message }) => message)
    expect(await said("begin\nsays a\nsays b\nmore\n\nat x")).toEqual(["a"])
    expect(await said("begin\nsays a\n\nmore\nat x")).toEqual([])
    expect(await said("begin\nmore\nsays a\n\nat x")).toEqual([])
  })

  it("asks the latest matcher first, which replaces an earlier one of its owner", async () => {
    const one = (owner: string, regexp: string, code = 2): ProblemMatcher => ({
      owner,
      pattern: [{ regexp, message: 1, code }],
    })
    const said = async (...matchers: ProblemMatcher[]) =>
      (await found("x: boom (E1)\nx: other", matchers)).map(({ message }) => message)
    const [a, b] = [one("a", "^(x: .+)()$"), one("b", "^x: (.+) \\((.+)\\)$")]
    expect(await said(a, b)).toEqual(["boom", "x: other"])
    expect(await said(b, a)).toEqual(["x: boom (E1)", "x: other"])
    expect(await said(a, { ...b, owner: "A" })).toEqual(["boom"])
  })

  it("starts anew where another matcher has found something", async () => {
    const other: ProblemMatcher = { owner: "o", pattern: [{ regexp: "^(c.js)$", message: 1 }] }
    const problems = await found("c.js\n 5:6 third\n", [ESLINT, other])
    expect(problems.map(({ message }) => message)).toEqual(["c.js"])
  })

  it("is bounded in findings, in lines, in their length and in time", async () => {
    const many = "a(1,1): error TS1: x\n".repeat(MAX_PROBLEMS + 10)
    expect(await found(many, [TSC])).toHaveLength(MAX_PROBLEMS)
    expect(await found(`${"\n".repeat(20_000)}${many}`, [TSC])).toEqual([])
    const [long] = await found(`a(1,1): error TS1: ${"x".repeat(9_000)}`, [TSC])
    expect(long?.message).toHaveLength(500)
  })

  it("leaves out a matcher that would try for ever, says so, and goes on with the others", async () => {
    const slow = { owner: "slow", pattern: [{ regexp: "^(a+)+$", message: 1 }] }
    const notes: string[] = []
    const problems = await matchProblems(`${"a".repeat(80)}!\na(1,1): error TS1: x`, {
      matchers: [TSC, slow],
      patterns: nodePatterns,
      locate: (file) => file,
      note: (message) => notes.push(message),
    })
    expect(problems).toMatchObject([{ file: "a", message: "x" }])
    expect(notes).toEqual([
      "the problem matcher `slow` was not used: its search took longer than 1.0s",
    ])
  })

  it("never throws, whatever the output is", async () => {
    return fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (output) => {
        for (const { message } of await found(output, [TSC, ESLINT])) {
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
    [file({ regexp: "x" }), "no pattern of `x` names a group for `message`"],
    [file({ regexp: "(x)", message: 2 }), "pattern[0].message: the pattern has no group 2"],
    [
      file([
        { regexp: "(x)", message: 1 },
        { regexp: "(y)", message: 1 },
      ]),
      "problemMatcher[0].pattern[1].message: an earlier pattern already names it",
    ],
    [
      file([
        { regexp: "(x)", message: 1 },
        { regexp: "(y)", loop: true },
      ]),
      "pattern[1].loop: a pattern that repeats must name the group of `message`",
    ],
    [
      JSON.stringify({ problemMatcher: [TSC, { ...TSC, owner: "TSC" }] }),
      "two matchers have the owner `TSC`",
    ],
    [JSON.stringify({ problemMatcher: [{ ...TSC, severity: "info" }] }), "`error`, `warning` or"],
    [
      file({ regexp: "(x)", message: 1, loop: true }),
      "problemMatcher[0].pattern[0].loop: only the last of several patterns can repeat",
    ],
    [file({ regexp: "(x)", message: "one" }), "problemMatcher[0].pattern[0].message: "],
  ])("refuses %s", (text, said) => {
    const parsed = parseProblemMatchers(text)
    expect(parsed.ok ? "" : parsed.error).toContain(said)
  })

  it("takes what the runner takes", async () => {
    const many = [...Array(12).keys()].map((i) => ({ regexp: `^${"x".repeat(i * 100)}$` }))
    const text = JSON.stringify({
      problemMatcher: [
        {
          owner: "early",
          severity: "WARNING",
          fromPath: "a/b",
          pattern: [
            { regexp: "(x)", message: 1 },
            { regexp: "(y)", file: "1", line: null },
          ],
        },
        { owner: "none", severity: "", pattern: [{ regexp: "(?i)^x|y$", message: 0 }] },
        { owner: "long", pattern: [...many, { regexp: "(x)", message: 1, loop: true }] },
      ],
    })
    const parsed = parseProblemMatchers(`\ufeff${text}`)
    expect(parsed).toMatchObject({
      ok: true,
      value: [{ pattern: [{}, { file: 1 }] }, {}, {}],
    })
    const both = parsed.ok ? await found("X\naY\naZ", parsed.value.slice(1, 2)) : []
    expect(both.map(({ message }) => message)).toEqual(["X", "Y"])
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
  nowhere: { run: 'echo "lib/y.ts(1,2): error TS9: hm"; exit 1', problem-matcher: ci/tsc.json }
  beside: { run: 'echo "x.ts: boom [lib/p.json]"; exit 1', problem-matcher: ci/project.json }
  built-in: { run: 'echo "web/a.ts:1:2: error: hm"; exit 1', problem-matcher: [tsc, gcc] }
  file-of-that-name: { run: 'echo "a(1,2): error TS9: hm"; exit 1', problem-matcher: ./gcc }
`

const PROJECT = {
  owner: "project",
  pattern: [{ regexp: "^(.+): (.+) \\[(.+)\\]$", file: 1, message: 2, fromPath: 3 }],
}

describe.runIf(process.platform === "linux")("problem-matcher", () => {
  it("finds what the output names, relative to the root", async () => {
    const run = suiteRun(SUITE, {
      files: {
        "ci/tsc.json": JSON.stringify({ problemMatcher: [TSC] }),
        "ci/project.json": JSON.stringify({ problemMatcher: [PROJECT] }),
        gcc: JSON.stringify({ problemMatcher: [TSC] }),
        "web/a.ts": "",
        "b.ts": "",
        "lib/x.ts": "",
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
    expect(run.attempt("nowhere")).toMatchObject({
      message: "exit code 1: lib/y.ts:1: hm",
      problems: [{ file: null, line: null, code: "TS9" }],
    })
    expect(run.attempt("beside").message).toBe("exit code 1: lib/x.ts: boom")
    expect(run.attempt("built-in").message).toBe("exit code 1: web/a.ts:1: hm")
    expect(run.attempt("file-of-that-name").problems).toMatchObject([{ code: "TS9" }])
    expect(run.plan.scenarios["built-in"]?.definition.problemMatchers).toEqual([
      "built-in:tsc",
      "built-in:gcc",
    ])
  })
})
