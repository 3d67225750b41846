/**
 * What an embedding program may say, in one table: programs without types, and numbers that were
 * calculated, say other things, and hear of it as a value.
 */
import type { FailureOf } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { nearest } from "../core/text/nearest.ts"
import { MAX_SHARDS } from "../settings/planning.ts"
import { VERDICT } from "../settings/reporting.ts"
import type { Setting } from "../settings/setting.ts"
import { ROWS } from "../settings/table.ts"
import { count, ENV_LINES, text } from "../settings/value.ts"
import type { AggregateOptions, OptionKey, RunOptions } from "./options.ts"

/** What an option expects, and whether a value is that. */
type Rule = Pick<Setting["value"], "expects" | "holds">

const isText = (value: unknown) => typeof value === "string"
const isCallable = (value: unknown) => typeof value === "function"
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const TEXT = text("")
const TEXTS = listOf(TEXT)
const CALLBACK: Rule = { expects: "a function", holds: isCallable }
const OBJECT: Rule = { expects: "an object", holds: isRecord }

function listOf({ expects, holds }: Rule): Rule {
  return {
    expects: `a list of ${expects.replace(/^an? (.*)$/u, "$1s")}`,
    holds: (value) => Array.isArray(value) && value.every((one) => holds(one)),
  }
}

function ruleOf({ value, many }: Setting): Rule {
  return many === undefined ? value : listOf(value)
}

function rulesOf(settings: readonly (readonly [string, Setting])[]): Record<string, Rule> {
  return Object.fromEntries(settings.map(([key, setting]) => [key, ruleOf(setting)]))
}

/** What only a program can say. */
const OWN: Readonly<Record<Exclude<keyof RunOptions, OptionKey>, Rule>> = {
  ...{ cwd: TEXT, suite: TEXT, select: OBJECT, plan: OBJECT, env: ENV_LINES, secrets: TEXTS },
  ...{ on: CALLBACK, onOutput: CALLBACK, shard: count(1, MAX_SHARDS) },
  kinds: {
    expects: "functions by name",
    holds: (value) => isRecord(value) && Object.values(value).every(isCallable),
  },
  signal: { expects: "an AbortSignal", holds: (value) => value instanceof AbortSignal },
  cleanup: {
    expects: "a command or a function",
    holds: (value) => isText(value) || isCallable(value),
  },
}

const OPTIONS = ROWS.filter(({ setting }) => setting.option === true)

const MERGING: Readonly<Record<Exclude<keyof AggregateOptions, keyof typeof VERDICT>, Rule>> = {
  ...{ plan: OBJECT, folders: TEXTS, cwd: TEXT },
}

const TABLES = {
  run: { ...OWN, ...rulesOf(OPTIONS.map(({ key, setting }) => [key, setting])) },
  aggregate: { ...MERGING, ...rulesOf(Object.entries(VERDICT)) },
}

/** All that is wrong with the options, named; what is undefined was not said. */
export function checkOptions(
  options: object,
  of: keyof typeof TABLES,
): Result<void, FailureOf<"usage/invalid">> {
  const rules: ReadonlyMap<string, Rule> = new Map(Object.entries(TABLES[of]))
  const problems = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return []
    const rule = rules.get(name)
    if (rule === undefined) {
      const meant = nearest(name, rules.keys())
      return [`there is no option ${name}${meant === undefined ? "" : `; ${meant}?`}`]
    }
    return rule.holds(value) ? [] : [`${name} is ${shown(value)}, but expects ${rule.expects}`]
  })
  if (problems.length === 0) return ok(undefined)
  return err({ reason: "usage/invalid", message: problems.join("\n") })
}

/** The value, shortly; what is no simple value by its kind. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40))
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return String(value)
  }
  return Array.isArray(value)
    ? "such a list"
    : `such ${typeof value === "object" ? "an" : "a"} ${typeof value}`
}
