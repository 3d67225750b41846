/**
 * Whether and after what a scenario runs: `needs` and `if`.
 */
import * as s from "../../../core/schema/make.ts"
import { parseCondition } from "../../expressions/expression.ts"
import { key, TextList } from "../parts.ts"

export const CONDITION_KEYS = {
  needs: key({
    schema: TextList.describe(
      "Ids or patterns of scenarios that must pass first",
      ["cart"],
      "storage:rep2",
    ),
    evaluated: "refused",
    merge: "append",
    words: { "depends-on": "the key is `needs`", depends_on: "the key is `needs`" },
  }),
  if: key({
    schema: s
      .union(s.text(), s.flag())
      .describe("Condition; the scenario is skipped if false", "${{ github.ref_name == 'main' }}"),
    evaluated: "itself",
    when: "when planning if it can be, else in the shard",
    merge: "replace",
  }),
} as const

/** A condition without its braces; what does not parse was reported. Null holds. */
export function conditionOf(value: string | boolean | undefined): string | null {
  if (value === undefined || value === true) return null
  if (value === false) return "false"
  const parsed = parseCondition(value)
  return parsed.ok ? parsed.value.text : null
}
