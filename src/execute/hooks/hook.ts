/**
 * Hooks: commands around an attempt or around the scenarios of a shard, one after another, each with
 * its own time, all in one log under headings.
 */
import { defined } from "../../core/defined.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import { findFailureLine } from "../../core/text/failure-line.ts"
import { shardHookLog } from "../../core/text/hook-log.ts"
import type { EventOf } from "../../events/event.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import type { Files } from "../../ports/files.ts"
import type { ForeignProcess } from "../../ports/processes.ts"
import type { StatusFacts } from "../../scenario/expressions/expression.ts"
import type { ScheduleOptions } from "../../schedule/types.ts"
import type { ScenarioRun } from "../kinds/run-kind.ts"
import { appendText, readEnd } from "../output/log-tail.ts"
import { masksIn } from "../output/masks.ts"
import { findUntold, readVariables } from "../output/output-file.ts"
import { type LeavingHook, leftByHook } from "../processes/left-behind.ts"
import { explainSpawn } from "../processes/patience.ts"
import { timedOutText } from "../processes/pause.ts"
import { type WatchPorts, watchProcess } from "../processes/watch-process.ts"
import type { StopSignals } from "../request/attempt-request.ts"
import { evaluateHookCondition } from "../request/condition.ts"
import { type ShardContexts, shardHookContexts } from "../request/contexts.ts"
import { replacedBy, shardVariables } from "../request/environment.ts"
import { prepareAttempt, ScriptFiles } from "../request/prepare.ts"

/** When a hook runs. */
export type Stage = EventOf<"hook-finished">["stage"]

/** Where a command around an attempt runs. */
interface CommandPlace
  extends Pick<ScenarioRun, "root" | "folder" | "log" | "scripts" | "contexts" | "mask"> {
  readonly stage: Stage | "on-timeout"
  /** A folder of these hooks and of what they surround. */
  readonly temporary: string
  /** What everything that they start has in its environment; null where its group is enough. */
  readonly marker: string | null
  /** Ends the command that runs. */
  readonly stop: AbortSignal
  readonly hurry: AbortSignal
}

/** Where hooks run, and with which environment. */
export interface HookPlace extends CommandPlace, Pick<ScenarioRun, "emit"> {
  readonly stage: Stage
  /** The scenario and its attempt; both null for hooks of the shard. */
  readonly id: string | null
  readonly number: number | null
  /** Once it is aborted no further hook begins: a later engine runs what is left. */
  readonly owed?: AbortSignal
}

/** What ends hooks of a stage. What tears down goes on while the run stops, until the time for that is over. */
export function hookSignals(
  stage: Stage,
  { stop, hurry, cleanup, owed }: StopSignals,
): Pick<HookPlace, "stop" | "hurry" | "owed"> {
  return stage === "before" ? { stop, hurry } : defined({ stop: cleanup, hurry: cleanup, owed })
}

/** What hooks came to. */
export interface HooksEnd {
  /** The first failure, as a sentence; null where none failed. */
  readonly failure: string | null
  readonly cancelled: boolean
  /** The first that left processes in its group, which were ended with it. */
  readonly leaked: LeavingHook | null
  /** Some have not run to their end, because the run stops. */
  readonly left: boolean
  /** What was written to `$GITHUB_ENV` there, for the commands that follow. */
  readonly told: Readonly<Record<string, string>>
}

/** What hooks reach. */
export type HookPorts = WatchPorts & { readonly files: Files }

/** Runs hooks in their order. A failed one is followed by those that ask for it alone. */
export async function runHooks(
  hooks: readonly HookSpec[],
  run: {
    readonly place: HookPlace
    /** How things stand before the first. */
    readonly status: StatusFacts
    readonly env: Readonly<Record<string, string>>
    /** How those ended that an earlier engine has run, by their place from 1. */
    readonly done?: ReadonlyMap<number, HookEnd["outcome"]>
  },
  ports: HookPorts,
): Promise<HooksEnd> {
  const { place } = run
  let { status } = run
  let told: Readonly<Record<string, string>> = {}
  let failure: string | null = null
  let cancelled = false
  let leaked: LeavingHook | null = null
  let left = false
  for (const [index, hook] of hooks.entries()) {
    const before = run.done?.get(index + 1)
    if (before === "failed") status = { ...status, success: false, failure: true }
    if (before !== undefined) continue
    if (place.owed?.aborted === true) {
      left = true
      break
    }
    const end = await runHook(hook, { place, status, env: { ...run.env, ...told }, index }, ports)
    if (end === null) continue
    if (end.leaked) leaked ??= { stage: place.stage, name: hook.name, foreign: end.foreign }
    if (end.outcome === "failed") {
      failure ??= `hook \`${hook.name}\` ${place.stage === "before" ? "before" : "after"}: ${end.message ?? "failed"}`
      status = { success: false, failure: true, cancelled: status.cancelled }
    } else if (end.outcome === "cancelled") {
      cancelled = true
      left = true
      status = { success: false, failure: status.failure, cancelled: true }
    }
    told = readVariables(place.temporary, ports.files)
  }
  return { failure, cancelled, leaked, left, told }
}

interface HookEnd {
  readonly outcome: EventOf<"hook-finished">["outcome"]
  readonly message: string | null
  readonly durationMs: number
  readonly leaked: boolean
  readonly foreign: readonly ForeignProcess[]
}

interface CommandRun {
  readonly place: CommandPlace
  readonly env: Readonly<Record<string, string>>
  readonly index: number
}

interface HookRun extends CommandRun {
  readonly place: HookPlace
  readonly status: StatusFacts
}

/** Runs one hook; null when its condition leaves it out. */
async function runHook(hook: HookSpec, run: HookRun, ports: HookPorts): Promise<HookEnd | null> {
  const { place } = run
  const { status } = run
  const go = evaluateHookCondition(hook.if, { status, contexts: place.contexts(run.env) })
  if (go === false) return null
  const end = await runLogged(hook, { ...run, problem: go === true ? null : go }, ports)
  const { stage, id, number, log } = place
  const { outcome, message } = end
  const durationMs = rounded(end.durationMs)
  const told = { id, number, stage, name: hook.name, index: run.index + 1 }
  place.emit({ type: "hook-finished", ...told, outcome, durationMs, message, log })
  return end
}

/** Runs the command of `on-timeout`: what it comes to is in the log of the attempt, and nothing follows from it. */
export async function runOnTimeout(
  command: HookSpec,
  run: {
    readonly place: Omit<CommandPlace, "stage" | "marker" | "stop">
    readonly env: Readonly<Record<string, string>>
  },
  ports: HookPorts,
): Promise<void> {
  // Its environment is like that of the attempt, which must not end with it.
  const place = { ...run.place, stage: "on-timeout", marker: null, stop: run.place.hurry } as const
  await runLogged(command, { ...run, place, index: 0, problem: null }, ports)
}

/** Runs a command between its headings; with a problem it does not run. */
async function runLogged(
  hook: HookSpec,
  run: CommandRun & { readonly problem: string | null },
  ports: HookPorts,
): Promise<HookEnd> {
  const { place, problem } = run
  const heading = `--- ${place.stage}: ${hook.name}`
  const say = (text: string) => {
    appendText(ports.files, `${place.folder}/${place.log}`, `${text}\n`)
  }
  say(heading)
  const end = problem === null ? await execute(hook, run, ports) : failed(problem)
  const why = end.message === null ? "" : `, ${end.message}`
  const rest = end.leaked ? "; processes that it left running were ended with it" : ""
  say(`${heading}: ${end.outcome} after ${formatDuration(end.durationMs)}${why}${rest}`)
  return end
}

async function execute(hook: HookSpec, run: CommandRun, ports: HookPorts): Promise<HookEnd> {
  const { place, env, index } = run
  const { root, temporary, scripts, marker, contexts, stage, stop, hurry } = place
  const { files } = ports
  const prepared = prepareAttempt({
    definition: { ...hook, args: [], command: { kind: "run", text: hook.run } },
    scriptName: `${stage}.${index + 1}`,
    root,
    env,
    temporary,
    scripts,
    contexts,
  })
  if (!prepared.ok) return failed(prepared.error)
  const { file, args, cwd, script } = prepared.value
  if (script !== null) {
    const written = scripts.write(script)
    if (!written.ok) return failed(written.error.message)
  }
  const log = `${place.folder}/${place.log}`
  const spec = { file, args, cwd, env: prepared.value.env, log }
  const from = files.sizeBytes(log) ?? 0
  const { timeoutMs } = hook
  const ended = await watchProcess({ spec, marker, timeoutMs, stop, hurry }, ports)
  place.mask(masksIn(files, { path: log, from }))
  if (!ended.ok) return failed(explainSpawn({ ...ended.error, ...spec, files }))
  const { exit, because, durationMs, leaked, foreign } = ended.value
  const base = { durationMs, leaked, foreign }
  if (because === "stop") return { ...base, outcome: "cancelled", message: null }
  const fail = (message: string): HookEnd => ({ ...base, outcome: "failed", message })
  if (because === "timeout") return fail(timedOutText({ timeoutMs, stop }))
  if (exit.exitCode === 0) {
    const untold = findUntold(temporary, { names: files.list(temporary), files })
    return untold === null ? { ...base, outcome: "passed", message: null } : fail(untold)
  }
  const how = exit.signal === null ? `exit code ${exit.exitCode}` : `ended by ${exit.signal}`
  const said = findFailureLine(readEnd(files, { path: log, from }))
  return fail(said === null ? how : `${how}: ${said.text}`)
}

function failed(message: string): HookEnd {
  return { outcome: "failed", message, durationMs: 0, leaked: false, foreign: [] }
}

// Hooks around the scenarios of a shard.

/** Hooks of a shard, and where they run. */
export interface ShardHooksRun
  extends Pick<HookPlace, "stage" | "root" | "folder" | "temporary" | "emit" | "mask"> {
  /** A folder of the hooks themselves is made in `temporary`. */
  readonly hooks: readonly HookSpec[]
  readonly status: StatusFacts
  /** As in `runHooks`. */
  readonly done?: ReadonlyMap<number, "passed" | "failed" | "cancelled">
  readonly shared: ShardContexts
  readonly shards: number
  readonly workers: number
  readonly seed: number
  /** What children inherit; for hooks after also what they are told of the shard. */
  readonly env: Readonly<Record<string, string>>
  readonly signals: StopSignals
}

/** The folder of a shard's hooks of one stage, in that of the run. */
export function shardHookFolder(temporary: string, stage: Stage): string {
  return `${temporary}/shard-${stage}`
}

/** The schedule of a shard whose scenarios all fail by the same: nothing is waited for or retried. */
export function eachOnce(schedule: ScheduleOptions): ScheduleOptions {
  return {
    ...withoutIterations(schedule),
    failFast: null,
    items: schedule.items.map((item) => ({
      ...item,
      fixtures: [],
      needs: [],
      retry: { ...item.retry, maxAttempts: 1 },
    })),
  }
}

function withoutIterations({ iterations: _, ...schedule }: ScheduleOptions): ScheduleOptions {
  return schedule
}

/** Runs a shard's hooks of one stage. */
export async function runShardHooks(run: ShardHooksRun, ports: HookPorts): Promise<HooksEnd> {
  const { hooks, stage, shared, signals, emit } = run
  const { files } = ports
  const temporary = shardHookFolder(run.temporary, stage)
  const log = shardHookLog(stage, shared.run.attempt)
  const failure = findObstacle({ run, temporary, log, files })
  if (failure !== null) {
    const ended = { id: null, number: null, outcome: "failed", durationMs: 0 } as const
    for (const [index, { name }] of hooks.entries()) {
      const hook = { stage, name, index: index + 1, message: failure, log }
      emit({ type: "hook-finished", ...ended, ...hook })
    }
    return { failure, cancelled: false, leaked: null, left: false, told: {} }
  }
  const scripts = `${temporary}.scripts`
  const end = await runHooks(
    hooks,
    {
      place: {
        ...run,
        id: null,
        number: null,
        temporary,
        log,
        scripts: new ScriptFiles(scripts, files),
        marker: `SMOKE_TMP=${temporary}\0`,
        contexts: (env) => shardHookContexts(shared, env),
        ...hookSignals(stage, signals),
      },
      status: run.status,
      ...defined({ done: run.done }),
      env: { ...run.env, ...shardVariables({ ...run, temporary }) },
    },
    ports,
  )
  files.remove(temporary)
  files.remove(scripts)
  if (end.leaked !== null) emit(leftByHook(end.leaked, null))
  return end
}

/** Why no hook can run; null where each can. Their folder is made. */
function findObstacle(of: {
  readonly run: Pick<ShardHooksRun, "temporary" | "folder">
  readonly temporary: string
  readonly log: string
  readonly files: Files
}): string | null {
  const { run, temporary, log, files } = of
  if (files.isLink(run.temporary)) return replacedBy(run.temporary)
  const made = files.makeDirectory(temporary)
  if (!made.ok) return made.error.message
  const strange = files.placeProblem(`${run.folder}/${log}`)
  return strange === null ? null : `the log ${log} cannot be written: ${strange}`
}
