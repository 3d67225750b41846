/**
 * From flags to requests of the use cases, with everything that does not go together refused.
 */
import posix from "node:path/posix"
import { adviceFor } from "../app/history/advice.ts"
import { latestVerdicts } from "../app/history/latest-verdicts.ts"
import type { PlanRequest, ReadPorts, ReadRequest, SuiteSource } from "../app/plan/plan-run.ts"
import { defined } from "../core/defined.ts"
import { identityOf } from "../core/identity.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { isSecret } from "../core/text/secret.ts"
import { ROWS, type Values } from "../settings/table.ts"
import { nameOf } from "../settings/value.ts"
import type { Given } from "./commands.ts"
import type { CliContext } from "./context.ts"
import { toHistoryFile, toVerdictSources } from "./history-file.ts"
import { reservedNames } from "./prepare-words.ts"

/** Where the suite is: the working directory is the root, unless the suite lies outside of it. */
export function toSuiteSource(
  operands: readonly string[],
  context: CliContext,
): Omit<SuiteSource, "settings"> {
  const [suite] = operands
  const { cwd, github } = context
  const source = { root: cwd, suite, github, vars: {} }
  if (suite === undefined) return source
  const path = posix.resolve(cwd, suite.replaceAll("\\", "/"))
  const relative = posix.relative(cwd, path)
  if (!relative.startsWith("..")) return { ...source, suite: relative }
  return { ...source, root: posix.dirname(path), suite: posix.basename(path) }
}

/** What a command was asked. */
interface Asked extends Given {
  /** It will add itself to the history, and begins one where there is none. */
  readonly begins?: boolean
  /** What advice is read with, where it is to be read apart from the suite. */
  readonly advised?: CliContext
}

/** The request of a command that only reads a suite. */
export function toReadRequest(from: Asked, context: CliContext): ReadRequest {
  const { flags, advised = context } = from
  return {
    ...toSuiteSource(from.operands, context),
    flagNames: reservedNames,
    settings: flags,
    advise: (suite) => {
      const history = toHistoryFile(flags, flags.id ?? identityOf(suite.name), advised)
      return adviceFor(suite, {
        history,
        timings: flags.timings ?? [],
        // That there is none yet is worth a word only where one was asked for.
        begins: from.begins === true || flags.history === undefined,
        campaign: history === null ? undefined : flags.campaign,
        now: context.clock.now(),
        files: advised.files,
      })
    },
    verdicts: (suite) =>
      latestVerdicts(
        suite,
        toVerdictSources(flags, flags.id ?? identityOf(suite.name), advised),
        advised,
      ),
  }
}

/** What reading a suite may use: commands of matrices only where the user says so. */
export function toReadPorts(flags: Values, context: CliContext): ReadPorts {
  const { files, changes, env, commands } = context
  return { files, changes, env, commands: flags.runCommands === true ? commands : null }
}

/** Everything that planning gets. */
export function toPlanRequest(from: Asked, context: CliContext): PlanRequest {
  const { flags } = from
  const [operand] = from.operands
  const suiteFile = context.inline === undefined ? operand : undefined
  return {
    ...toReadRequest(from, context),
    shards: flags.shard?.of ?? flags.shards ?? (flags.actionsMatrix === undefined ? 1 : "auto"),
    assumedWorkers: context.cores,
    inline: context.inline,
    repeat: defined({ command: flags.repeatCommand ?? context.call, suiteFile }),
  }
}

/** The values of the variables in `--redact`, and a sentence for each that cannot be looked for. */
export function toSecrets(
  { redact = [] }: Pick<Values, "redact">,
  { env }: Pick<CliContext, "env">,
): { readonly secrets: readonly string[]; readonly warnings: readonly string[] } {
  const secrets: string[] = []
  const warnings: string[] = []
  for (const name of new Set(redact)) {
    const value = env[name]
    if (value === undefined) warnings.push(`--redact ${name}: this variable is not set`)
    else if (isSecret(value)) secrets.push(value)
    else if (value !== "")
      warnings.push(`--redact ${name}: its value is too short to be searched for`)
  }
  return { secrets, warnings }
}

/** Refuses the two names of one flag beside each other. */
export function checkWorkers({
  workers,
  maxParallel,
}: Pick<Values, "workers" | "maxParallel">): Result<void, Failure> {
  if (workers === undefined || maxParallel === undefined) return ok(undefined)
  const message = "--workers and --max-parallel mean the same"
  return err({ reason: "usage/invalid", message, hint: "give one of them" })
}

/** What does not go with a shared queue, and what to do instead. */
function queueProblem(
  given: Pick<Values, "plan" | "shardNumber" | "resume" | "failFast"> & {
    readonly shard?: unknown
    readonly from?: unknown
  },
): [message: string, hint: string] | null {
  if (given.plan === undefined) {
    const hint = "make it once: parallel-smoke plan -o plan.json; then give it to all workers"
    return ["--queue needs --plan: all workers share one plan", hint]
  }
  const clash = (["shard", "resume", "from", "failFast"] as const).find(
    (key) => given[key] !== undefined && given[key] !== null,
  )
  if (clash === undefined) return null
  const flag = clash === "failFast" ? "fail-fast" : clash
  return [`--${flag} and --queue contradict each other`, `leave --${flag} out`]
}

/** Refuses flags that contradict each other. */
export function checkRunFlags({ operands, flags }: Given): Result<void, Failure> {
  const usage = (message: string, hint?: string): Result<void, Failure> =>
    err(defined({ reason: "usage/invalid" as const, message, hint }))
  const workers = checkWorkers(flags)
  if (!workers.ok) return workers
  if (flags.hash === true && flags.strategy === "balanced") {
    return usage("--hash and --strategy balanced contradict each other", "give one of them")
  }
  if (flags.redact?.some((name) => !/^[A-Za-z_]\w*$/u.test(name)) === true) {
    // What was given may be the value, and is not repeated.
    const hint = "put the value into a variable: every user of the machine can see a command line"
    return usage("--redact expects the name of an environment variable", hint)
  }
  if (flags.queue !== undefined) {
    const problem = queueProblem(flags)
    if (problem !== null) return usage(...problem)
  }
  if (flags.plan === undefined) {
    if (flags.shard !== undefined && flags.shard.of === null) {
      return usage("--shard without --plan needs the number of shards", "for example --shard 3/8")
    }
    return ok(undefined)
  }
  if (operands.length > 0) {
    const message = `--plan contains the whole suite: ${operands[0]} would not be read`
    return usage(message, "leave the suite out")
  }
  // A run of a plan adds itself to a history, and may leave that.
  const clash = ROWS.find(
    ({ key, setting }) =>
      setting.lasts === "plan" &&
      flags[key] !== undefined &&
      !(key === "history" && flags.history === "off") &&
      // Machines that share a queue may differ.
      !(flags.queue !== undefined && (key === "workers" || key === "maxParallel")),
  )
  if (clash === undefined) return ok(undefined)
  const name = nameOf(clash.key, clash.setting)
  return usage(`--${name} cannot change the plan of --plan`, "use it while planning")
}
