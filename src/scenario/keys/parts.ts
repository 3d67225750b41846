/**
 * What keys of suite files are made of: texts, lists of them, durations, quantities and patterns, and
 * what is known of a key besides its value.
 */
import type { DiagnosticCode } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import * as s from "../../core/schema/make.ts"
import type { AnySchema, Refusal, Words } from "../../core/schema/schema.ts"
import { hasExpression } from "../expressions/template.ts"

/** All that is known of a key of a scenario but its name. The one place to say it. */
export interface KeySpec {
  /** The value, with the description and the examples that people see. */
  readonly schema: AnySchema
  /**
   * When expressions in it are evaluated: for each expansion while planning, at the attempt, or never
   * (`refused`). `itself` is a key whose own check decides, or that holds no such text.
   */
  readonly evaluated: "planning" | "attempt" | "refused" | "itself"
  /** When that is for a key that decides `itself`, as the docs say it; absent where it holds no such text. */
  readonly when?: string
  /**
   * What overrides and profiles do with it: they `replace` the value, `append` to the list, or set
   * members of the mapping, also over `defaults`.
   */
  readonly merge: "replace" | "append" | "members"
  /** Why only a scenario, and `defaults`, may have it; absent where overrides and profiles may too. */
  readonly fixed?: string
  /** Why not even `defaults` may have it. */
  readonly own?: string
  /** Words of other languages for it, with what to write. */
  readonly words?: Words
}

/** Keeps the type of the value. */
export const key = <const K extends KeySpec>(spec: K): K => spec

/** What a check of ours adds to an issue of a schema. */
export interface IssueExtra {
  readonly code: DiagnosticCode
  readonly hint?: string
}

/** Something that is wrong with a text, with what to write instead. */
export type TextRefusal = IssueExtra & { readonly message: string }

/** The same as an issue of a schema. */
export function refusal({ message, ...extra }: TextRefusal): Refusal {
  return { message, extra }
}

/** Values that are written as text, whatever YAML takes them for. */
export const Text = s.union(s.text(), s.number(), s.flag())
/** One text or a list of them. */
export const TextList = s.union(s.text(), s.list(Text)).note({ id: "texts" })

const DURATION_PATTERN = "^(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$"

/** A duration. A number is let in and refused by the check, which can then offer what may have been meant. */
export const duration = (options: { readonly expressions?: boolean; readonly positive: boolean }) =>
  s
    .union(s.text(), s.number())
    .refine((value) => {
      if (options.expressions === true && typeof value === "string" && hasExpression(value)) return
      const refused = refuseDuration(String(value), options.positive)
      return refused === undefined ? undefined : refusal(refused)
    })
    .note({
      json:
        options.expressions === true
          ? { type: "string" }
          : { type: "string", pattern: DURATION_PATTERN },
      examples: ["30s", "5m", "1h30m"],
    })

/** Says what is wrong with a duration, with a hint; nothing when it is one. */
export function refuseDuration(text: string, positive: boolean): TextRefusal | undefined {
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

/** Milliseconds of a checked duration; undefined where there is none. */
export function millisecondsOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value : undefined
}

/** A quantity, or an expression that gives one while planning. */
export const Quantity = quantityValue({ expressions: true }).note({
  id: "quantity",
  description: "A number with a unit if it has one",
  examples: [2, "500m", "4Gi", "${{ matrix.size.cpu }}"],
})

/** A size that is known where it is written, and more than nothing. */
export const bytes = (...examples: readonly string[]) =>
  quantityValue({ expressions: false }).note({ examples: [...examples] })

/** A size for each hour. */
export const bytesPerHour = (...examples: readonly string[]) =>
  s
    .text()
    .refine((value) => {
      const [, size] = PER_HOUR.exec(value) ?? []
      if (size === undefined) {
        const message = `\`${value}\` is not a size per hour`
        return refusal({ code: "suite/quantity", message, hint: "write for example `256Ki/h`" })
      }
      const refused = refuseBareBytes(size) ?? refuseQuantity(size, { positive: true })
      return refused === undefined ? undefined : refusal(refused)
    })
    .note({ examples: [...examples] })

const PER_HOUR = /^\s*([^/]+?)\s*\/\s*h\s*$/u

/** Bytes of a checked size for each hour. */
export function bytesPerHourOf(text: string): number {
  const parsed = parseQuantity(PER_HOUR.exec(text)?.[1] ?? "")
  return parsed.ok ? parsed.value : 0
}

function quantityValue(options: { readonly expressions: boolean }) {
  return s.union(s.number(), s.text()).refine((value) => {
    if (options.expressions && typeof value === "string" && hasExpression(value)) return
    const refused = options.expressions
      ? refuseQuantity(value, { positive: false })
      : (refuseBareBytes(String(value)) ?? refuseQuantity(value, { positive: true }))
    return refused === undefined ? undefined : refusal(refused)
  })
}

/** `10` may be meant as bytes or as mebibytes: like a duration, a size says which. */
function refuseBareBytes(text: string): TextRefusal | undefined {
  const bare = text.trim()
  if (!/^\d{1,15}(\.\d{1,15})?$/u.test(bare) || Number(bare) === 0) return undefined
  return {
    code: "suite/quantity",
    message: `\`${bare}\` has no unit`,
    hint: `write \`${bare}Mi\` for mebibytes or \`${bare}B\` for bytes`,
  }
}

/** Says what is wrong with a quantity, with a hint; nothing when it is one. */
function refuseQuantity(
  value: string | number,
  options: { readonly positive: boolean },
): TextRefusal | undefined {
  const parsed = parseQuantity(String(value))
  const code = "suite/quantity"
  if (!parsed.ok) return { code, message: parsed.error.message, hint: parsed.error.hint }
  if (!options.positive || parsed.value > 0) return undefined
  return { code, message: "the quantity must be more than 0" }
}

/** Environment variables; an empty value is an empty text. */
export const Env = s.record(Text.nullable()).note({ id: "env", examples: [{ REGION: "eu" }] })

/** Longer patterns are no patterns of people, and slow to match. */
export const Pattern = s.text().filled().max(4096)
/** One pattern for files or a list of them. */
export const Patterns = s
  .union(Pattern, s.list(Pattern).filled())
  .note({ id: "patterns", examples: ["out/**/*.png", ["sql/**/*.test", "!sql/slow/**"]] })
