/**
 * Hooks around the scenarios of a shard.
 */
import { defined } from "../../core/defined.ts"
import { shardHookLog } from "../../core/text/hook-log.ts"
import type { EventBody } from "../../events/event.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import type { Files } from "../../ports/files.ts"
import type { StatusFacts } from "../../scenario/expressions/expression.ts"
import type { ScheduleOptions } from "../../schedule/types.ts"
import { leftByHook } from "../processes/left-behind.ts"
import { replacedBy } from "../request/attempt-places.ts"
import type { StopSignals } from "../request/attempt-request.ts"
import { type ShardContexts, shardHookContexts } from "../request/contexts.ts"
import { shardVariables } from "../request/environment.ts"
import { ScriptFiles } from "../request/script-files.ts"
import { type HookPorts, type HooksEnd, hookSignals, runHooks, type Stage } from "./hook.ts"

/** Hooks of a shard, and where they run. */
export interface ShardHooksRun {
  readonly hooks: readonly HookSpec[]
  readonly stage: Stage
  readonly status: StatusFacts
  /** As in `runHooks`. */
  readonly done?: ReadonlyMap<number, "passed" | "failed" | "cancelled">
  readonly shared: ShardContexts
  readonly shards: number
  readonly workers: number
  readonly seed: number
  readonly root: string
  readonly folder: string
  /** A folder of the run; that of the hooks is made in it. */
  readonly temporary: string
  /** What children inherit; for hooks after also what they are told of the shard. */
  readonly env: Readonly<Record<string, string>>
  readonly signals: StopSignals
  readonly emit: (body: EventBody) => boolean
  /** As of `HookPlace`. */
  readonly mask: (values: readonly string[]) => void
}

/** The folder of a shard's hooks of one stage, in that of the run. */
export function shardHookFolder(temporary: string, stage: Stage): string {
  return `${temporary}/shard-${stage}`
}

/** The schedule of a shard whose scenarios all fail by the same: nothing is waited for or retried. */
export function eachOnce(schedule: ScheduleOptions): ScheduleOptions {
  return {
    ...schedule,
    failFast: null,
    items: schedule.items.map((item) => ({
      ...item,
      fixtures: [],
      needs: [],
      retry: { ...item.retry, maxAttempts: 1 },
    })),
  }
}

/** Runs a shard's hooks of one stage. */
export async function runShardHooks(run: ShardHooksRun, ports: HookPorts): Promise<HooksEnd> {
  const { hooks, stage, shared, signals, root, folder, emit, mask } = run
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
        stage,
        id: null,
        number: null,
        root,
        temporary,
        folder,
        log,
        emit,
        mask,
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
