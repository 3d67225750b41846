/**
 * `retry.on`: which failures are followed by another attempt, as texts such as `timeout` and
 * `exit-code 75`.
 */

import { err, ok, type Result } from "../../core/problems/result.ts"
import { nearest } from "../../core/text/nearest.ts"
import { CAUSES } from "../../core/verdict.ts"
import type { RetrySpec } from "../../formats/plan.ts"

/** What must have failed: a cause, or one exit code. */
export type RetryCause = NonNullable<RetrySpec["on"]>[number]

/** Reads one of the texts; the error has what is wrong and the mend. */
export function parseRetryCause(
  text: string,
): Result<RetryCause, { readonly message: string; readonly hint: string }> {
  const trimmed = text.trim()
  const cause = CAUSES.find((candidate) => candidate === trimmed)
  if (cause !== undefined) return ok(cause)
  const [, code] = /^exit-code\s+(\d+)$/u.exec(trimmed) ?? []
  if (code !== undefined) {
    const exitCode = Number(code)
    if (exitCode <= 255) return ok({ exitCode })
    return err({
      message: `${code} is not an exit code`,
      hint: "an exit code is between 0 and 255",
    })
  }
  const [, number] = /^(?:exit[-_ ]?code|code|exit|status)?\W*(\d+)$/iu.exec(trimmed) ?? []
  if (number !== undefined) {
    return err({
      message: `\`${trimmed}\` is not a cause of a failure`,
      hint: `write \`exit-code ${number}\``,
    })
  }
  const meant = nearest(trimmed, CAUSES)
  return err({
    message: `\`${trimmed}\` is not a cause of a failure`,
    hint:
      meant === undefined
        ? `write one of ${CAUSES.join(", ")}, or \`exit-code 75\` for one code`
        : `did you mean \`${meant}\`?`,
  })
}
