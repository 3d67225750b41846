/**
 * What is kept of an attempt: `artifacts`, `reports` of the tested program, and `problem-matcher`.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import * as s from "../../../core/schema/make.ts"
import type { ArtifactsSpec } from "../../../formats/run-specs.ts"
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

const Reports = s
  .strictObject(
    {
      junit: Patterns.describe("JUnit XML files, relative to the working directory", "out/*.xml"),
    },
    {
      called: "`reports`",
      words: {
        xunit: "the key is `junit`",
        paths: "name their kind: `junit: out/*.xml`",
      },
    },
  )
  .partial()
  .note({ id: "reports", examples: [{ junit: "out/*.xml" }] })

export const OUTPUT_KEYS = {
  artifacts: key({
    schema: Artifacts.describe("Files to keep with the results"),
    evaluated: "itself",
    when: "at the attempt",
    merge: "append",
  }),
  reports: key({
    schema: Reports.describe("Reports of the tested program with its test cases"),
    evaluated: "refused",
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
    const { paths } = value
    const listed = typeof paths === "string" ? [paths] : paths
    for (const [i, pattern] of listed.entries()) {
      if (hasExpression(pattern) || !leavesFolder(pattern)) continue
      const at = typeof paths === "string" ? ["paths"] : ["paths", i]
      const message = `\`${pattern}\` leaves the working directory`
      const hint = "name files below the working directory of the scenario"
      diagnostics.push(
        errorAt(document.locate([...path, ...at]), { code: "suite/value", message, hint }),
      )
    }
    return { paths: [...listed], if: conditionOf(value.if) ?? null }
  })
}

/** True for patterns that are absolute or go upwards. */
export function leavesFolder(pattern: string): boolean {
  const path = pattern.replace(/^!/u, "").replaceAll("\\", "/")
  return path.startsWith("/") || /^[A-Za-z]:/u.test(path) || path.split("/").includes("..")
}
