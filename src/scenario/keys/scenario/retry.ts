/**
 * `retry`: whether and when a failed attempt is followed by another. `on` names what must have failed
 * with texts such as `timeout` and `exit-code 75`.
 */
import { err, ok, type Result } from "../../../core/problems/result.ts"
import * as s from "../../../core/schema/make.ts"
import { didYouMean } from "../../../core/text/nearest.ts"
import { CAUSES } from "../../../core/verdict.ts"
import type { RetrySpec } from "../../../formats/plan.ts"
import type { Placed } from "../../text/written.ts"
import { duration, key, millisecondsOf, refusal, Text } from "../parts.ts"

/** Values where a suite says nothing. */
const STANDARD: RetrySpec = {
  ...{ maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
}

const RetryOn = s.union(s.text(), s.list(Text)).refine((value) =>
  [value].flat().flatMap((text, i) => {
    const cause = parseRetryCause(String(text))
    if (cause.ok) return []
    const path = Array.isArray(value) ? [i] : []
    return [{ ...refusal({ code: "suite/value", ...cause.error }), path }]
  }),
)

const COUNTS_FIRST = "the key is `max-attempts`; it counts the first attempt too"

const Retry = s
  .strictObject(
    {
      "max-attempts": s
        .whole()
        .min(1)
        .max(100)
        .describe("Number of attempts, including the first; default 1", 2),
      delay: duration({ positive: false }).describe("Wait before the second attempt; default 1s"),
      factor: s.number().min(1).max(100).describe("Factor from one wait to the next; default 2", 2),
      "max-delay": duration({ positive: false }).describe("Longest wait; default 60s"),
      jitter: s.flag().describe("Shorten each wait by a random part; default true"),
      on: RetryOn.describe("Causes that are retried, or `exit-code N`; default: all", [
        "timeout",
        "exit-code 75",
      ]),
    },
    { called: "`retry`", words: { attempts: COUNTS_FIRST, count: COUNTS_FIRST } },
  )
  .partial()
  .note({
    id: "retry",
    examples: [{ "max-attempts": 3, delay: "1s", on: ["timeout"] }],
    mistaken: (found) =>
      typeof found === "number"
        ? `write \`retry: { max-attempts: ${found + 1} }\` for ${found} further attempts`
        : undefined,
  })

export const RETRY_KEYS = {
  retry: key({
    schema: Retry.describe("Whether and when a failed attempt is repeated"),
    evaluated: "itself",
    merge: "members",
    words: { retries: retriesHint },
  }),
} as const

/** Others count what follows the first attempt. */
function retriesHint(value: unknown): string {
  const attempts =
    typeof value === "number" && Number.isInteger(value) && value >= 0 ? value + 1 : 2
  return `write \`retry: { max-attempts: ${attempts} }\`; it counts the first attempt too`
}

/** The retries of a plan, from what each layer says. */
export function retryOf(parts: readonly Placed<s.Infer<typeof Retry>>[]): RetrySpec {
  const text: s.Infer<typeof Retry> = Object.assign({}, ...parts.map(({ value }) => value))
  return {
    maxAttempts: text["max-attempts"] ?? STANDARD.maxAttempts,
    delayMs: millisecondsOf(text.delay) ?? STANDARD.delayMs,
    factor: text.factor ?? STANDARD.factor,
    maxDelayMs: millisecondsOf(text["max-delay"]) ?? STANDARD.maxDelayMs,
    jitter: text.jitter ?? STANDARD.jitter,
    ...(text.on === undefined ? {} : { on: causesOf(text.on) }),
  }
}

/** What cannot be read was reported with the file. */
function causesOf(on: s.Infer<typeof RetryOn>): RetryCause[] {
  return [on].flat().flatMap((text) => {
    const cause = parseRetryCause(String(text))
    return cause.ok ? [cause.value] : []
  })
}

/** What must have failed: a cause, or one exit code. */
type RetryCause = NonNullable<RetrySpec["on"]>[number]

/** Reads one of the texts; the error has what is wrong and the mend. */
function parseRetryCause(
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
  return err({
    message: `\`${trimmed}\` is not a cause of a failure`,
    hint:
      didYouMean(trimmed, CAUSES) ??
      `write one of ${CAUSES.join(", ")}, or \`exit-code 75\` for one code`,
  })
}
