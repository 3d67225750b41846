/**
 * Use case: one shard of a plan is run here, and everything observed is in its folder.
 */
import { defined } from "../../core/defined.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { limitOf } from "../../core/quantities/limit.ts"
import { isInForce } from "../../core/verdict.ts"
import { type RunState, spentBeforeMs } from "../../events/state.ts"
import type { KeptInstances } from "../../execute/fixtures/kept-instances.ts"
import { openCombinedLog } from "../../execute/output/combined-log.ts"
import { GRACE_MS } from "../../execute/processes/watch-process.ts"
import { OwedNotes } from "../../execute/request/owed-notes.ts"
import { Dispatcher } from "../../execute/shard/dispatcher.ts"
import { countShards, type Plan, type PlannedShard } from "../../formats/plan.ts"
import { openJournal } from "../../journal/journal.ts"
import { partOfShard } from "../../plan/shard-slice.ts"
import { toScheduleOptions } from "../../plan/units/items.ts"
import { poolWorkers } from "../../plan/units/pool-workers.ts"
import type { IterationsBefore, ScheduleOptions } from "../../schedule/types.ts"
import { BALLAST_FILE, layBallast } from "../folder/ballast.ts"
import {
  fileFailure,
  PLAN_FILE,
  prepareRunFolder,
  writeManifest,
  writePlan,
} from "../folder/run-folder.ts"
import { cleanupHook, limitTime, listen } from "../folder/run-limits.ts"
import { digestOf } from "../plan/plan-run.ts"
import { keepTrace } from "../plan/plan-trace.ts"
import { onlyPart } from "../plan/read-plan.ts"
import { shardGate, workersBefore } from "../plan/shard-gate.ts"
import { admit, freeProcessors } from "./admit.ts"
import { callCleanup } from "./call-cleanup.ts"
import { childEnvironment, labelsOf } from "./child-environment.ts"
import { type GivenPlan, withGiven } from "./given-fixtures.ts"
import { isCombined, keepsLog } from "./iteration-logs.ts"
import { openKept } from "./kept-fixtures.ts"
import { hasStops, openRun } from "./open-runs.ts"
import { type Recorder, recorder } from "./recorder.ts"
import { manifestOf, runnerContext, runStarted } from "./run-facts.ts"
import type { RunShardPorts, RunShardRequest } from "./run-shard-request.ts"

/** What a shard comes to: the fold of its events. */
export interface ShardRun {
  readonly state: RunState
  /** What its folder lacks of that. */
  readonly problems: readonly MergeProblem[]
  /** Why the run was cut short, or why its folder is not whole; null where neither is. */
  readonly unrecorded: Failure | null
}

/** Runs the shard to its end. A failure means that nothing was run. */
export async function runShard(
  request: RunShardRequest,
  ports: RunShardPorts,
): Promise<Result<ShardRun, Failure>> {
  const { plan, shard, folder } = request
  const given = withGiven(plan, request.settings.fixture)
  if (!given.ok) return given
  const inPlan = plan.shards.find((one) => one.shard === shard)
  if (inPlan === undefined) {
    if (plan.part !== undefined) return err(onlyPart(plan.part))
    return err({ reason: "plan/no-such-shard", shard, shards: countShards(plan) })
  }
  const planned = { ...inPlan, workers: request.workers ?? inPlan.workers }
  const { files, clock, processes } = ports
  const { resumed } = request
  // What starts them gets ready beside what follows.
  processes.expect?.((resumed?.ids ?? request.remainder?.ids ?? planned.scenarios).length)
  const manifest = manifestOf({ request, runner: planned.runner, engines: ports.engines })
  const describe = (): Result<void, Failure> => {
    const written = keepPlan(request, ports)
    if (!written.ok) return written
    // Advice: without it a resumed run plans again.
    if (request.trace !== undefined) keepTrace(folder, request.trace, files)
    return writeManifest(files, folder, manifest)
  }
  if (resumed === undefined) {
    const ready = prepareRunFolder(files, folder)
    const begun = ready.ok ? describe() : ready
    if (!begun.ok) return begun
  }
  // A killed engine has left its own, and the disk may have been full.
  if (resumed !== undefined) files.remove(`${folder}/${BALLAST_FILE}`)
  const lastSeq = resumed?.lastSeq ?? 0
  const journal = openJournal({ files, clock, folder, shard, lastSeq })
  if (!journal.ok) return err(fileFailure(journal.error))
  const ids = resumed?.ids ?? request.remainder?.ids ?? planned.scenarios
  const { probed } = request
  const borne = workersBefore({ plan, planned, ids, probed })
  const { first, workers } =
    borne === null
      ? poolWorkers({
          ...{ cores: ports.surroundings.cores, count: planned.workers, fixtures: plan.fixtures },
          leases: ids.map((id) => plan.scenarios[id]?.definition.fixtures ?? []),
        })
      : { first: borne, workers: borne }
  const record = recorder(journal.value, request, ports)
  record.emit(runStarted({ request, surroundings: ports.surroundings, workers }))
  if (resumed !== undefined) {
    // The journal is the first to say which plan holds: were the plan first, an engine killed between
    // the two would take what has changed for what it knows.
    const begun = describe()
    if (!begun.ok) return begun
    for (const closing of resumed.closings) record.emit(closing)
  }
  const giveRoom = layBallast(folder, ports)
  // Not before: while something runs, it may take whatever room there is.
  const { verdicts } = await drive({
    request,
    ports,
    planned,
    first,
    workers,
    ids,
    record,
    ...given.value,
  }).finally(giveRoom)
  record.emit({ type: "run-finished", verdicts: verdicts + (resumed?.closings.length ?? 0) })
  const closed = journal.value.close()
  const state = record.end()
  if (!closed.ok) {
    const { message } = journal.value.problem ?? closed.error
    return ok({
      state,
      problems: [{ code: "journal-torn", shard, detail: message }],
      unrecorded: { reason: "journal/unwritable", path: folder, message },
    })
  }
  const ended = writeManifest(files, folder, { ...manifest, complete: true })
  if (!ended.ok) return ended
  const cut = journal.value.problem !== null && wasCut(state)
  const { message = "" } = journal.value.problem ?? {}
  const failure: Failure = { reason: "journal/unwritable", path: folder, message }
  return ok({ state, problems: [], unrecorded: cut ? failure : null })
}

function wasCut({ scenarios }: RunState): boolean {
  return [...scenarios.values()].some(
    ({ ending }) => ending?.verdict === "cancelled" && ending.reason === "unwritable",
  )
}

/**
 * The folder holds the shard's part of the plan. One of ten thousand scenarios takes a while to write:
 * what is there already stays.
 */
function keepPlan(
  { plan, shard, folder }: RunShardRequest,
  { files, sha256 }: Pick<RunShardPorts, "files" | "sha256">,
): Result<void, Failure> {
  const path = `${folder}/${PLAN_FILE}`
  const head = files.readHead(path, 200)
  if (head.ok && head.value.includes(`"digest": "${plan.digest}"`)) return ok(undefined)
  const part = partOfShard(plan, shard, (made) => digestOf(made, sha256))
  return writePlan(files, path, part)
}

async function drive(
  run: GivenPlan & {
    readonly request: RunShardRequest
    readonly ports: RunShardPorts
    readonly planned: PlannedShard
    readonly first: number
    readonly workers: number
    readonly ids: readonly string[]
    readonly record: Recorder
  },
): Promise<{ readonly verdicts: number }> {
  const { request, ports, planned, first, workers, ids, record, plan, given } = run
  const { shard, root, folder, temporary, runId, probed, resumed, settings } = request
  const { surroundings, files } = ports
  const { machine } = ports
  const freeCores = await freeProcessors(planned.workers, {
    ...{ cores: surroundings.cores, clock: ports.clock, machine },
  })
  const kept = await keptOf(request, record, ports)
  const combined = openCombinedLog({ folder, plan, files })
  // A number of workers is kept to, whatever they need.
  const follows = typeof planned.workers !== "number" && ports.machine !== undefined
  const schedule = withFacts(
    toScheduleOptions({
      ...{ plan, ids, workers, peaks: follows, cores: surroundings.cores },
      ...limitsOf(request),
    }),
    {
      plan,
      at: ports.clock.now(),
      attemptsBefore: resumed?.attemptsBefore ?? new Map(),
      iterationsBefore: resumed?.iterationsBefore ?? new Map(),
      spentMs: resumed === undefined ? 0 : spentBeforeMs(record.state.shards.get(shard)),
    },
  )
  const gate = shardGate(
    {
      ...{ plan, planned, ids, schedule, root, emit: record.emit },
      onWorkers: (most) => {
        follower.resize(most)
      },
      probed,
    },
    ports,
  )
  const dispatcher = new Dispatcher(
    {
      plan,
      given,
      shard,
      shards: countShards(plan),
      schedule,
      ...defined({
        gate,
        earlier: resumed?.settled,
        logMark: resumed && `.a${request.attempt}`,
        cleanup: settings.cleanup === undefined ? undefined : cleanupHook(settings.cleanup),
        kept,
        notes: notesOf({ ...request, plan }, files),
        leavesOwed: request.leaveOwed,
      }),
      contexts: {
        github: request.github,
        vars: request.vars,
        runner: runnerContext(surroundings),
        run: { id: runId, attempt: request.attempt, slug: runId },
        shard,
      },
      root,
      folder,
      temporary,
      env: childEnvironment(request, surroundings),
      node: surroundings.node,
      kinds: request.kinds ?? {},
      graceMs: GRACE_MS,
      emit: record.emit,
      onMasks: record.mask,
      onAttemptEnd: (end) => {
        const scenario = record.state.scenarios.get(end.id)
        const keeps = keepsLog(end, { scenario, folder, files })
        if (isCombined(end, { scenario, keepsLog: keeps })) combined.add(end)
        follower.learn(end.id, end.facts.peakMemoryBytes)
        return keeps
      },
    },
    ports,
  )
  const follower = admit(
    {
      ...{ count: planned.workers, first, workers, freeCores, cores: surroundings.cores },
      ...{ items: schedule.items, dispatcher, emit: record.emit },
    },
    ports,
  )
  const { project } = request
  const close =
    project === undefined || !hasStops(plan)
      ? undefined
      : openRun({ project, folder, temporary }, ports)
  const stopListening = listen(dispatcher, request, ports.signals)
  const stopWatching = ports.crashes?.listen((error) => {
    dispatcher.crash(error)
  })
  const stopTimers = limitTime(dispatcher, { request, emit: record.emit, clock: ports.clock })
  try {
    const ended = await dispatcher.run()
    if (request.cleanup !== undefined && dispatcher.cancelled) {
      const facts = { runId, labels: labelsOf(runId), folder }
      const { attempt } = request
      await callCleanup(request.cleanup, { facts, attempt, emit: record.emit, clock: ports.clock })
    }
    return ended
  } finally {
    follower.stop()
    record.stopTail()
    stopListening()
    stopTimers()
    stopWatching?.()
    combined.close()
    ports.portRanges?.release()
    const at = { files, emit: record.emit, dispatcher }
    if (!dispatcher.owes) await removeTemporary(temporary, at)
    close?.(dispatcher)
    kept?.close()
  }
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

/**
 * What is in quarantine when the run starts does not count for fail-fast; attempts of an earlier engine
 * count as attempts.
 */
function withFacts(
  schedule: ScheduleOptions,
  facts: {
    readonly plan: Plan
    readonly at: number
    readonly attemptsBefore: ReadonlyMap<string, number>
    readonly iterationsBefore: ReadonlyMap<string, IterationsBefore>
    /** Milliseconds of a soak that earlier engines have used. */
    readonly spentMs: number
  },
): ScheduleOptions {
  const { iterations } = schedule
  const soakMs = iterations?.soakMs && Math.max(1, iterations.soakMs - facts.spentMs)
  return {
    ...schedule,
    ...(soakMs === undefined ? {} : { iterations: { ...iterations, soakMs } }),
    items: schedule.items.map((item) => {
      const quarantine = facts.plan.scenarios[item.id]?.definition.quarantine
      const tolerated = quarantine !== undefined && isInForce(quarantine.until, facts.at)
      const attemptsBefore = facts.attemptsBefore.get(item.id)
      const iterationsBefore = facts.iterationsBefore.get(item.id) ?? item.iterationsBefore
      const known = { attemptsBefore, iterationsBefore }
      return defined({ ...item, tolerated: tolerated ? tolerated : undefined, ...known })
    }),
  }
}
