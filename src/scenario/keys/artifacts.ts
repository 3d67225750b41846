/**
 * Which files of an attempt are kept.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { ArtifactsSpec } from "../../formats/run-specs.ts"
import { hasExpression } from "../expressions/template.ts"
import type { Field } from "../layers/declaration.ts"
import { conditionOf } from "./hooks.ts"

/** What each part of the suite asks for, patterns that leave the folder refused. */
export function artifactsOf(
  field: Field<"artifacts"> | undefined,
  diagnostics: Diagnostic[],
): ArtifactsSpec[] {
  if (field === undefined) return []
  return (field.parts ?? [field]).map(({ value, document, path }) => {
    const { paths } = value
    const listed = typeof paths === "string" ? [paths] : paths
    for (const [i, pattern] of listed.entries()) {
      if (hasExpression(pattern) || !leavesFolder(pattern)) continue
      const at = typeof paths === "string" ? ["paths"] : ["paths", i]
      diagnostics.push({
        code: "suite/value",
        severity: "error",
        message: `\`${pattern}\` leaves the working directory`,
        location: document.locate([...path, ...at]),
        hint: "name files below the working directory of the scenario",
      })
    }
    return { paths: [...listed], if: conditionOf(value.if) ?? null }
  })
}

/** True for patterns that are absolute or go upwards. */
export function leavesFolder(pattern: string): boolean {
  const path = pattern.replace(/^!/u, "").replaceAll("\\", "/")
  return path.startsWith("/") || /^[A-Za-z]:/u.test(path) || path.split("/").includes("..")
}
