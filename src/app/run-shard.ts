/**
 * Use case: one shard of a plan is run here, and everything observed is in its folder.
 */
import type { Failure } from "../core/failure.ts"
import type { Inherit } from "../core/flag-values.ts"
import type { JsonObject } from "../core/json.ts"
import { isInForce } from "../core/quarantine.ts"
import { err, ok, type Result } from "../core/result.ts"
import { redactor, secretForms } from "../core/secret.ts"
import { workersOn } from "../core/workers.ts"
import type { EventBody, RunEvent } from "../events/event.ts"
import { RunFold } from "../events/fold.ts"
import type { RunState } from "../events/state.ts"
import { openCombinedLog } from "../execute/combined-log.ts"
import { Dispatcher } from "../execute/dispatcher.ts"
import type { Kind } from "../execute/kind.ts"
import { OwedNotes } from "../execute/owed-notes.ts"
import { GRACE_MS } from "../execute/watch-process.ts"
import type { Capability } from "../formats/capability.ts"
import type { Manifest } from "../formats/manifest.ts"
import type { Plan, PlannedShard } from "../formats/plan.ts"
import { type Journal, openJournal } from "../journal/journal.ts"
import { toScheduleOptions } from "../plan/items.ts"
import type { Clock } from "../ports/clock.ts"
import type { Cluster } from "../ports/cluster.ts"
import type { Engines } from "../ports/engines.ts"
import type { Files } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Machine } from "../ports/machine.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { PortRanges } from "../ports/port-ranges.ts"
import type { Connections, Host, Programs } from "../ports/probe.ts"
import type { Processes } from "../ports/processes.ts"
import type { Signals, StopSignal } from "../ports/signals.ts"
import type { Surroundings } from "../ports/surroundings.ts"
import type { ScheduleOptions } from "../schedule/types.ts"
import { admit } from "./admit.ts"
import { childEnvironment } from "./child-environment.ts"
import type { Remainder } from "./earlier-attempts.ts"
import { keepTrace, type PlanTrace } from "./plan-trace.ts"
import type { Resumed } from "./resume.ts"
import { manifestOf, runnerContext, runStarted } from "./run-facts.ts"
import { fileFailure, PLAN_FILE, prepareRunFolder, writeManifest, writePlan } from "./run-folder.ts"
import { cleanupHook, limitTime, listen } from "./run-limits.ts"
import { shardGate } from "./shard-gate.ts"
import { withoutSecrets } from "./withhold-secrets.ts"

export interface RunShardPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly patterns: Patterns
  readonly http: Http
  readonly signals: Signals
  /** Without it workers of several engines may be given the same ports. */
  readonly portRanges?: PortRanges
  readonly surroundings: Surroundings
  /** Names this engine in the manifest; without it nobody can end what it leaves running. */
  readonly engines?: Engines
  /** Followed where the number of workers is left to it; absent is not followed. */
  readonly machine?: Machine
  readonly programs: Programs
  readonly connections: Connections
  readonly host: Host
  readonly cluster: Cluster
}

export interface RunShardRequest {
  readonly plan: Plan
  /** 1-based. */
  readonly shard: number
  readonly root: string
  /** The shard's folder; absolute. */
  readonly folder: string
  /** A folder for the attempts' files that no other engine uses; removed at the end. */
  readonly temporary: string
  readonly runId: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  readonly command: string
  readonly version: string
  readonly github: JsonObject
  readonly vars: JsonObject
  readonly failFast: number | null
  /** What the shard has of resources that scenarios demand; absent is no limit. */
  readonly resources?: Readonly<Record<string, number>>
  /** Retries of all scenarios together; absent is without limit. */
  readonly retryBudget?: number
  readonly rampMs?: number
  /** Milliseconds after which nothing more starts; what runs then may end. */
  readonly budgetMs?: number
  /** Milliseconds after which the run is stopped, with what runs. */
  readonly timeoutMs?: number
  /** Stops the run when it is aborted. */
  readonly abort?: AbortSignal
  /** A command that runs when the run was stopped, after everything has ended. */
  readonly cleanup?: string
  /** What tears down after a stop is left to `runOwed`; absent runs it at once, within the grace. */
  readonly leaveOwed?: boolean
  /** What earlier attempts of the run have left to do; undefined runs everything. */
  readonly remainder?: Remainder
  /** The run that goes on in its folder; undefined begins a new one. */
  readonly resumed?: Resumed
  /** What the user asked for, kept for a resumed run. */
  readonly asked?: Manifest["request"]
  /** What the plan was made from; kept so that a resumed run need not plan again. */
  readonly trace?: PlanTrace
  /** What this machine was found to have when it planned, a moment ago; undefined probes it. */
  readonly probed?: readonly Capability[]
  /** Kinds that the embedding program registers, by their names. */
  readonly kinds?: Readonly<Record<string, Kind>>
  /** Added to what children inherit. */
  readonly extraEnv?: Readonly<Record<string, string>>
  /** What of this program's environment children inherit; all where nothing is said. */
  readonly inherit?: Inherit
  /** Names that children may see although they are withheld otherwise. */
  readonly passEnv?: readonly string[]
  /** Values that the journal must not hold; logs are cleaned before they are uploaded. */
  readonly secrets?: readonly string[]
  /** Told of each event after it is on disk. */
  readonly onEvent: (event: RunEvent, state: RunState) => void
  /** Called at the second signal, when everything has been told to end at once. */
  readonly onHurry: (signal: StopSignal) => void
}

/** What a shard comes to: the fold of its events. */
export interface ShardRun {
  readonly state: RunState
}

/** Runs the shard to its end. A failure means that nothing was run, or that it could not be kept. */
export async function runShard(
  request: RunShardRequest,
  ports: RunShardPorts,
): Promise<Result<ShardRun, Failure>> {
  const { plan, shard, folder } = request
  const planned = plan.shards.find((one) => one.shard === shard)
  if (planned === undefined) {
    return err({ reason: "plan/no-such-shard", shard, shards: plan.shards.length })
  }
  const { files, clock } = ports
  const { resumed } = request
  const manifest = manifestOf({ request, runner: planned.runner, engines: ports.engines })
  const describe = (): Result<void, Failure> => {
    const written = keepPlan({ files, folder, plan })
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
  const lastSeq = resumed?.lastSeq ?? 0
  const journal = openJournal({ files, clock, folder, shard, lastSeq })
  if (!journal.ok) return err(fileFailure(journal.error))
  const workers = workersOn(ports.surroundings.cores, planned.workers)
  const record = recorder(journal.value, request)
  record.emit(runStarted({ request, surroundings: ports.surroundings, workers }))
  if (resumed !== undefined) {
    // The journal is the first to say which plan holds: were the plan first, an engine killed between
    // the two would take what has changed for what it knows.
    const begun = describe()
    if (!begun.ok) return begun
    for (const closing of resumed.closings) record.emit(closing)
  }
  const ids = resumed?.ids ?? request.remainder?.ids ?? planned.scenarios
  const { verdicts } = await drive({ request, ports, planned, workers, ids, record })
  record.emit({ type: "run-finished", verdicts: verdicts + (resumed?.closings.length ?? 0) })
  journal.value.close()
  if (record.problem() !== null) {
    return err({ reason: "journal/unwritable", path: folder, message: record.problem() ?? "" })
  }
  const ended = writeManifest(ports.files, folder, { ...manifest, complete: true })
  if (!ended.ok) return ended
  return ok({ state: record.state })
}

/** A plan of ten thousand scenarios takes a while to write: one that is there already stays. */
function keepPlan(to: {
  readonly files: Files
  readonly folder: string
  readonly plan: Plan
}): Result<void, Failure> {
  const path = `${to.folder}/${PLAN_FILE}`
  const head = to.files.readHead(path, 200)
  if (head.ok && head.value.includes(`"digest": "${to.plan.digest}"`)) return ok(undefined)
  return writePlan(to.files, path, to.plan)
}

interface Recorder {
  readonly emit: (body: EventBody) => boolean
  readonly state: RunState
  /** Keeps values out of all further events. */
  readonly mask: (values: readonly string[]) => void
  /** Why the journal could not be written; null while it could. */
  readonly problem: () => string | null
}

function recorder(journal: Journal, request: RunShardRequest): Recorder {
  const secrets = new Set(request.secrets)
  let redact = redactor(secretForms([...secrets]))
  const fold = request.resumed?.fold ?? request.remainder?.fold ?? new RunFold()
  let problem: string | null = null
  return {
    emit: (body) => {
      if (problem !== null) return false
      const event = journal.append(withoutSecrets(body, redact))
      if (!event.ok) {
        problem = event.error.message
        return false
      }
      fold.apply(event.value)
      request.onEvent(event.value, fold.state)
      return true
    },
    state: fold.state,
    mask: (values) => {
      const before = secrets.size
      for (const value of values) secrets.add(value)
      if (secrets.size > before) redact = redactor(secretForms([...secrets]))
    },
    problem: () => problem,
  }
}

async function drive(run: {
  readonly request: RunShardRequest
  readonly ports: RunShardPorts
  readonly planned: PlannedShard
  readonly workers: number
  readonly ids: readonly string[]
  readonly record: Recorder
}): Promise<{ readonly verdicts: number }> {
  const { request, ports, planned, workers, ids, record } = run
  const { plan, shard, root, folder, temporary, runId, probed } = request
  const { surroundings, files } = ports
  const combined = openCombinedLog({ folder, plan, files })
  const schedule = withFacts(toScheduleOptions({ plan, ids, workers, ...limitsOf(request) }), {
    plan,
    at: ports.clock.now(),
    attemptsBefore: request.resumed?.attemptsBefore ?? new Map(),
  })
  const gate = shardGate(
    {
      ...{ plan, planned, ids, schedule, root, emit: record.emit },
      ...(probed === undefined ? {} : { probed }),
    },
    ports,
  )
  const dispatcher = new Dispatcher(
    {
      plan,
      shard,
      shards: plan.shards.length,
      schedule,
      ...(gate === undefined ? {} : { gate }),
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
      ...(request.resumed === undefined
        ? {}
        : { earlier: request.resumed.settled, logMark: `.a${request.attempt}` }),
      ...(request.cleanup === undefined ? {} : { cleanup: cleanupHook(request.cleanup) }),
      ...(request.leaveOwed === true ? { notes: new OwedNotes(temporary, files) } : {}),
      graceMs: GRACE_MS,
      emit: record.emit,
      onMasks: record.mask,
      onAttemptEnd: (end) => {
        combined.add(end)
        follower.learn(end.facts.peakMemoryBytes)
      },
    },
    ports,
  )
  const follower = admit({ count: planned.workers, workers, dispatcher, emit: record.emit }, ports)
  const stopListening = listen(dispatcher, request, ports.signals)
  const stopTimers = limitTime(dispatcher, { request, emit: record.emit, clock: ports.clock })
  try {
    return await dispatcher.run()
  } finally {
    follower.stop()
    stopListening()
    stopTimers()
    combined.close()
    ports.portRanges?.release()
    if (!dispatcher.owes) files.remove(temporary)
  }
}

function limitsOf({ failFast, resources, retryBudget, rampMs }: RunShardRequest) {
  return {
    failFast,
    ...(resources === undefined ? {} : { resources }),
    ...(retryBudget === undefined ? {} : { retryBudget }),
    ...(rampMs === undefined ? {} : { rampMs }),
  }
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
  },
): ScheduleOptions {
  return {
    ...schedule,
    items: schedule.items.map((item) => {
      const quarantine = facts.plan.scenarios[item.id]?.definition.quarantine
      const tolerated = quarantine !== undefined && isInForce(quarantine.until, facts.at)
      const attemptsBefore = facts.attemptsBefore.get(item.id)
      return {
        ...item,
        ...(tolerated ? { tolerated } : {}),
        ...(attemptsBefore === undefined ? {} : { attemptsBefore }),
      }
    }),
  }
}
