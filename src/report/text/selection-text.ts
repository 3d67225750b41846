/**
 * Warnings about a suite and a selection before a run starts.
 */
import type { Diagnostic, DiagnosticCode } from "../../core/problems/diagnostic.ts"
import type { IgnoredFile } from "../../scenario/model.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"
import { renderDiagnostics } from "./diagnostic-text.ts"

/** They do not affect a run, so `run` does not show them. */
const OF_CHECKS: readonly DiagnosticCode[] = ["scenario/duplicate-name", "suite/profile-name"]

/** Warnings to show; those of checks only when a suite is checked. */
export function worthTelling(
  warnings: readonly Diagnostic[],
  { checking }: { readonly checking: boolean },
): readonly Diagnostic[] {
  return checking ? foldNames(warnings) : warnings.filter(({ code }) => !OF_CHECKS.includes(code))
}

/** Of repeated names, the first is shown and the others are counted. */
function foldNames(warnings: readonly Diagnostic[]): readonly Diagnostic[] {
  const repeatsName = ({ code }: Diagnostic) => code === "scenario/duplicate-name"
  const repeats = warnings.filter(repeatsName)
  const [first] = repeats
  if (first === undefined || repeats.length === 1) return warnings
  const others = countOf(repeats.length - 1, "other name is", "other names are")
  const folded = { ...first, message: `${first.message}; ${others} repeated too` }
  return warnings.flatMap((one) => (one === first ? [folded] : repeatsName(one) ? [] : [one]))
}

/** The number of scripts that are not part of the suite, as a text; null if there are none. */
function noHeaderLine(ignored: readonly IgnoredFile[]): string | null {
  const count = ignored.filter(({ noHeader }) => noHeader).length
  if (count === 0) return null
  const what = countOf(count, "script has no header and is", "scripts have no header and are")
  return `${what} not run; \`parallel-smoke list --all\` names ${count === 1 ? "it" : "them"}`
}

/** Warnings of the suite, then each pattern or tag without a match, with a suggestion. */
export function renderWarnings(of: {
  readonly warnings: readonly Diagnostic[]
  readonly unmatched: readonly string[]
  /** All ids of the suite. */
  readonly ids: readonly string[]
  readonly notes?: readonly string[]
  /** Files that look like scenarios but are not, if no other output names them. */
  readonly ignored?: readonly IgnoredFile[]
  /** The suite is checked, not run. */
  readonly checking: boolean
}): string[] {
  const warnings = worthTelling(of.warnings, of)
  const lines = warnings.length > 0 ? [renderDiagnostics(warnings)] : []
  for (const pattern of of.unmatched) {
    const below = of.ids.some((id) => id.startsWith(`${pattern}/`))
    const hint = below ? `; did you mean "${neutraliseInline(pattern)}/*"?` : ""
    lines.push(`warning: "${neutraliseInline(pattern)}" matches no scenario${hint}`)
  }
  for (const note of of.notes ?? []) lines.push(`warning: ${neutraliseInline(note)}`)
  const withoutHeader = noHeaderLine(of.ignored ?? [])
  if (withoutHeader !== null) lines.push(withoutHeader)
  return lines
}
