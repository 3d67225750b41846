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
import { patternProblem } from "./expect.ts"

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
      on: RetryOn.describe(
        "What is retried: causes, `exit-code N`, or `output /PATTERN/`; default: everything",
        ["timeout", "exit-code 75", "output /ECONNRESET/"],
      ),
      when: s
        .words(["immediate", "end", "alone"])
        .describe(
          "After the delay (default), after everything else, or then with nothing beside it",
        ),
    },
    { called: "`retry`", words: { attempts: COUNTS_FIRST, count: COUNTS_FIRST } },
  )
  .partial()
  .note({
    id: "retry",
    examples: [{ "max-attempts": 3, delay: "1s", on: ["timeout"] }],
    mistaken: (found) =>
      typeof found === "number"
        ? `write \`retry: { max-attempts: ${found + 1} }\` for ${found} further ${found === 1 ? "attempt" : "attempts"}`
        : undefined,
  })

export const RETRY_KEYS = {
  retry: key({
    schema: Retry.describe("Whether and when a failed attempt is repeated"),
    evaluated: "itself",
    merge: "members",
    words: { retries: retriesHint },
  }),
  flaky: key({
    schema: s
      .words(["fail", "pass"])
      .describe(
        "Whether it fails the run when it passed only after a failure; default: --fail-on",
        "fail",
      ),
    evaluated: "itself",
    merge: "replace",
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
    ...(text.when === undefined || text.when === "immediate" ? {} : { when: text.when }),
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

/** A pattern in the log; `m` and `u` are always on. */
function parseOutput(output: string, flags: string): Result<RetryCause, CauseProblem> {
  const unknown = [...flags].find((flag) => flag !== "i" && flag !== "s")
  if (unknown !== undefined) {
    const hint = "`i` ignores case, `s` lets a dot match line ends; others are not needed"
    return err({ message: `\`${unknown}\` is not a flag of a pattern here`, hint })
  }
  const problem = patternProblem(output, `mu${flags}`)
  if (problem === null) return ok(flags === "" ? { output } : { output, flags })
  const hint = "put `\\` before special characters"
  return err({ message: `this is not a regular expression: ${problem}`, hint })
}

interface CauseProblem {
  readonly message: string
  readonly hint: string
}

/** Reads one of the texts; the error has what is wrong and the mend. */
function parseRetryCause(text: string): Result<RetryCause, CauseProblem> {
  const trimmed = text.trim()
  const cause = CAUSES.find((candidate) => candidate === trimmed)
  if (cause !== undefined) return ok(cause)
  const [, output, flags = ""] = /^output\s+\/(.+)\/(\w*)$/u.exec(trimmed) ?? []
  if (output !== undefined) return parseOutput(output, flags)
  const [, code] = /^exit-code\s+(\d+)$/u.exec(trimmed) ?? []
  if (code !== undefined) {
    const exitCode = Number(code)
    if (exitCode <= 255) return ok({ exitCode })
    return err({
      message: `${code} is not an exit code`,
      hint: "an exit code is between 0 and 255",
    })
  }
  const [, plain] = /^output\s+(.+)$/u.exec(trimmed) ?? []
  if (plain !== undefined) {
    const message = `\`${trimmed}\` has no pattern`
    return err({
      message,
      hint: `write it between slashes: \`output /${plain.replaceAll("/", "")}/\``,
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
      `write one of ${CAUSES.join(", ")}, \`exit-code 75\` for one code, or \`output /PATTERN/\``,
  })
}
