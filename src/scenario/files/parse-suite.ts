/**
 * The text of a suite file as typed values with their places.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { SourceFile } from "../../core/text/source.ts"
import { SuiteSchema } from "../keys/suite.ts"
import { type LocatedDocument, readDocument } from "../text/document.ts"
import { checkValue } from "./issues.ts"
import type { IncludePattern, ParsedSuite } from "./parsed-suite.ts"
import { isWorkflow, parseWorkflow } from "./workflows/parse-workflow.ts"

/** Parses a suite file; every problem of it at once. */
export function parseSuite(file: SourceFile): ParsedSuite {
  const document = readDocument(file)
  if (document.broken) {
    return { document, text: {}, broken: true, diagnostics: document.diagnostics }
  }
  if (document.value === null) {
    const diagnostics = [...document.diagnostics, emptySuite(document, "the suite is empty")]
    return { document, text: {}, broken: true, diagnostics }
  }
  if (isWorkflow(document.value)) return parseWorkflow(document)
  const { value, diagnostics } = checkValue({
    schema: SuiteSchema,
    document,
    value: document.value,
    empty: {},
  })
  const found = [...document.diagnostics, ...diagnostics]
  const usable = typeof document.value === "object" && !Array.isArray(document.value)
  const declares = usable && ("scenarios" in document.value || "include" in document.value)
  if (usable && !declares && found.length === 0) {
    found.push(emptySuite(document, "the suite names no scenario and includes no file"))
  }
  return { document, text: value, broken: !usable, diagnostics: found }
}

/** Says that no file that a suite includes is a scenario. */
export function noScenarioIncluded(document: LocatedDocument): Diagnostic {
  const message = "no included file is a scenario: none has a header"
  const hint = "give scripts a header (`# ---` lines), or name them by patterns without **"
  return errorAt(document.locateKey(["include"]), { code: "suite/empty", message, hint })
}

/** Says that a suite has nothing to run. */
export function emptySuite(document: LocatedDocument, message: string): Diagnostic {
  const location = { file: document.file, range: { start: 0, end: 0 } }
  const hint = "write `scenarios` with a command each, or `include` with patterns for scripts"
  return errorAt(location, { code: "suite/empty", message, hint })
}

/** Patterns of `include`; those that start with `!` take files out. */
export function includePatterns(suite: ParsedSuite): readonly IncludePattern[] {
  const { include } = suite.text
  const list = include === undefined ? [] : typeof include === "string" ? [include] : include
  return list.map((pattern, i) => ({
    pattern: pattern.trim(),
    path: typeof include === "string" ? ["include"] : ["include", i],
  }))
}
