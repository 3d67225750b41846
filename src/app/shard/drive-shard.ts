/**
 * A prepared shard runs: the scheduler decides, the dispatcher carries out, and at the end nothing is
 * left behind.
 */
import { defined } from "../../core/defined.ts"
import { limitOf } from "../../core/quantities/limit.ts"
import { isInForce } from "../../core/verdict.ts"
import { spentBeforeMs } from "../../events/state.ts"
import type { KeptInstances } from "../../execute/fixtures/kept-instances.ts"
import { openCombinedLog } from "../../execute/output/combined-log.ts"
import { GRACE_MS } from "../../execute/processes/watch-process.ts"
import { OwedNotes } from "../../execute/request/owed-notes.ts"
import { Dispatcher } from "../../execute/shard/dispatcher.ts"
import { countShards, type PlannedShard } from "../../formats/plan.ts"
import { toScheduleOptions } from "../../plan/units/items.ts"
import type { ScheduleOptions } from "../../schedule/types.ts"
import { cleanupHook, limitTime, listen } from "../folder/run-limits.ts"
import { shardGate } from "../plan/shard-gate.ts"
import { SharedWork, sharedSchedule } from "../queue/shared-work.ts"
import type { ShardTrace } from "../traces/shard-trace.ts"
import { admit, freeProcessors } from "./admit.ts"
import { callCleanup } from "./call-cleanup.ts"
import { childEnvironment, labelsOf } from "./child-environment.ts"
import type { GivenPlan } from "./given-fixtures.ts"
import { isCombined, keepsLog } from "./iteration-logs.ts"
import { openKept } from "./kept-fixtures.ts"
import { hasStops, openRun } from "./open-runs.ts"
import type { Recorder } from "./recorder.ts"
import { runnerContext } from "./run-facts.ts"
import type { RunShardPorts, RunShardRequest } from "./run-shard-request.ts"

/** A shard to be run, with all that is decided before anything starts. */
export type PreparedShard = GivenPlan &
  Workers & {
    readonly request: RunShardRequest
    readonly ports: RunShardPorts
    readonly planned: PlannedShard
    readonly ids: readonly string[]
    readonly trace: ShardTrace | null
  }

/** How many workers start, and how many there may be at most. */
export interface Workers {
  readonly first: number
  readonly workers: number
}

/** Runs what is prepared; everything observed goes to `record`. */
export async function driveShard(
  run: PreparedShard & { readonly record: Recorder },
): Promise<{ readonly verdicts: number; readonly shared: SharedWork | null }> {
  const { request, ports, planned, first, workers, ids, record, trace, plan, given } = run
  const { shard, root, folder, temporary, probed, resumed, settings, project } = request
  const { surroundings, files, clock, machine } = ports
  const { cores } = surroundings
  const { emit } = record
  const freeCores = await freeProcessors(planned.workers, { cores, clock, machine })
  const kept = await keptOf(request, record, ports)
  const combined = openCombinedLog({ folder, plan, files })
  const schedule = scheduleOf(run)
  const onWorkers = (most: number) => {
    follower.resize(most)
  }
  const gate = shardGate({ plan, planned, ids, schedule, root, emit, onWorkers, probed }, ports)
  const shared =
    request.joined === undefined ? null : new SharedWork({ ...request.joined, ...record, clock })
  const dispatcher = new Dispatcher(
    {
      plan,
      given,
      shard,
      shards: countShards(plan),
      schedule,
      ...defined({
        gate,
        earlier: shared?.earlier ?? resumed?.settled,
        claims: shared ?? undefined,
        logMark: resumed && `.a${request.attempt}`,
        cleanup: settings.cleanup === undefined ? undefined : cleanupHook(settings.cleanup),
        kept,
        notes: notesOf({ ...request, plan }, files),
        leavesOwed: request.leaveOwed,
        traceparentOf: trace?.traceparentOf,
      }),
      contexts: contextsOf(request, surroundings),
      root,
      folder,
      temporary,
      env: { ...childEnvironment(request, surroundings), ...trace?.env },
      node: surroundings.node,
      kinds: request.kinds ?? {},
      graceMs: GRACE_MS,
      emit: (body) => {
        const isKept = emit(body)
        if (isKept) shared?.onEvent(body)
        return isKept
      },
      onMasks: record.mask,
      onAttemptEnd: (end) => {
        shared?.noteOutputs(end.id, end.facts.outputs)
        const scenario = record.state.scenarios.get(end.id)
        const keeps = keepsLog(end, { scenario, folder, files })
        if (isCombined(end, { scenario, keepsLog: keeps })) combined.add(end)
        follower.learn(end.id, end.facts.peakMemoryBytes)
        return keeps
      },
    },
    ports,
  )
  const { items } = schedule
  const follower = admit(
    { count: planned.workers, first, workers, freeCores, cores, items, dispatcher, emit },
    ports,
  )
  const close =
    project === undefined || !hasStops(plan)
      ? undefined
      : openRun({ project, folder, temporary }, ports)
  const stopWatching = watch(dispatcher, run)
  try {
    shared?.begin(dispatcher)
    const { verdicts } = await dispatcher.run()
    await shared?.end()
    if (dispatcher.cancelled) await callCleanupOf(request, record, ports)
    return { verdicts, shared }
  } finally {
    follower.stop()
    record.stopTail()
    stopWatching()
    combined.close()
    ports.portRanges?.release()
    if (!dispatcher.owes) await removeTemporary(temporary, { files, emit, dispatcher })
    close?.(dispatcher)
    kept?.close()
  }
}

/**
 * What the scheduler starts from: the plan, and what an earlier engine has done of it. What is in
 * quarantine when the run starts does not count for fail-fast.
 */
function scheduleOf(run: PreparedShard & { readonly record: Recorder }): ScheduleOptions {
  const { request, ports, planned, workers, ids, record, plan } = run
  const { resumed, shard } = request
  const { cores } = ports.surroundings
  // A number of workers is kept to, whatever they need.
  const peaks = typeof planned.workers !== "number" && ports.machine !== undefined
  const limits = limitsOf(request)
  const own = toScheduleOptions({ plan, ids, workers, peaks, cores, ...limits })
  const schedule = request.joined === undefined ? own : sharedSchedule(own)
  const spentMs = resumed === undefined ? 0 : spentBeforeMs(record.state.shards.get(shard))
  const { iterations } = schedule
  const soakMs = iterations?.soakMs && Math.max(1, iterations.soakMs - spentMs)
  const at = ports.clock.now()
  return {
    ...schedule,
    ...(soakMs === undefined ? {} : { iterations: { ...iterations, soakMs } }),
    items: schedule.items.map((item) => {
      const quarantine = plan.scenarios[item.id]?.definition.quarantine
      const tolerated = (quarantine !== undefined && isInForce(quarantine.until, at)) || undefined
      const attemptsBefore = resumed?.attemptsBefore.get(item.id)
      const iterationsBefore = resumed?.iterationsBefore.get(item.id) ?? item.iterationsBefore
      return defined({ ...item, tolerated, attemptsBefore, iterationsBefore })
    }),
  }
}

function contextsOf(request: RunShardRequest, surroundings: RunShardPorts["surroundings"]) {
  const { github, vars, runId, attempt, shard } = request
  const run = { id: runId, attempt, slug: runId }
  return { github, vars, runner: runnerContext(surroundings), run, shard }
}

/** Passes signals, crashes of the engine and limits of time on; returns what ends that. */
function watch(
  dispatcher: Dispatcher,
  { request, ports, record }: PreparedShard & { readonly record: Recorder },
): () => void {
  const { signals, crashes, clock } = ports
  const ends = [
    listen(dispatcher, request, signals),
    crashes?.listen((error) => {
      dispatcher.crash(error)
    }),
    limitTime(dispatcher, { request, emit: record.emit, clock }),
  ]
  return () => {
    for (const end of ends) end?.()
  }
}

async function callCleanupOf(
  { cleanup, runId, folder, attempt }: RunShardRequest,
  { emit }: Recorder,
  { clock }: RunShardPorts,
): Promise<void> {
  if (cleanup === undefined) return
  const facts = { runId, labels: labelsOf(runId), folder }
  await callCleanup(cleanup, { facts, attempt, emit, clock })
}

/** Instances that earlier runs kept for this one. Instances that have changed since are ended, with a note. */
async function keptOf(
  { project, plan, root }: RunShardRequest,
  { emit }: Recorder,
  ports: RunShardPorts,
): Promise<KeptInstances | undefined> {
  const { engines, uniqueName } = ports
  if (project === undefined || engines === undefined || uniqueName === undefined) return undefined
  const tell = (message: string) => emit({ type: "note", level: "warning", message })
  const of = { project, plan, root, tell }
  const { kept, ends } = await openKept(of, { ...ports, engines, uniqueName })
  for (const { kept: ended, problem } of ends) {
    const { name, instance } = ended.instance
    const what = `fixture ${name}, instance ${instance} of an earlier run was stopped`
    const level = problem === null ? "info" : "warning"
    emit({ type: "note", level, message: problem === null ? what : `${what}: ${problem}` })
  }
  return kept
}

/** A job notes what `post` has to do; elsewhere only stops of fixtures are left to another engine. */
function notesOf(request: RunShardRequest, files: RunShardPorts["files"]): OwedNotes | undefined {
  const { plan, root, temporary, settings, leaveOwed } = request
  if (leaveOwed === true) return new OwedNotes(temporary, { files })
  if (!hasStops(plan)) return undefined
  const { inheritEnv, cleanup } = settings
  const inherit = typeof inheritEnv === "object" ? [...inheritEnv] : inheritEnv
  return new OwedNotes(temporary, { files, asked: defined({ root, cleanup, inheritEnv: inherit }) })
}

async function removeTemporary(
  temporary: string,
  at: Pick<RunShardPorts, "files"> &
    Pick<Recorder, "emit"> & { readonly dispatcher: Pick<Dispatcher, "takeOver"> },
): Promise<void> {
  const { files, emit, dispatcher } = at
  files.remove(temporary)
  if (!files.exists(temporary)) return
  await dispatcher.takeOver(temporary)
  files.remove(temporary)
  if (!files.exists(temporary)) return
  const message = `${temporary} stays behind: not all that was left in it can be removed from here`
  emit({ type: "note", level: "warning", message })
}

function limitsOf({ settings, resumed, plan, shard }: RunShardRequest) {
  const { failFast = null, retryBudget, rampMs } = settings
  const all = plan.shards.find((one) => one.shard === shard)?.scenarios.length ?? 0
  const left = retryBudget && Math.max(0, limitOf(retryBudget, all) - (resumed?.retries ?? 0))
  return defined({ failFast, retryBudget: left, rampMs })
}
