import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Diagnostic, Severity } from "../../../src/core/problems/diagnostic.ts"
import type { SourceFile } from "../../../src/core/text/source.ts"
import { renderDiagnostic, renderDiagnostics } from "../../../src/report/text/diagnostic-text.ts"

const SUITE: SourceFile = {
  path: "smoke.yml",
  text: [
    "\ufeffversion: 1",
    "scenarios:",
    "  login:",
    "    timout: 5m",
    "    run: |",
    "      first",
    "      second",
    "  login: ./again.sh",
    "\ttabbed:\tvalue # a tab before and inside",
    `  long: ${"abcdefghij".repeat(30)} HERE ${"klmnopqrst".repeat(30)}`,
    "  名前: 日本語 # wide",
    "  hostile: \u001b[31mred\u001b[0m ##[error]no \u202egnorw",
    "  emoji: 👍 ok",
    "",
  ].join("\n"),
}

function at(
  needle: string,
  options: { readonly nth?: number; readonly length?: number } = {},
): Diagnostic["location"] {
  let start = -1
  for (let n = 0; n <= (options.nth ?? 0); n++) start = SUITE.text.indexOf(needle, start + 1)
  if (start < 0) throw new Error(`no ${needle}`)
  return { file: SUITE, range: { start, end: start + (options.length ?? needle.length) } }
}

function problem(
  location: Diagnostic["location"],
  rest: Partial<Diagnostic> & { readonly severity?: Severity } = {},
): Diagnostic {
  return {
    code: "suite/unknown-key",
    severity: "error",
    message: "unknown key `timout`",
    location,
    ...rest,
  }
}

const CASES: readonly Diagnostic[] = [
  problem(at("timout"), { hint: "write `timeout`" }),
  problem(at("login:", { nth: 1, length: 5 }), {
    code: "scenario/duplicate-id",
    message: "the id `login` is used twice",
    related: [{ message: "first used here", location: at("login:", { length: 5 }) }],
    hint: "rename one of them\nor remove it",
  }),
  problem(at("version"), { code: "suite/version", message: "at the start, after a mark" }),
  problem(at("|\n      first\n      second", {}), {
    code: "suite/type",
    message: "a range over three lines",
  }),
  problem(at("value"), { severity: "warning", code: "suite/value", message: "after tabs" }),
  problem(at("HERE"), { code: "suite/value", message: "in the middle of a long line" }),
  problem(at("abcdefghij", { length: 300 }), { code: "suite/value", message: "a long range" }),
  problem(at("klmnopqrst", { nth: 29 }), { code: "suite/value", message: "end of a long line" }),
  problem(at("日本語"), { code: "suite/value", message: "wide characters" }),
  problem(at("gnorw"), {
    code: "suite/value",
    message: "hostile \u001b[2Jmessage\n::error::no ##[error]no",
    hint: "::warning::no",
  }),
  problem(at("ok", { nth: 0 }), { code: "suite/value", message: "after an emoji" }),
  problem(
    { file: SUITE, range: { start: SUITE.text.length, end: SUITE.text.length } },
    { code: "suite/missing-key", message: "at the end of the file" },
  ),
  problem(
    { file: { path: "::error::x.yml", text: "" }, range: { start: 0, end: 0 } },
    { code: "file/unreadable", message: "permission denied" },
  ),
]

describe("renderDiagnostics", () => {
  it("shows place, message, source, underline, related places and help", async () => {
    await expect(`${renderDiagnostics(CASES)}\n`).toMatchFileSnapshot("__golden__/diagnostics.txt")
  })

  it("is empty without diagnostics", () => {
    expect(renderDiagnostics([])).toBe("")
  })

  it.each([
    [["error"], "1 error"],
    [["warning"], "1 warning"],
    [["error", "warning", "error"], "2 errors, 1 warning"],
    [["warning", "warning"], "2 warnings"],
  ] as const)("counts %j as %s", (severities, expected) => {
    const list = severities.map((severity) => problem(at("timout"), { severity }))
    expect(renderDiagnostics(list).split("\n").at(-1)).toBe(expected)
  })

  it("puts carets exactly below a range of plain text", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[!-"$-~]{1,60}$/u),
        fc.nat(),
        fc.nat(),
        (text, start, length) => {
          const from = start % text.length
          const to = Math.min(text.length, from + 1 + (length % text.length))
          const file = { path: "x.yml", text }
          const lines = renderDiagnostic(problem({ file, range: { start: from, end: to } })).split(
            "\n",
          )
          const mark = lines[2] ?? ""
          const column = mark.indexOf("^")
          expect(mark.slice(column)).toBe("^".repeat(to - from))
          expect((lines[1] ?? "").slice(column, column + to - from)).toBe(text.slice(from, to))
        },
      ),
    )
  })

  it("never lets a command or a control character through, whatever the text", () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom("##[", "::", "\u001b[31m", "\r", "\n", "\t", " ", "#", "[", "\u202e"),
        fc.string({ unit: "binary", maxLength: 5 }),
      ),
    )
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        fc.nat(40),
        fc.nat(40),
        (source, message, hint, a, b) => {
          const file = { path: source.join(""), text: source.join("") }
          const text = renderDiagnostic(
            problem(
              { file, range: { start: Math.min(a, b), end: Math.max(a, b) } },
              { message: message.join(""), hint: hint.join("") },
            ),
          )
          expect(text).not.toContain("##[")
          for (const line of text.split("\n")) expect(line.trimStart()).not.toMatch(/^::/u)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: the subject of the test.
          expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u)
        },
      ),
    )
  })
})
