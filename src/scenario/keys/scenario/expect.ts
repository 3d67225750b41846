/**
 * `expect`: what a command must have done to pass, checked as far as a file can be.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import { messageOf } from "../../../core/problems/result.ts"
import * as s from "../../../core/schema/make.ts"
import type { ExpectSpec, TextTestSpec } from "../../../formats/run-specs.ts"
import { hasExpression } from "../../expressions/template.ts"
import type { LocatedDocument, Path } from "../../text/document.ts"
import type { Placed } from "../../text/written.ts"
import { duration, key, millisecondsOf, TextList } from "../parts.ts"

/** What a text must hold. */
export const TextTest = s
  .strictObject(
    {
      contains: TextList.describe("Texts that it must contain", "ok"),
      matches: TextList.describe(
        "Regular expressions that it must match; ^ and $ are line ends",
        "^done in \\d+ ms$",
      ),
      "not-contains": TextList.describe("Texts that it must not contain", ["error", "warning"]),
    },
    { called: "a test of a text", words: { equals: "use `matches: '^…$'`" } },
  )
  .partial()
  .note({ id: "textTest", examples: [{ contains: "ok", "not-contains": ["error"] }] })

const ExitCode = s.whole().min(0).max(255)

const SAY_WHERE = "`stderr` or `output` for both"

const Expect = s
  .strictObject(
    {
      "exit-code": s
        .union(ExitCode, s.list(ExitCode).filled())
        .describe("Exit codes that pass; default 0", [0, 3]),
      stdout: TextTest.describe("What standard output must contain"),
      stderr: TextTest.describe("What standard error must contain"),
      output: TextTest.describe("What both outputs together must contain"),
      within: duration({ positive: true }).describe("Longest duration"),
      tap: s.literal("ignore").describe("Do not read TAP in the output", "ignore"),
    },
    {
      called: "`expect`",
      words: {
        status: "a command has an exit code: the key is `exit-code`",
        timeout: "`timeout` of the scenario ends it; `within` only judges how long it took",
        contains: `name the stream or part: \`stdout: { contains: … }\`, ${SAY_WHERE}`,
        matches: `name the stream or part: \`stdout: { matches: … }\`, ${SAY_WHERE}`,
      },
    },
  )
  .partial()
  .note({ id: "expect", examples: [{ stdout: { contains: "ok" }, within: "30s" }] })

export const EXPECT_KEYS = {
  expect: key({
    schema: Expect.describe("What the command must produce"),
    evaluated: "attempt",
    merge: "replace",
  }),
} as const

/** Flags of every `matches`: `^` and `$` are line ends, and what is no pattern is refused. */
const PATTERN_FLAGS = "mu"

/** Where texts of a test stand. */
export interface TestPlace {
  readonly document: LocatedDocument
  readonly path: Path
  readonly diagnostics: Diagnostic[]
}

/** The expectations of a command. */
export function expectOf(
  field: Placed<s.Infer<typeof Expect>>,
  diagnostics: Diagnostic[],
): ExpectSpec {
  const { value, document, path } = field
  const codes = value["exit-code"]
  const test = (key: "stdout" | "stderr" | "output") =>
    textTestOf(value[key], { document, path: [...path, key], diagnostics })
  return {
    exitCodes: codes === undefined ? null : typeof codes === "number" ? [codes] : codes,
    stdout: test("stdout"),
    stderr: test("stderr"),
    output: test("output"),
    withinMs: millisecondsOf(value.within) ?? null,
    ...(value.tap === undefined ? {} : { tap: value.tap }),
  }
}

/** One test of a text; null where nothing is asked. */
export function textTestOf(
  text: s.Infer<typeof TextTest> | undefined,
  place: TestPlace,
): TextTestSpec | null {
  if (text === undefined) return null
  const { document, path, diagnostics } = place
  const list = (key: "contains" | "matches" | "not-contains") => {
    const value = text[key]
    if (value === undefined) return []
    if (typeof value === "string") return [{ text: value, path: [...path, key] }]
    return value.map((item, i) => ({
      text:
        typeof item === "number"
          ? (document.written([...path, key, i]) ?? String(item))
          : String(item),
      path: [...path, key, i],
    }))
  }
  const matches = list("matches")
  for (const pattern of matches) {
    const problem = hasExpression(pattern.text) ? null : patternProblem(pattern.text)
    if (problem === null) continue
    const message = `this is not a regular expression: ${problem}`
    const hint = "use `contains` for a plain text, or put `\\` before special characters"
    diagnostics.push(
      errorAt(document.locate(pattern.path), { code: "suite/pattern", message, hint }),
    )
  }
  const texts = (items: readonly { readonly text: string }[]) => items.map((item) => item.text)
  return {
    contains: texts(list("contains")),
    matches: texts(matches),
    notContains: texts(list("not-contains")),
  }
}

/** Why a text is no pattern; null when it is one. */
export function patternProblem(source: string, flags = PATTERN_FLAGS): string | null {
  try {
    new RegExp(source, flags)
    return null
  } catch (error) {
    const message = messageOf(error)
    return message.replace(/^.*: /u, "").toLowerCase()
  }
}
