/**
 * Inputs of the action: text from the environment to values, with a sentence for what is wrong.
 */

import {
  type Inherit,
  parseChoice,
  parseCount,
  parseCountOrAuto,
  parseInherit,
  parsePair,
  parseSkipLimit,
  parseTime,
  parseWorkers,
} from "../core/flag-values.ts"
import { parseIdentity } from "../core/identity.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { DEFAULT_MAX_SCENARIOS, HIGHEST_MAX_SCENARIOS } from "../core/quantities/scenario-limit.ts"
import type { WorkerCount } from "../core/quantities/workers.ts"
import { SHARE_NAMES, type ShareName } from "../formats/plan.ts"
import { STRATEGY_NAMES } from "../plan/cut/assign.ts"
import { ORDER_NAMES, type OrderName } from "../plan/order/priorities.ts"
import type { VerdictPolicy } from "../report/results/results.ts"
import type { SkipLimit } from "../report/results/skip-policy.ts"
import { parseEnvLines } from "./env-lines.ts"
import { ACTION_COMMANDS, type ActionCommand, type InputName } from "./names.ts"

interface Pair {
  readonly key: string
  readonly value: string
}

/** Inputs, read and checked. */
export interface ActionInputs {
  readonly command: ActionCommand
  readonly suite: string | undefined
  readonly include: readonly string[]
  readonly scenarios: string | null
  readonly shard: number | null
  readonly planDigest: string | null
  /** Null where the suite's name or the plan says it. */
  readonly id: string | null
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly strategy: (typeof STRATEGY_NAMES)[number]
  readonly order: OrderName
  readonly share: ShareName
  readonly workers: WorkerCount
  readonly maxAttempts: number | null
  readonly seed: number
  readonly filter: readonly string[]
  readonly exclude: readonly string[]
  readonly tags: readonly string[]
  readonly features: readonly string[]
  readonly component: readonly string[]
  readonly meta: readonly Pair[]
  readonly matrix: readonly Pair[]
  readonly where: readonly string[]
  readonly last: readonly (typeof LATEST_ENDS)[number][]
  readonly changedSince: string | null
  /** Whether a selected scenario brings what it needs. */
  readonly withNeeds: boolean
  readonly profiles: readonly string[]
  readonly maxScenarios: number
  /** `cache`, `off`, or the path of a file. */
  readonly history: string
  readonly timings: readonly string[]
  /** How a person calls this program; null is the usual way. */
  readonly repeatCommand: string | null
  readonly failFast: number | null
  readonly retryBudget: number | null
  readonly rampMs: number | null
  readonly budgetMs: number | null
  readonly timeoutMs: number | null
  readonly failOn: readonly ("flaky" | "skipped")[]
  readonly ifEmpty: "fail" | "pass"
  readonly onMissing: "skip" | "fail"
  readonly maxSkipped: SkipLimit | null
  /** Files of what was probed, each with its runner class. */
  readonly probed: readonly Pair[]
  /** What other numbers of shards would take and cost is printed too. */
  readonly curve: boolean
  readonly prices: string | null
  readonly runnersToken: string | null
  /** Labels that shards may run on, `*` for anything; empty is GitHub's standard ones. */
  readonly allowRunners: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly inheritEnv: Inherit
  readonly passEnv: readonly string[]
  /** Values to be kept secret, besides those of `env`. */
  readonly redact: readonly string[]
  /** Runs in `post` when `main` was cut. */
  readonly cleanup: string | null
  readonly junit: string | null
  readonly retentionDays: number
  readonly token: string | null
}

const LATEST_ENDS = ["passed", "failed", "flaky", "new"] as const

/** GitHub's limit for one matrix. */
const MAX_SHARDS = 256

/** Reads `INPUT_*`; hyphens stay in the names, as the runner has them. */
export function readInputs(
  environment: Readonly<Record<string, string>>,
): Result<ActionInputs, Failure> {
  const text = (name: InputName): string =>
    (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim()
  const problems: string[] = []
  const value = <T>(
    name: InputName,
    standard: T,
    parse: (text: string) => Result<T, string>,
  ): T => {
    if (text(name) === "") return standard
    const parsed = parse(text(name))
    if (parsed.ok) return parsed.value
    problems.push(`input ${name}: ${JSON.stringify(text(name))} is invalid, it ${parsed.error}`)
    return standard
  }
  const count = (min: number, max: number) => (given: string) => parseCount(given, { min, max })
  const lines = (name: InputName): string[] =>
    text(name)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
  const words = (name: InputName): string[] =>
    text(name)
      .split(/[\s,]+/u)
      .filter((word) => word !== "")
  const orNull = (name: InputName): string | null => (text(name) === "" ? null : text(name))
  const pairs = (name: InputName, form: string): Pair[] =>
    lines(name).flatMap((line) => {
      const pair = parsePair(line)
      if (pair.ok) return [pair.value]
      problems.push(`input ${name}: ${JSON.stringify(line)} is invalid, it expects ${form}`)
      return []
    })
  const choices = <T extends string>(name: InputName, known: readonly T[]): T[] =>
    words(name).flatMap((word) => {
      const choice = parseChoice(word, known)
      if (choice.ok) return [choice.value]
      problems.push(`input ${name}: ${JSON.stringify(word)} is invalid, it ${choice.error}`)
      return []
    })

  const inputs: ActionInputs = {
    command: value("command", "all", (given) => parseChoice(given, ACTION_COMMANDS)),
    suite: orNull("suite") ?? undefined,
    include: lines("include"),
    scenarios:
      (environment["INPUT_SCENARIOS"] ?? "").trim() === ""
        ? null
        : (environment["INPUT_SCENARIOS"] ?? ""),
    shard: value<number | null>("shard", null, count(1, MAX_SHARDS)),
    planDigest: orNull("plan-digest"),
    id: value<string | null>("id", null, parseIdentity),
    repeatCommand: orNull("repeat-command"),
    shards: value<number | "auto">("shards", "auto", (given) =>
      parseCountOrAuto(given, { min: 1, max: MAX_SHARDS }),
    ),
    targetMs: value<number | null>("target-duration", null, parseTime),
    strategy: value("strategy", "balanced", (given) => parseChoice(given, STRATEGY_NAMES)),
    order: value<OrderName>("order", "auto", (given) => parseChoice(given, ORDER_NAMES)),
    share: value("share", "queue", (given) => parseChoice(given, SHARE_NAMES)),
    workers: value<WorkerCount>("workers", "auto", (given) =>
      parseWorkers(given, { min: 1, max: 1_024 }),
    ),
    maxAttempts: value<number | null>("retry", null, (given) => {
      const retries = count(0, 99)(given)
      return retries.ok ? ok(retries.value + 1) : retries
    }),
    seed: value("seed", 1, count(0, 0xffffffff)),
    filter: lines("filter"),
    exclude: lines("exclude"),
    tags: words("tags"),
    features: words("features"),
    component: lines("component"),
    meta: pairs("meta", "key=value"),
    matrix: pairs("matrix", "name=value"),
    where: text("where") === "" ? [] : [text("where")],
    last: choices("last", LATEST_ENDS),
    changedSince: orNull("changed-since"),
    withNeeds:
      value("no-deps", "false", (given) => parseChoice(given, ["true", "false"])) !== "true",
    profiles: words("profile"),
    maxScenarios: value("max-scenarios", DEFAULT_MAX_SCENARIOS, count(1, HIGHEST_MAX_SCENARIOS)),
    history: historyOf(text("history"), text("command")),
    timings: lines("timings"),
    failFast: value<number | null>("fail-fast", null, parseFailFast),
    rampMs: value<number | null>("ramp", null, parseTime),
    budgetMs: value<number | null>("time-budget", null, parseTime),
    timeoutMs: value<number | null>("global-timeout", null, parseTime),
    retryBudget: value<number | null>("retry-budget", null, count(0, 1_000_000)),
    failOn: choices("fail-on", ["flaky", "skipped"]),
    ifEmpty: value("if-empty", "fail", (given) => parseChoice(given, ["fail", "pass"])),
    onMissing: value("on-missing", "skip", (given) => parseChoice(given, ["skip", "fail"])),
    maxSkipped: value<SkipLimit | null>("max-skipped", null, parseSkipLimit),
    probed: pairs("probed", "class=file"),
    curve: value("curve", "false", (given) => parseChoice(given, ["true", "false"])) === "true",
    prices: orNull("prices"),
    runnersToken: orNull("runners-token"),
    allowRunners: words("allow-runners"),
    env: parseEnvLines(text("env"), problems),
    inheritEnv: value<Inherit>("inherit-env", "all", parseInherit),
    passEnv: words("pass-env"),
    redact: lines("redact"),
    cleanup: orNull("cleanup"),
    junit: orNull("junit"),
    retentionDays: value("retention-days", 5, count(1, 400)),
    token: orNull("github-token"),
  }
  if (inputs.command === "run" && inputs.shard === null && problems.length === 0) {
    problems.push("command run needs shard: give it as ${{ matrix.shard }}")
  }
  if (inputs.suite !== undefined && (inputs.include.length > 0 || inputs.scenarios !== null)) {
    problems.push("give either suite, or include and scenarios, not both")
  }
  return problems.length === 0
    ? ok(inputs)
    : err({ reason: "usage/invalid", message: problems.join("; ") })
}

/** One step uses no other job's cache unless it is told to. */
function historyOf(text: string, command: string): string {
  if (text !== "" && text !== "auto") return text
  return command === "plan" || command === "aggregate" ? "cache" : "off"
}

/** Values that nobody who reads the job or what it uploads may see. */
export function secretsOf({ env, redact }: ActionInputs): readonly string[] {
  return [...Object.values(env), ...redact]
}

/** What the inputs accept as a success. */
export function policyOf(inputs: ActionInputs): VerdictPolicy {
  const { ifEmpty, failOn, onMissing, maxSkipped } = inputs
  return { ifEmpty, failOn, onMissing, ...(maxSkipped === null ? {} : { maxSkipped }) }
}

/** `true` is 1 and `false` is never, besides a number. */
function parseFailFast(text: string): Result<number | null, string> {
  if (text === "true") return ok(1)
  if (text === "false") return ok(null)
  return parseCount(text, { min: 1, max: 1_000_000 })
}
