/**
 * What is kept of an attempt: `artifacts`, `reports` of the tested program, and `problem-matcher`.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import * as s from "../../../core/schema/make.ts"
import type { ArtifactsSpec, ReportsSpec } from "../../../formats/run-specs.ts"
import { hasExpression } from "../../expressions/template.ts"
import type { Placed } from "../../text/written.ts"
import { key, Patterns } from "../parts.ts"
import { conditionOf } from "./conditions.ts"

const Artifacts = s
  .strictObject(
    {
      paths: Patterns.describe("Patterns relative to the working directory; ! excludes files"),
      if: s
        .union(s.text(), s.flag())
        .describe("Condition, such as failure(); default: always", "failure()")
        .optional(),
    },
    {
      called: "`artifacts`",
      words: {
        path: "the key is `paths`",
        name: "the folder is named after scenario and attempt",
        "retention-days": "set it where the shards are started",
      },
    },
  )
  .note({ id: "artifacts", examples: [{ paths: ["out/**/*.png"], if: "failure()" }] })

const ReportFiles = s
  .strictObject(
    {
      junit: Patterns.describe("JUnit or NUnit XML files", "out/*.xml").optional(),
      tap: Patterns.describe("Files in TAP", "out/*.tap").optional(),
      failures: s
        .words(["warn", "fail"])
        .describe("What tests that failed do although the exit code passes; default: `warn`")
        .optional(),
    },
    {
      called: "`reports`",
      words: {
        xunit: "the key is `junit`",
        nunit: "the key is `junit`",
        paths: "name their kind, `junit: out/*.xml`, or write the patterns alone",
      },
    },
  )
  .note({ id: "reportFiles" })

const Reports = s
  .union(Patterns, ReportFiles)
  .note({ id: "reports", examples: ["out/*.xml", { junit: "out/*.xml", failures: "fail" }] })

export const OUTPUT_KEYS = {
  artifacts: key({
    schema: Artifacts.describe("Files to keep with the results"),
    evaluated: "itself",
    when: "at the attempt",
    merge: "append",
  }),
  reports: key({
    schema: Reports.describe(
      "Report files with the test cases of the program, relative to the working directory",
    ),
    evaluated: "attempt",
    merge: "replace",
    words: { junit: "write `reports: { junit: … }`" },
  }),
  "problem-matcher": key({
    schema: s
      .union(s.text().filled(), s.list(s.text().filled()))
      .describe(
        "Names or files in GitHub's format; what they find in the output becomes annotations",
        ["pytest", ".github/own-matcher.json"],
      ),
    evaluated: "refused",
    merge: "append",
  }),
} as const

/** What each part of the suite asks for, patterns that leave the folder refused. */
export function artifactsOf(
  parts: readonly Placed<s.Infer<typeof Artifacts>>[],
  diagnostics: Diagnostic[],
): ArtifactsSpec[] {
  return parts.map(({ value, document, path }) => {
    const paths = patternsIn(
      { document, path: [...path, "paths"], value: value.paths },
      diagnostics,
    )
    return { paths, if: conditionOf(value.if) ?? null }
  })
}

/** Where reports are; null where no pattern is left. */
export function reportsOf(
  { value, document, path }: Placed<s.Infer<typeof Reports>>,
  diagnostics: Diagnostic[],
): ReportsSpec | null {
  if (typeof value === "string" || Array.isArray(value)) {
    return { files: [{ paths: patternsIn({ document, path, value }, diagnostics) }] }
  }
  const files = (["junit", "tap"] as const).flatMap((format) => {
    const patterns = value[format]
    if (patterns === undefined) return []
    const at = { document, path: [...path, format], value: patterns }
    return { paths: patternsIn(at, diagnostics), format }
  })
  if (files.length === 0) {
    // What was written instead was refused.
    if (value.failures === undefined) return null
    const message = "`reports` names no files"
    const hint = "write `junit: out/*.xml` or `tap: out/*.tap`"
    diagnostics.push(errorAt(document.locate(path), { code: "suite/value", message, hint }))
    return null
  }
  return value.failures === "fail" ? { files, failures: "fail" } : { files }
}

/** Patterns that stay below the working directory; others are reported. */
function patternsIn(
  { value, document, path }: Placed<string | readonly string[]>,
  diagnostics: Diagnostic[],
): string[] {
  const listed = typeof value === "string" ? [value] : [...value]
  for (const [i, pattern] of listed.entries()) {
    if (hasExpression(pattern) || !leavesFolder(pattern)) continue
    const message = `\`${pattern}\` leaves the working directory`
    const hint = "name files below the working directory of the scenario"
    const at = typeof value === "string" ? path : [...path, i]
    diagnostics.push(errorAt(document.locate(at), { code: "suite/value", message, hint }))
  }
  return listed
}

/** True for patterns that are absolute or go upwards. */
export function leavesFolder(pattern: string): boolean {
  const path = pattern.replace(/^!/u, "").replaceAll("\\", "/")
  return path.startsWith("/") || /^[A-Za-z]:/u.test(path) || path.split("/").includes("..")
}
