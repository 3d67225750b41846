/**
 * Settings as inputs of the action, and of the reusable workflow that passes them on.
 */
import { err, ok, type Result } from "../core/problems/result.ts"
import { ROWS, type Row } from "./table.ts"
import { nameOf, type Setting, YES } from "./value.ts"

/** One input, as `action.yml` and the docs have it. */
export interface Input extends Row {
  readonly name: string
  readonly description: string
  readonly default: string
}

/** All inputs, in the order of `action.yml`. */
export const INPUTS: readonly Input[] = ROWS.filter(({ setting }) => setting.inputs).map((row) => {
  const { key, setting } = row
  const text = (setting.input?.help ?? setting.help) + howSeveral(setting)
  return {
    ...row,
    name: nameOf(key, setting),
    // `balanced: …` explains a value, which stays as it is written.
    description: /^\w+:/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1),
    default: setting.input?.default ?? standardOf(setting),
  }
})

/** The value of an input, undefined where it says nothing, or what is wrong with it. */
export function readInput(setting: Setting, given: string): Result<unknown, readonly string[]> {
  const { value, many, input = {} } = setting
  const blank = given.trim() === ""
  const text = blank ? standardOf(setting) : given.trim()
  if (many === undefined && text === "") return ok(undefined)
  const parts = many === undefined ? [input.raw === true ? given : text] : divide(text, many)
  const values: unknown[] = []
  const problems: string[] = []
  for (const part of parts) {
    const parsed = value.parse(part)
    if (parsed.ok) values.push(parsed.value)
    else if (input.secret === true) problems.push(parsed.error)
    else problems.push(`${JSON.stringify(part)} is invalid, it ${parsed.error}`)
  }
  if (problems.length > 0) return err(problems)
  return ok(many === undefined ? values[0] : values)
}

function standardOf(setting: Setting): string {
  return setting.default ?? (setting.value === YES ? "false" : "")
}

function divide(text: string, many: NonNullable<Setting["many"]>): readonly string[] {
  const parts = { lines: /\n/u, words: /[\s,]+/u, whole: /$^/u }
  return text
    .split(parts[many])
    .map((part) => part.trim())
    .filter((part) => part !== "")
}

function howSeveral({ many, value }: Setting): string {
  if (many === "words") return " (separated by commas or lines)"
  if (many !== "lines") return ""
  const [form] = /[^<>]+=[^<>]+/u.exec(value.form) ?? []
  return form === undefined ? " (one a line)" : ` (lines ${form})`
}
