/**
 * Kinds of values that settings have. The text of a flag or an input is read, and the value of an option is
 * checked, by the same kind. Errors are fragments: the caller names the setting and what was given.
 */
import { IDENTITY, IDENTITY_FORM, parseIdentity } from "../core/identity.ts"
import type { Inherit } from "../core/inherit.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { parseDurationMs } from "../core/quantities/duration.ts"
import type { Limit } from "../core/quantities/limit.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import { parseCommaList } from "../core/text/comma-list.ts"

/**
 * A kind of value.
 * @public The declarations of the library name it.
 */
export interface Value<T> {
  /** What stands for it behind a flag: `<n>`; empty where the flag alone says it. */
  readonly form: string
  readonly parse: (text: string) => Result<T, string>
  /** What an option expects, and whether a value is that. */
  readonly expects: string
  readonly holds: (value: unknown) => boolean
}

/** A key and a value of one text. */
export interface Pair {
  readonly key: string
  readonly value: string
}

const VARIABLE = /^[A-Za-z_]\w*$/u

/** More than a timer can wait for would be no time at all. */
const LONGEST_MS = 2 ** 31 - 1

const isText = (value: unknown): value is string => typeof value === "string"

/** A text as it is. */
export function text(form: string): Value<string> {
  return { form, parse: ok, expects: "a text", holds: isText }
}

/** The path of a file. */
export const FILE = text("<file>")

/** Said or not said. */
export const YES: Value<boolean> = {
  form: "",
  parse: (given) => {
    const said = oneOf("", "true", "false").parse(given)
    return said.ok ? ok(said.value === "true") : said
  },
  expects: "true or false",
  holds: (value) => typeof value === "boolean",
}

/** One of some words. */
export function oneOf<const T extends string>(form: string, ...words: readonly T[]): Value<T> {
  const expects = `one of ${words.join(", ")}`
  return {
    form,
    parse: (given) => {
      const found = words.find((word) => word === given)
      return found === undefined ? err(`expects ${expects}`) : ok(found)
    },
    expects,
    holds: (value) => words.some((word) => word === value),
  }
}

/** A whole number within bounds. */
export function count(min: number, max: number): Value<number> {
  const expects = `a whole number from ${min} to ${max}`
  const within = (value: number) => Number.isSafeInteger(value) && value >= min && value <= max
  return {
    form: "<n>",
    parse: (given) => {
      const value = Number(given)
      return /^\d+$/u.test(given) && within(value) ? ok(value) : err(`expects ${expects}`)
    },
    expects,
    holds: (value) => typeof value === "number" && within(value),
  }
}

/** A count or `auto`. */
export function countOrAuto(min: number, max: number): Value<number | "auto"> {
  const number = count(min, max)
  const expects = `${number.expects} or auto`
  return {
    form: "<n>",
    parse: (given) => {
      if (given === "auto") return ok("auto")
      const parsed = number.parse(given)
      return parsed.ok ? parsed : err(`expects ${expects}`)
    },
    expects,
    holds: (value) => value === "auto" || number.holds(value),
  }
}

/** A count, `auto`, or a part of the machine such as `80%`. */
export function workers(max: number): Value<WorkerCount> {
  const number = countOrAuto(1, max)
  const expects = `${number.expects}, or a part of the machine such as 80%`
  const partOf = (given: string) => /^([1-9]\d?|100)%$/u.exec(given)?.[1]
  return {
    form: "<n>",
    parse: (given) => {
      const part = partOf(given)
      if (part !== undefined) return ok<WorkerCount>(`${Number(part)}%`)
      const parsed = number.parse(given)
      return parsed.ok ? parsed : err(`expects ${expects}`)
    },
    expects,
    holds: (value) => number.holds(value) || (isText(value) && partOf(value) !== undefined),
  }
}

/** How many failures stop a run: `true` is 1 and `false` is never, besides a number. */
export function failures(max: number): Value<number | null> {
  const number = count(1, max)
  return {
    ...number,
    parse: (given) => {
      if (given === "true" || given === "false") return ok(given === "true" ? 1 : null)
      return number.parse(given)
    },
  }
}

/** A duration with its unit; as an option milliseconds, `min` or more. */
export function time(min: number): Value<number> {
  return {
    form: "<time>",
    parse: (given) => {
      const duration = parseDurationMs(given)
      if (duration.ok && duration.value > 0) return duration
      if (!duration.ok && duration.error.reason === "bare-number") {
        const [seconds, minutes] = duration.error.readings
        return err(`needs a unit: ${seconds} or ${minutes}?`)
      }
      return err("expects a duration such as 90s or 5m")
    },
    expects: `milliseconds from ${min} to ${LONGEST_MS}`,
    holds: (value) => typeof value === "number" && value >= min && value <= LONGEST_MS,
  }
}

/** `3/8`, or `3` where a plan says how many there are. */
export const SHARD: Value<{ readonly shard: number; readonly of: number | null }> = {
  form: "<i/n>",
  parse: (given) => {
    const [, shard = "", of] = /^(\d{1,4})(?:\/(\d{1,4}))?$/u.exec(given) ?? []
    const number = Number(shard)
    const total = of === undefined ? null : Number(of)
    if (shard === "" || number < 1 || (total !== null && number > total)) {
      return err("expects a shard such as 3/8 (or 3 with --plan)")
    }
    return ok({ shard: number, of: total })
  },
  expects: "a shard",
  holds: () => false,
}

/** A number of scenarios, or a part of all: `10%`. */
export const LIMIT: Value<Limit> = {
  form: "<n|p%>",
  parse: (given) => {
    const [, number = "", percent] = /^(\d{1,7}(?:\.\d+)?)(%?)$/u.exec(given) ?? []
    if (percent === "%" && Number(number) <= 100) return ok({ percent: Number(number) })
    if (percent === "" && /^\d+$/u.test(number)) return ok({ count: Number(number) })
    return err("expects a number of scenarios, or a part of all such as 10%")
  },
  expects: "{ count } or { percent }",
  holds: (value) => {
    if (typeof value !== "object" || value === null) return false
    return Object.entries(value).some(
      ([name, limit]) => ["count", "percent"].includes(name) && Number(limit) >= 0,
    )
  },
}

/** A part of all that is less than all of it: `1%` or `0.01`. */
export const RATE: Value<number> = {
  form: "<rate>",
  parse: (given) => {
    const [, number = "", percent] = /^(\d{1,3}(?:\.\d{1,9})?)(%?)$/u.exec(given) ?? []
    const rate = Number(percent === "%" ? `${number}e-2` : number)
    if (number === "" || rate >= 1) return err("expects a part below 100% such as 1% or 0.01")
    return ok(rate)
  },
  expects: "a number from 0 to less than 1",
  holds: (value) => typeof value === "number" && value >= 0 && value < 1,
}

/** `all`, `minimal`, or names of variables separated by commas or lines. */
export const INHERIT: Value<Inherit> = {
  form: "<what>",
  parse: (given) => {
    if (given === "all" || given === "minimal") return ok(given)
    const names = parseCommaList(given)
    if (names.length > 0 && names.every((name) => VARIABLE.test(name))) return ok(names)
    return err("expects all, minimal, or names of variables separated by commas")
  },
  expects: '"all", "minimal" or a list of names of variables',
  holds: (value) =>
    value === "all" ||
    value === "minimal" ||
    (Array.isArray(value) && value.every((name) => isText(name) && VARIABLE.test(name))),
}

/** `key=value`; the value may hold further `=`. */
export function pair(key: string, value: string): Value<Pair> {
  return {
    form: `<${key}=${value}>`,
    parse: (given) => {
      const at = given.indexOf("=")
      if (at <= 0) return err(`expects ${key}=${value}`)
      return ok({ key: given.slice(0, at).trim(), value: given.slice(at + 1).trim() })
    },
    expects: "{ key, value }",
    holds: (one) => typeof one === "object" && one !== null && "key" in one && "value" in one,
  }
}

/** The `id` of a plan. */
export const ID: Value<string> = {
  form: "<id>",
  parse: parseIdentity,
  expects: IDENTITY_FORM,
  holds: (value) => isText(value) && IDENTITY.test(value),
}

/** A fixture that already runs, and the value of an output. */
export const GIVEN_FIXTURE: Value<{ readonly name: string; readonly output: Pair | null }> = {
  form: "<name=output=value>",
  parse: (given) => {
    const [, name = "", output, value = ""] =
      /^([^=]+)(?:=([A-Za-z_]\w*)=(.*))?$/su.exec(given) ?? []
    if (name === "") return err("write NAME=OUTPUT=value, or NAME for a fixture without outputs")
    return ok({ name, output: output === undefined ? null : { key: output, value } })
  },
  expects: "{ name, output: { key, value } or null }",
  holds: (value) => typeof value === "object" && value !== null && "name" in value,
}

/**
 * Lines `NAME=value`, and values of several lines as `$GITHUB_ENV` takes them. An error names the number of
 * a line: the line itself may hold a secret.
 */
export const ENV_LINES: Value<Readonly<Record<string, string>>> = {
  form: "<lines>",
  parse: (given) => {
    const env: Record<string, string> = {}
    const problems: string[] = []
    const lines = given.split(/\r?\n/u)
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]?.trim() ?? ""
      if (line === "") continue
      const [, name = "", sign, rest = ""] = /^([A-Za-z_]\w*)(=|<<)(.*)$/u.exec(line) ?? []
      if (sign === "=") {
        env[name] = rest
        continue
      }
      if (sign === undefined || rest === "") {
        problems.push(`line ${i + 1} is not NAME=value`)
        continue
      }
      const end = lines.findIndex((other, at) => at > i && other.trim() === rest.trim())
      if (end < 0) {
        problems.push(`line ${i + 1} begins a value without an end line`)
        break
      }
      env[name] = lines.slice(i + 1, end).join("\n")
      i = end
    }
    return problems.length === 0 ? ok(env) : err(problems.join("; "))
  },
  expects: "texts by name",
  holds: (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isText),
}

// What a setting is: one thing that a user may say by a flag, an input of the action or of the reusable
// workflow, or an option of the library. The groups beside this file declare all of them.

/** Commands of the command line. */
export type CommandName =
  | "run"
  | "plan"
  | "aggregate"
  | "replay"
  | "list"
  | "validate"
  | "analyze"
  | "probe"
  | "doctor"
  | "history"
  | "fixtures"
  | "create"

/** What the action does in a step; `all` has no name and is meant where nothing is said. */
export const ACTION_COMMANDS = ["all", "plan", "run", "aggregate", "publish"] as const
export type ActionCommand = (typeof ACTION_COMMANDS)[number]

/** How long a setting of a run holds. */
export type Lasts =
  /** The plan fixes it: beside a plan, or a run to resume, it comes too late. Kept for a resumed run. */
  | "plan"
  /** Beside a run to resume it comes too late. Kept for a resumed run. */
  | "run"
  /** Kept for a resumed run, which may say something else. */
  | "resume"

/** One setting. Where nothing limits it, it is for nobody: each surface is named. */
export interface Setting {
  readonly value: Value<unknown>
  /** How people write it, where that is not the key with hyphens. */
  readonly name?: string
  /** A phrase that begins small. */
  readonly help: string
  /** The value where none is given, as text. */
  readonly default?: string
  /** It takes several values: how the text of an input, or the words behind a flag, are divided. */
  readonly many?: "lines" | "words" | "whole"
  /** Commands with a flag for it. */
  readonly flags?: readonly CommandName[]
  /** Commands of the action with an input for it. */
  readonly inputs?: readonly ActionCommand[]
  /** The library has an option for it, under the key. */
  readonly option?: true
  readonly lasts?: Lasts
  /** Commands whose short help names it. */
  readonly common?: readonly CommandName[]
  readonly flag?: {
    readonly short?: string
    /** Instead of what the kind of value says. */
    readonly form?: string
    /** Value of the flag when its optional value is left out. */
    readonly preset?: string
    /** The flag with `no-` before its name means the opposite; this is its help. */
    readonly opposite?: string
    /** What holds without the flag, where the default does not say it. */
    readonly otherwise?: string
    /** Where a command means something else by it. */
    readonly of?: Partial<
      Record<CommandName, { readonly help?: string; readonly otherwise?: string }>
    >
  }
  readonly input?: {
    readonly help?: string
    /** In `action.yml` alone; where it is read, it stands for nothing. */
    readonly default?: string
    /** Blanks and lines around the text belong to it. */
    readonly raw?: true
    /** An error does not repeat the text. */
    readonly secret?: true
    /** The reusable workflow has none, has a secret for it, or has an input of another type. */
    readonly workflow?: "none" | "secret" | "number" | "boolean"
  }
}

/** Settings by key. */
export type Group = Readonly<Record<string, Setting>>

/** The value of a setting, or the list of them. */
export type ValueOf<S> = S extends { readonly value: Value<infer T> }
  ? S extends { readonly many: string }
    ? readonly T[]
    : T
  : never

/** Values of the settings of a group; `undefined` is not said. */
export type ValuesOf<G> = { readonly [K in keyof G]?: ValueOf<G[K]> | undefined }

/** The name that people write: `max-scenarios`. */
export function nameOf(key: string, { name }: Pick<Setting, "name">): string {
  return name ?? key.replace(/[A-Z]/gu, (capital) => `-${capital.toLowerCase()}`)
}
