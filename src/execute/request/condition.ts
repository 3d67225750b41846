/**
 * Whether a scenario or a hook starts, by its `if` and by how what came before it has ended.
 */
import type { Json } from "../../core/json/json.ts"
import {
  evaluateCondition,
  parseCondition,
  type StatusFacts,
  usesStatusFunction,
} from "../../scenario/expressions/expression.ts"
import type { Need } from "./contexts.ts"

type Contexts = Readonly<Record<string, Json>>

/** Starts (`true`), is skipped, or cannot be decided and fails. */
export type Decision =
  | true
  | { readonly kind: "skip"; readonly message: string }
  | { readonly kind: "fail"; readonly message: string }

/** Evaluates the condition that planning left open; no condition means `success()`. */
export function evaluateStart(
  condition: string | null,
  { contexts, needs }: { readonly contexts: Contexts; readonly needs: readonly Need[] },
): Decision {
  if (condition === null) return true
  const results = needs.map(({ result }) => result)
  const status = {
    success: results.every((result) => result === "success"),
    failure: results.includes("failure"),
    cancelled: results.includes("cancelled"),
  }
  const holds = evaluate(condition, { contexts, status, implied: false })
  if (typeof holds === "string") return { kind: "fail", message: holds }
  return holds ? true : { kind: "skip", message: `${condition} is false` }
}

/** A condition that asks for no status means success() too, as in Actions; a text is an error. */
export function evaluateHookCondition(
  condition: string | null,
  facts: { readonly status: StatusFacts; readonly contexts: Contexts },
): boolean | string {
  if (condition === null) return facts.status.success
  return evaluate(condition, { ...facts, implied: true })
}

/** With `implied`, `success()` has to hold unless the condition asks for a status itself. */
function evaluate(
  condition: string,
  facts: {
    readonly status: StatusFacts
    readonly contexts: Contexts
    readonly implied: boolean
  },
): boolean | string {
  const parsed = parseCondition(condition)
  if (!parsed.ok) return `if: ${parsed.error.message}`
  const { status, contexts, implied } = facts
  if (implied && !status.success && !usesStatusFunction(parsed.value)) return false
  const holds = evaluateCondition(parsed.value, { contexts, status })
  return holds.ok ? holds.value : `if: ${holds.error.message}`
}
