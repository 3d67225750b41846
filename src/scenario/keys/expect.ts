/**
 * What `expect` of a declaration asks of the command, checked as far as a file can be.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import type { ExpectSpec, TextTestSpec } from "../../formats/run-specs.ts"
import { hasExpression } from "../expressions/template.ts"
import type { Field } from "../layers/declaration.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import type { TextTestText } from "./run-schema.ts"

/** Flags of every `matches`: `^` and `$` are line ends, and what is no pattern is refused. */
const PATTERN_FLAGS = "mu"

/** Where texts of a test stand. */
export interface TestPlace {
  readonly document: LocatedDocument
  readonly path: Path
  readonly diagnostics: Diagnostic[]
}

/** The expectations of a command. */
export function expectOf(field: Field<"expect">, diagnostics: Diagnostic[]): ExpectSpec {
  const { value, document, path } = field
  const codes = value["exit-code"]
  const test = (key: "stdout" | "stderr" | "output") =>
    textTestOf(value[key], { document, path: [...path, key], diagnostics })
  const within = value.within === undefined ? undefined : parseDurationMs(String(value.within))
  return {
    exitCodes: codes === undefined ? null : typeof codes === "number" ? [codes] : codes,
    stdout: test("stdout"),
    stderr: test("stderr"),
    output: test("output"),
    withinMs: within?.ok ? within.value : null,
    ...(value.tap === undefined ? {} : { tap: value.tap }),
  }
}

/** One test of a text; null where nothing is asked. */
export function textTestOf(text: TextTestText | undefined, place: TestPlace): TextTestSpec | null {
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
    diagnostics.push({
      code: "suite/pattern",
      severity: "error",
      message: `this is no regular expression: ${problem}`,
      location: document.locate(pattern.path),
      hint: "use `contains` for a plain text, or put `\\` before signs that stand for themselves",
    })
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
    const message = error instanceof Error ? error.message : String(error)
    return message.replace(/^.*: /u, "").toLowerCase()
  }
}
