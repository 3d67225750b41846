/**
 * Whether a scenario starts, by its `if` and by how what it needs has ended.
 */
import type { Json } from "../../core/json/json.ts"
import { evaluateCondition, parseCondition } from "../../scenario/expressions/expression.ts"
import type { Need } from "./contexts.ts"

/** Starts (`true`), is skipped, or cannot be decided and fails. */
export type Decision =
  | true
  | { readonly kind: "skip"; readonly message: string }
  | { readonly kind: "fail"; readonly message: string }

/** Evaluates the condition that planning left open; no condition means `success()`. */
export function evaluateStart(
  condition: string | null,
  facts: { readonly contexts: Readonly<Record<string, Json>>; readonly needs: readonly Need[] },
): Decision {
  if (condition === null) return true
  const parsed = parseCondition(condition)
  if (!parsed.ok) return { kind: "fail", message: `if: ${parsed.error.message}` }
  const results = facts.needs.map(({ result }) => result)
  const holds = evaluateCondition(parsed.value, {
    contexts: facts.contexts,
    status: {
      success: results.every((result) => result === "success"),
      failure: results.includes("failure"),
      cancelled: results.includes("cancelled"),
    },
  })
  if (!holds.ok) return { kind: "fail", message: `if: ${holds.error.message}` }
  return holds.value ? true : { kind: "skip", message: `${condition} is false` }
}
