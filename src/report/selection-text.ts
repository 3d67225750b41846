/**
 * What is worth a word about a suite and a selection before a run goes on.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { renderDiagnostics } from "./diagnostic-text.ts"
import { neutraliseInline } from "./neutralise.ts"

/** Warnings of the suite, then each pattern or tag that matches nothing, with what may be meant. */
export function renderWarnings(of: {
  readonly warnings: readonly Diagnostic[]
  readonly unmatched: readonly string[]
  /** All ids of the suite. */
  readonly ids: readonly string[]
  readonly notes?: readonly string[]
}): string[] {
  const lines = of.warnings.length > 0 ? [renderDiagnostics(of.warnings)] : []
  for (const pattern of of.unmatched) {
    const below = of.ids.some((id) => id.startsWith(`${pattern}/`))
    const hint = below ? `; did you mean "${neutraliseInline(pattern)}/*"?` : ""
    lines.push(`warning: "${neutraliseInline(pattern)}" matches no scenario${hint}`)
  }
  for (const note of of.notes ?? []) lines.push(`warning: ${neutraliseInline(note)}`)
  return lines
}
