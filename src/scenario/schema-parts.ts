/**
 * Pieces that the schemas of suite files are made of: texts, lists of them and durations.
 */
import { z } from "zod"
import { once } from "../core/once.ts"
import type { DiagnosticCode } from "../core/problems/diagnostic.ts"
import { parseDurationMs } from "../core/quantities/duration.ts"
import { parseQuantity } from "../core/quantities/quantity.ts"
import { hasExpression } from "./expressions/template.ts"

/** What a check of ours adds to an issue of the library. */
export interface IssueExtra {
  readonly code: DiagnosticCode
  readonly hint?: string
}

/** Values that are written as text, whatever YAML takes them for. */
export const Text = once(() => z.union([z.string(), z.number(), z.boolean()]))
/** One text or a list of them. */
export const TextList = once(() => z.union([z.string(), z.array(Text())]).meta({ id: "texts" }))

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

/** A quantity, or an expression that gives one while planning. */
export const Quantity = once(() =>
  quantityValue({ expressions: true })
    .meta({ id: "quantity", examples: [2, "500m", "4Gi", "${{ matrix.size.cpu }}"] })
    .describe("A number with a unit if it has one"),
)

/** A size that is known where it is written, and more than nothing. */
export const bytes = (...examples: readonly string[]) =>
  quantityValue({ expressions: false }).meta({ examples: [...examples] })

function quantityValue(options: { readonly expressions: boolean }) {
  return z.union([z.number(), z.string()]).superRefine((value, context) => {
    if (options.expressions && typeof value === "string" && hasExpression(value)) return
    const refusal = options.expressions
      ? refuseQuantity(value, { positive: false })
      : (refuseBareBytes(String(value)) ?? refuseQuantity(value, { positive: true }))
    if (refusal === undefined) return
    const { message, ...extra } = refusal
    context.addIssue({ code: "custom", message, params: extra })
  })
}

/** `10` may be meant as bytes or as mebibytes: like a duration, a size says which. */
function refuseBareBytes(text: string): (IssueExtra & { readonly message: string }) | undefined {
  const bare = text.trim()
  if (!/^\d{1,15}(\.\d{1,15})?$/u.test(bare) || Number(bare) === 0) return undefined
  return {
    code: "suite/quantity",
    message: `\`${bare}\` has no unit`,
    hint: `write \`${bare}Mi\` for mebibytes or \`${bare}B\` for bytes`,
  }
}

/** Says what is wrong with a quantity, with a mend; nothing when it is one. */
function refuseQuantity(
  value: string | number,
  options: { readonly positive: boolean },
): (IssueExtra & { readonly message: string }) | undefined {
  const parsed = parseQuantity(String(value))
  const code = "suite/quantity"
  if (!parsed.ok) return { code, message: parsed.error.message, hint: parsed.error.hint }
  if (!options.positive || parsed.value > 0) return undefined
  return { code, message: "the quantity must be more than 0" }
}

/** Environment variables; an empty value is an empty text. */
export const Env = once(() =>
  z
    .record(z.string(), z.union([Text(), z.null()]))
    .meta({ id: "env", examples: [{ REGION: "eu" }] }),
)

/** Longer patterns are no patterns of people, and slow to match. */
export const Pattern = once(() => z.string().min(1).max(4096))
/** One pattern for files or a list of them. */
export const Patterns = once(() =>
  z
    .union([Pattern(), z.array(Pattern()).min(1)])
    .meta({ id: "patterns", examples: ["out/**/*.png", ["sql/**/*.test", "!sql/slow/**"]] }),
)
