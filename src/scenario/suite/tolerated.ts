/**
 * `continue-on-error`: a failure that is reported and does not fail the run. It is a quarantine
 * without an end, so that there is one way in which failures are tolerated.
 */

import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { NEVER_ENDS } from "../../core/quarantine.ts"
import type { QuarantineSpec } from "../../formats/run-specs.ts"
import { hasExpression } from "../expressions/template.ts"
import { type Declaration, eitherOf } from "../layers/declaration.ts"
import { evaluateAt, type Report } from "../layers/planning-reader.ts"
import { type PlanningContexts, prepareValue } from "../layers/planning-value.ts"

/** The quarantine that stands for it. */
const TOLERATED: QuarantineSpec = {
  until: NEVER_ENDS,
  owner: null,
  reason: "continue-on-error",
}

/** Makes the reader of what an expansion tolerates; null where another key decides that. */
export function toleranceReader(
  declaration: Declaration,
  options: { readonly report: Report; readonly diagnostics: Diagnostic[] },
): ((contexts: PlanningContexts) => QuarantineSpec | null) | null {
  const { report, diagnostics } = options
  const found = eitherOf(declaration, { keys: ["quarantine", "continue-on-error"], diagnostics })
  if (found === null || found.key === "quarantine") return null
  const { document, path, value } = found.field
  if (typeof value === "boolean") return () => (value ? TOLERATED : null)
  const refuse = (text: string) => {
    const message = `\`continue-on-error\` must be true or false, not \`${text}\``
    const hint = "write true, false, or an expression with one of these values"
    report(errorAt(document.locate(path), { code: "suite/type", message, hint }))
    return null
  }
  const prepared = prepareValue(value, { path })
  return (contexts) => {
    const result = evaluateAt(prepared, contexts, { document, report })
    if (result === undefined || (typeof result === "string" && hasExpression(result))) return null
    if (result === false || result === "false" || result === null || result === "") return null
    return result === true || result === "true" ? TOLERATED : refuse(JSON.stringify(result))
  }
}
