/**
 * Inputs of the action: text from the environment to values of settings, with a sentence for what is wrong.
 */
import { defined } from "../core/defined.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { INPUTS, readInput } from "../settings/input.ts"
import type { SETTINGS, Values } from "../settings/table.ts"
import type { ActionCommand, ValueOf } from "../settings/value.ts"

type All = typeof SETTINGS

/** Inputs that always have a value: a default, or a list that may be empty. */
type Sure = {
  [K in keyof All]: All[K] extends { readonly inputs: unknown }
    ? All[K] extends { readonly default: string } | { readonly many: string }
      ? K
      : never
    : never
}[keyof All]

/** Inputs, read and checked. */
export type ActionInputs = Omit<Values, Sure | "command" | "history"> & {
  readonly [K in Sure]: ValueOf<All[K]>
} & {
  readonly command: ActionCommand
  /** `cache`, `off`, or the path of a file. */
  readonly history: string
  /** The part of `env` that is secret; all of it but `vars`. */
  readonly secretEnv?: Values["env"]
}

/** Reads `INPUT_*`; hyphens stay in the names, as the runner has them. */
export function readInputs(
  environment: Readonly<Record<string, string>>,
): Result<ActionInputs, Failure> {
  const problems: string[] = []
  const values = INPUTS.flatMap(({ key, name, setting }) => {
    const read = readInput(setting, environment[`INPUT_${name.toUpperCase()}`] ?? "")
    if (read.ok) return read.value === undefined ? [] : [[key, read.value]]
    problems.push(...read.error.map((problem) => `input ${name}: ${problem}`))
    return []
  })
  const { command = "all", history, env: secretEnv, ...given } = Object.fromEntries(values)
  const { vars } = given
  const env = secretEnv === undefined && vars === undefined ? undefined : { ...vars, ...secretEnv }
  const inputs: ActionInputs = {
    ...{ ...given, command, history: historyOf(history, command) },
    ...defined({ env, secretEnv }),
  }
  if (command === "run" && inputs.shardNumber === undefined && problems.length === 0) {
    problems.push("command run needs shard: give it as ${{ matrix.shard }}")
  }
  const { suite, include = [], scenarios } = inputs
  if (suite !== undefined && (include.length > 0 || scenarios !== undefined)) {
    problems.push("give either suite, or include and scenarios, not both")
  }
  return problems.length === 0
    ? ok(inputs)
    : err({ reason: "usage/invalid", message: problems.join("; ") })
}

/** One step uses no other job's cache by default. */
function historyOf(given: string | undefined, command: ActionCommand): string {
  if (given !== undefined && given !== "auto") return given
  return command === "plan" || command === "aggregate" ? "cache" : "off"
}

/** Values that nobody who reads the job or what it uploads may see. */
export function secretsOf({ secretEnv = {}, secretValues }: ActionInputs): readonly string[] {
  return [...Object.values(secretEnv), ...secretValues]
}
