/**
 * Diagnostics for programs: places as 1-based lines and columns.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { LineIndex, type Location, type SourceFile } from "../../core/text/source.ts"

/** `{diagnostics, errors, warnings}` as JSON with a line end; ranges end before `endColumn`. */
export function toDiagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const indexes = new Map<SourceFile, LineIndex>()
  const list = diagnostics.map(({ code, severity, message, location, related, hint }) => ({
    code,
    severity,
    message,
    ...placeOf(location, indexes),
    hint: hint ?? null,
    related: (related ?? []).map((other) => ({
      message: other.message,
      ...placeOf(other.location, indexes),
    })),
  }))
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  const document = { diagnostics: list, errors, warnings: diagnostics.length - errors }
  return `${JSON.stringify(document, null, 2).replaceAll("##[", "#\\u0023[")}\n`
}

function placeOf({ file, range }: Location, indexes: Map<SourceFile, LineIndex>) {
  const index = indexes.get(file) ?? new LineIndex(file.text)
  indexes.set(file, index)
  const start = index.position(range.start)
  const end = index.position(Math.max(range.start, range.end))
  return {
    path: file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}
