/**
 * What an embedding program may say, in one table: programs without types, and numbers that were
 * calculated, say other things, and hear of it as a value.
 */
import type { ReportPaths } from "../app/collect/write-reports.ts"
import type { Cleanup } from "../app/shard/call-cleanup.ts"
import type { FailureOf } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { nearest } from "../core/text/nearest.ts"
import type { RunEvent } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Kind } from "../execute/kinds/kind.ts"
import type { Output } from "../execute/output/follow-output.ts"
import type { Plan } from "../formats/plan.ts"
import { MAX_SHARDS } from "../settings/planning.ts"
import { VERDICT } from "../settings/reporting.ts"
import { ROWS, type SETTINGS, type Values } from "../settings/table.ts"
import { count, ENV_LINES, FILE, type Setting, text, type ValuesOf } from "../settings/value.ts"

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

const MERGING: Readonly<Record<Exclude<keyof AggregateOptions, keyof PolicyOptions>, Rule>> = {
  ...{ plan: OBJECT, folders: TEXTS, cwd: TEXT, secrets: TEXTS },
  ...{ junit: FILE, html: FILE, ctrf: FILE, attempts: FILE, trace: FILE, summary: FILE },
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

// What an embedding program says: settings under their keys, and what only a program can say.

type All = typeof SETTINGS

/** Keys of the settings that are options. */
type OptionKey = {
  [K in keyof All]: All[K] extends { readonly option: true } ? K : never
}[keyof All]

/** Which scenarios; `undefined` asks for nothing in particular. */
export interface SelectOptions
  extends Pick<Values, "filter" | "exclude" | "tags" | "features" | "meta" | "matrix"> {
  /** Conditions that all must hold. */
  readonly where?: readonly string[] | undefined
  /** How the latest run ended; `new` is of those that never ran. */
  readonly last?: Values["last"]
  /** Leaves out what no change since this commit can affect. */
  readonly changedSince?: string | null | undefined
  /** Whether a selected scenario brings what it needs; it does where nothing is said. */
  readonly withNeeds?: boolean | undefined
}

/** Which suite, and what of it. [library.md](../../docs/library.md) describes the settings. */
export interface PlanOptions extends Pick<Values, OptionKey> {
  /** The folder that paths are relative to; the working directory where nothing is said. */
  readonly cwd?: string | undefined
  /** Suite file or folder, relative to `cwd`; searched as the command does where nothing is said. */
  readonly suite?: string | undefined
  readonly select?: SelectOptions | undefined
  /** Kinds that scenarios may name. */
  readonly kinds?: Readonly<Record<string, Kind>> | undefined
}

/** What counts as a success. */
export type PolicyOptions = ValuesOf<typeof VERDICT>

/** A run here: of a suite, or of one shard of a plan. */
export interface RunOptions extends PlanOptions {
  /** Runs this plan; what else is said of the suite is not read then. */
  readonly plan?: Plan | undefined
  /** The shard to run, from 1. */
  readonly shard?: number | undefined
  /** Stops the run: what runs is ended, and the report is made of what there is. */
  readonly signal?: AbortSignal | undefined
  /**
   * Runs when the run was stopped, after everything has ended: a command, or a function that is waited
   * for at most a minute. A run that comes to its own end needs none.
   */
  readonly cleanup?: string | Cleanup | undefined
  /** Told of each event when it is on disk, with all that is known by then. */
  readonly on?: ((event: RunEvent, state: RunState) => void) | undefined
  /** New output of a scenario of `tail`: foreign text without secrets, bounded; what is left out is counted. */
  readonly onOutput?: ((output: Output) => void) | undefined
  /** Added to the environment of scenarios. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Values that events and reports must not hold, in whatever form; those under 4 characters are left. */
  readonly secrets?: readonly string[] | undefined
}

/** Folders of shards, to be merged into one report. */
export interface AggregateOptions extends PolicyOptions, FileOptions {
  readonly plan: Plan
  /** Folders of shards, or folders that hold them; relative to `cwd`. */
  readonly folders: readonly string[]
  readonly cwd?: string | undefined
  /** Values that the HTML page must not hold, beside what is out of the folders already. */
  readonly secrets?: readonly string[] | undefined
}

/** Formats that are files of their own, relative to `cwd`; `results.json` is in the run's folder. */
export type FileOptions = Omit<ReportPaths, "output">

/** The settings that options come to. */
export function toSettings(options: RunOptions): Values {
  const { plan: _, shard: __, select = {}, cleanup, ...settings } = options
  const { filter, exclude, tags, features, meta, matrix, where, last } = select
  const { changedSince, withNeeds } = select
  return {
    ...{ ...settings, filter, exclude, tags, features, meta, matrix, where, last },
    cleanup: typeof cleanup === "string" ? cleanup : undefined,
    changedSince: changedSince ?? undefined,
    noDeps: withNeeds === false,
  }
}
