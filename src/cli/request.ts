/**
 * From flags to requests of the use cases, with everything that does not go together refused.
 */
import posix from "node:path/posix"
import { adviceFor } from "../app/history/known-times.ts"
import { latestVerdicts } from "../app/history/latest-verdicts.ts"
import type { PlanRequest, ReadPorts, ReadRequest, SuiteSource } from "../app/plan/plan-run.ts"
import type { SelectionOptions } from "../app/plan/read-selection.ts"
import { identityOf } from "../core/identity.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { parseCommaList } from "../core/text/comma-list.ts"
import { isSecret } from "../core/text/secret.ts"
import type { VerdictPolicy } from "../report/results/results.ts"
import type { CliContext } from "./context.ts"
import { toHistoryFile, toVerdictSources } from "./history-file.ts"
import type { FlagValues } from "./options.ts"
import { reservedNames } from "./prepare-words.ts"

/** The seed where none is given: machines that plan the same suite must agree. */
const DEFAULT_SEED = 1

/** Where the suite is: the working directory is the root, unless the suite lies outside of it. */
export function toSuiteSource(operands: readonly string[], context: CliContext): SuiteSource {
  const [suite] = operands
  const { cwd, github } = context
  const vars = {}
  if (suite === undefined) return { root: cwd, suite, github, vars }
  const path = posix.resolve(cwd, suite.replaceAll("\\", "/"))
  const relative = posix.relative(cwd, path)
  if (!relative.startsWith("..")) return { root: cwd, suite: relative, github, vars }
  const folder = posix.dirname(path)
  return { root: folder, suite: posix.basename(path), github, vars }
}

/** Which scenarios the flags select. */
export function toSelection(flags: FlagValues): SelectionOptions {
  return {
    filter: flags.filter ?? [],
    exclude: flags.exclude ?? [],
    tags: words(flags.tags),
    features: words(flags.features),
    meta: [
      ...(flags.meta ?? []),
      ...(["component", "version", "mode"] as const).flatMap((key) =>
        (flags[key] ?? []).map((value) => ({ key, value })),
      ),
    ],
    matrix: flags.matrix ?? [],
    where: flags.where ?? [],
    last: flags.last ?? [],
    changedSince: flags.changedSince ?? null,
    withNeeds: flags.deps ?? true,
  }
}

function words(lists: readonly string[] | undefined): readonly string[] {
  return (lists ?? []).flatMap(parseCommaList)
}

/** Which profiles the flags use, from left to right. */
export function toProfiles(flags: FlagValues): readonly string[] {
  return [...words(flags.profile), ...(flags.quick === true ? ["quick"] : [])]
}

/** What a command was asked. */
interface Asked {
  readonly operands: readonly string[]
  readonly flags: FlagValues
  /** It will add itself to the history, and begins one where there is none. */
  readonly begins?: boolean
  /** What advice is read with, where it is to be read apart from the suite. */
  readonly advised?: CliContext
}

/** What commands that only read a suite are told. */
export function toReadRequest(from: Asked, context: CliContext): ReadRequest {
  const { flags, advised = context } = from
  return {
    ...toSuiteSource(from.operands, context),
    profiles: toProfiles(flags),
    flagNames: reservedNames(),
    ...(flags.maxScenarios === undefined ? {} : { maxScenarios: flags.maxScenarios }),
    selection: toSelection(flags),
    advise: (suite) =>
      adviceFor(suite, {
        history: toHistoryFile(flags, flags.id ?? identityOf(suite.name), advised),
        timings: flags.timings ?? [],
        // That there is none yet is worth a word only where one was asked for.
        begins: from.begins === true || flags.history === undefined,
        now: context.clock.now(),
        files: advised.files,
      }),
    verdicts: (suite) =>
      latestVerdicts(
        suite,
        toVerdictSources(flags, flags.id ?? identityOf(suite.name), advised),
        advised,
      ),
  }
}

/** What reading a suite may use: commands of matrices only where the user says so. */
export function toReadPorts(flags: FlagValues, context: CliContext): ReadPorts {
  const { files, changes, env, commands } = context
  return { files, changes, env, commands: flags.runCommands === true ? commands : null }
}

/** Everything that planning is told. */
export function toPlanRequest(from: Asked, context: CliContext): PlanRequest {
  const { flags } = from
  const [operand] = from.operands
  const strategy = flags.hash === true ? "hash" : flags.strategy
  return {
    ...toReadRequest(from, context),
    ...(flags.id === undefined ? {} : { id: flags.id }),
    shards: flags.shard?.of ?? flags.shards ?? (flags.actionsMatrix === undefined ? 1 : "auto"),
    targetMs: flags.targetDuration ?? null,
    workers: flags.workers ?? flags.maxParallel ?? "auto",
    assumedWorkers: context.cores,
    seed: flags.seed ?? DEFAULT_SEED,
    ...(context.inline === undefined ? {} : { inline: context.inline }),
    repeat: {
      command: flags.repeatCommand ?? context.call,
      ...(operand === undefined || context.inline !== undefined ? {} : { suiteFile: operand }),
    },
    maxAttempts: flags.retry === undefined ? null : flags.retry + 1,
    ...(strategy === undefined ? {} : { strategy }),
    ...(flags.order === undefined ? {} : { order: flags.order }),
    ...(flags.share === undefined ? {} : { sharing: flags.share }),
  }
}

/** The values of the variables in `--redact`, and a sentence for each that cannot be looked for. */
export function toSecrets(
  { redact = [] }: Pick<FlagValues, "redact">,
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

/** What the user accepts as a success. */
export function toPolicy(flags: FlagValues): VerdictPolicy {
  const { ifEmpty = "fail", failOn = [], onMissing, maxSkipped } = flags
  return {
    ifEmpty,
    failOn,
    ...(onMissing === undefined ? {} : { onMissing }),
    ...(maxSkipped === undefined ? {} : { maxSkipped }),
  }
}

/** Flags that planning alone reads: where a plan is given, they come too late. */
export const FIXED_BY_PLAN: readonly (keyof FlagValues)[] = [
  "id",
  "filter",
  "exclude",
  "tags",
  "features",
  "component",
  "version",
  "mode",
  "meta",
  "matrix",
  "where",
  "last",
  "history",
  "timings",
  "changedSince",
  "profile",
  "quick",
  "maxScenarios",
  "workers",
  "maxParallel",
  "retry",
  "seed",
  "strategy",
  "hash",
  "order",
  "share",
]

/** Refuses the two names of one flag beside each other. */
export function checkWorkers({
  workers,
  maxParallel,
}: Pick<FlagValues, "workers" | "maxParallel">): Result<void, Failure> {
  if (workers === undefined || maxParallel === undefined) return ok(undefined)
  const message = "--workers and --max-parallel mean the same"
  return err({ reason: "usage/invalid", message, hint: "give one of them" })
}

/** Refuses flags that contradict each other. */
export function checkRunFlags({
  operands,
  flags,
}: {
  readonly operands: readonly string[]
  readonly flags: FlagValues
}): Result<void, Failure> {
  const usage = (message: string, hint?: string): Result<void, Failure> =>
    err({ reason: "usage/invalid", message, ...(hint === undefined ? {} : { hint }) })
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
  const isFixed = (name: keyof FlagValues) =>
    flags[name] !== undefined && !(name === "history" && flags.history === "off")
  const clash = FIXED_BY_PLAN.find(isFixed)
  if (clash !== undefined || flags.deps === false) {
    const name =
      clash === undefined ? "no-deps" : clash.replace(/[A-Z]/gu, (c) => `-${c.toLowerCase()}`)
    return usage(`--${name} cannot change the plan of --plan`, "use it while planning")
  }
  return ok(undefined)
}
