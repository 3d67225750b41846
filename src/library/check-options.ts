/**
 * What an embedding program may say, in one table: programs without types, and numbers that were
 * calculated, say other things, and hear of it as a value.
 */

import { parseInherit, parseWorkers } from "../core/flag-values.ts"
import { IDENTITY_FORM, parseIdentity } from "../core/identity.ts"
import type { FailureOf } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { HIGHEST_MAX_SCENARIOS } from "../core/quantities/scenario-limit.ts"
import { nearest } from "../core/text/nearest.ts"
import { ORDER_NAMES } from "../plan/order/priorities.ts"
import type { AggregateOptions, RunOptions } from "./options.ts"

/** What an option expects, and whether a value is that. */
interface Rule {
  readonly expects: string
  readonly holds: (value: unknown) => boolean
}

const MAX_SHARDS = 256
const MAX_WORKERS = 1_024
const MOST = 1_000_000

const isText = (value: unknown): value is string => typeof value === "string"
const isCallable = (value: unknown) => typeof value === "function"
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const TEXT: Rule = { expects: "a text", holds: isText }
const TEXTS = listOf(isText, "texts")
const CALLBACK: Rule = { expects: "a function", holds: isCallable }
const OBJECT: Rule = { expects: "an object", holds: isRecord }

function count(min: number, max: number): Rule {
  return {
    expects: `a whole number from ${min} to ${max}`,
    holds: (value) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
  }
}

function countOrAuto(min: number, max: number): Rule {
  const rule = count(min, max)
  return {
    expects: `${rule.expects} or "auto"`,
    holds: (value) => value === "auto" || rule.holds(value),
  }
}

/** More than a timer can wait for would be no time at all. */
const LONGEST_MS = 2 ** 31 - 1

function milliseconds(min: number): Rule {
  return {
    expects: `milliseconds from ${min} to ${LONGEST_MS}`,
    holds: (value) => typeof value === "number" && value >= min && value <= LONGEST_MS,
  }
}

function listOf(each: (value: unknown) => boolean, of: string): Rule {
  return {
    expects: `a list of ${of}`,
    holds: (value) => Array.isArray(value) && value.every((one) => each(one)),
  }
}

function oneOf(...words: readonly string[]): Rule {
  return {
    expects: words.map((word) => `"${word}"`).join(" or "),
    holds: (value) => isText(value) && words.includes(value),
  }
}

const POLICY = {
  ifEmpty: oneOf("fail", "pass"),
  failOn: listOf((value) => value === "flaky" || value === "skipped", '"flaky" and "skipped"'),
  onMissing: oneOf("skip", "fail"),
  maxSkipped: {
    expects: "{ count } or { percent }",
    holds: (value) =>
      isRecord(value) && (Number(value["count"]) >= 0 || Number(value["percent"]) >= 0),
  },
} satisfies Readonly<Record<string, Rule>>

const RUN: Readonly<Record<keyof RunOptions, Rule>> = {
  ...POLICY,
  cwd: TEXT,
  suite: TEXT,
  id: {
    expects: IDENTITY_FORM,
    holds: (value) => isText(value) && parseIdentity(value).ok,
  },
  shards: countOrAuto(1, MAX_SHARDS),
  targetMs: milliseconds(1),
  workers: {
    expects: `a whole number from 1 to ${MAX_WORKERS}, "auto" or a part such as "80%"`,
    holds: (value) =>
      isText(value) && !/^\d+$/u.test(value)
        ? parseWorkers(value, { min: 1, max: MAX_WORKERS }).ok
        : count(1, MAX_WORKERS).holds(value),
  },
  maxAttempts: count(1, 100),
  secrets: TEXTS,
  seed: count(0, 0xffffffff),
  repeatCommand: TEXT,
  order: {
    expects: `one of ${ORDER_NAMES.join(", ")}`,
    holds: (value) => ORDER_NAMES.some((name) => name === value),
  },
  select: OBJECT,
  profiles: TEXTS,
  maxScenarios: count(1, HIGHEST_MAX_SCENARIOS),
  kinds: {
    expects: "functions by name",
    holds: (value) => isRecord(value) && Object.values(value).every(isCallable),
  },
  plan: OBJECT,
  shard: count(1, MAX_SHARDS),
  out: TEXT,
  resume: TEXT,
  retryBudget: count(0, MOST),
  failFast: count(1, MOST),
  rampMs: milliseconds(0),
  budgetMs: milliseconds(1),
  timeoutMs: milliseconds(1),
  signal: {
    expects: "an AbortSignal",
    holds: (value) => value instanceof AbortSignal,
  },
  cleanup: {
    expects: "a command or a function",
    holds: (value) => isText(value) || isCallable(value),
  },
  on: CALLBACK,
  tail: TEXTS,
  onOutput: CALLBACK,
  env: {
    expects: "texts by name",
    holds: (value) => isRecord(value) && Object.values(value).every(isText),
  },
  inheritEnv: {
    expects: '"all", "minimal" or a list of names of variables',
    holds: (value) =>
      value === "all" ||
      value === "minimal" ||
      (Array.isArray(value) && value.every((name) => isText(name) && parseInherit(name).ok)),
  },
}

const AGGREGATE: Readonly<Record<keyof AggregateOptions, Rule>> = {
  ...POLICY,
  plan: OBJECT,
  folders: TEXTS,
  cwd: TEXT,
}

const TABLES = { run: RUN, aggregate: AGGREGATE } as const

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
  if (isText(value)) return JSON.stringify(value.slice(0, 40))
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return String(value)
  }
  return Array.isArray(value)
    ? "such a list"
    : `such ${typeof value === "object" ? "an" : "a"} ${typeof value}`
}
