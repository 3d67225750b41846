/**
 * Pieces that the schemas of suite files are made of: texts, lists of them and durations.
 */
import { z } from "zod"
import type { DiagnosticCode } from "../core/diagnostic.ts"
import { parseDurationMs } from "../core/duration.ts"
import { hasExpression } from "./template.ts"

/** What a check of ours adds to an issue of the library. */
export interface IssueExtra {
  readonly code: DiagnosticCode
  readonly hint?: string
}

/** Values that are written as text, whatever YAML takes them for. */
export const Text = z.union([z.string(), z.number(), z.boolean()])
/** One text or a list of them. */
export const TextList = z.union([z.string(), z.array(Text)])

const DURATION_PATTERN = "^(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$"

/** A duration. A number is let in and refused by the check, which can then offer what may have been meant. */
export const duration = (options: { readonly expressions: boolean; readonly positive: boolean }) =>
  z
    .union([z.string(), z.number()])
    .superRefine((value, context) => {
      if (options.expressions && typeof value === "string" && hasExpression(value)) return
      const refusal = refuseDuration(String(value), options.positive)
      if (refusal === undefined) return
      const { message, ...extra } = refusal
      context.addIssue({ code: "custom", message, params: extra })
    })
    .meta({
      type: "string",
      ...(options.expressions ? {} : { pattern: DURATION_PATTERN }),
      examples: ["30s", "5m", "1h30m"],
    })

/** Says what is wrong with a duration, with a mend; nothing when it is one. */
export function refuseDuration(
  text: string,
  positive: boolean,
): (IssueExtra & { readonly message: string }) | undefined {
  const parsed = parseDurationMs(text)
  const code = "suite/duration"
  if (parsed.ok) {
    if (!positive || parsed.value > 0) return undefined
    return { code, message: "the duration must be longer than 0" }
  }
  if (parsed.error.reason === "bare-number") {
    const [seconds, minutes] = parsed.error.readings
    return {
      code,
      message: `\`${text.trim()}\` has no unit`,
      hint: `write \`${seconds}\` for seconds or \`${minutes}\` for minutes`,
    }
  }
  return {
    code,
    message: `\`${text}\` is not a duration`,
    hint: "write a number and ms, s, m, h or d, such as `90s` or `1h30m`",
  }
}

/** Environment variables; an empty value is an empty text. */
export const Env = z.record(z.string(), z.union([Text, z.null()]))
