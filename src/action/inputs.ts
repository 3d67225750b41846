/**
 * Inputs of the action: text from the environment to values, with a sentence for what is wrong.
 */

import type { Failure } from "../core/failure.ts"
import { parseChoice, parseCount, parseCountOrAuto, parseTime } from "../core/flag-values.ts"
import { err, ok, type Result } from "../core/result.ts"
import { ACTION_COMMANDS, type ActionCommand, type InputName } from "./names.ts"

/** Inputs, read and checked. */
export interface ActionInputs {
  readonly command: ActionCommand
  readonly suite: string | undefined
  readonly include: readonly string[]
  readonly scenarios: string | null
  readonly shard: number | null
  readonly planDigest: string | null
  readonly shards: number | "auto"
  readonly targetMs: number | null
  readonly workers: number | "auto"
  readonly maxAttempts: number | null
  readonly seed: number
  readonly filter: readonly string[]
  readonly exclude: readonly string[]
  readonly tags: readonly string[]
  readonly features: readonly string[]
  readonly where: readonly string[]
  readonly profiles: readonly string[]
  readonly failFast: number | null
  readonly failOn: readonly ("flaky" | "skipped")[]
  readonly ifEmpty: "fail" | "pass"
  readonly env: Readonly<Record<string, string>>
  readonly passEnv: readonly string[]
  readonly junit: string | null
  readonly retentionDays: number
  readonly token: string | null
}

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
    shards: value<number | "auto">("shards", "auto", (given) =>
      parseCountOrAuto(given, { min: 1, max: MAX_SHARDS }),
    ),
    targetMs: value<number | null>("target-duration", null, parseTime),
    workers: value<number | "auto">("workers", "auto", (given) =>
      parseCountOrAuto(given, { min: 1, max: 1_024 }),
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
    where: text("where") === "" ? [] : [text("where")],
    profiles: words("profile"),
    failFast: value<number | null>("fail-fast", null, parseFailFast),
    failOn: words("fail-on").flatMap((word) => {
      const choice = parseChoice(word, ["flaky", "skipped"])
      if (choice.ok) return [choice.value]
      problems.push(`input fail-on: ${JSON.stringify(word)} is invalid, it ${choice.error}`)
      return []
    }),
    ifEmpty: value("if-empty", "fail", (given) => parseChoice(given, ["fail", "pass"])),
    env: parseEnvLines(lines("env"), problems),
    passEnv: words("pass-env"),
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

/** `true` is 1 and `false` is never, besides a number. */
function parseFailFast(text: string): Result<number | null, string> {
  if (text === "true") return ok(1)
  if (text === "false") return ok(null)
  return parseCount(text, { min: 1, max: 1_000_000 })
}

function parseEnvLines(lines: readonly string[], problems: string[]): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [index, line] of lines.entries()) {
    const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/u.exec(line) ?? []
    // The line itself may hold a secret and is not repeated.
    if (name === undefined) problems.push(`input env: line ${index + 1} is not NAME=value`)
    else env[name] = value
  }
  return env
}
