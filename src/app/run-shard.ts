/**
 * Use case: one shard of a plan is run here, and everything observed is in its folder.
 */
import type { Failure } from "../core/failure.ts"
import type { JsonObject } from "../core/json.ts"
import { isInForce } from "../core/quarantine.ts"
import { err, ok, type Result } from "../core/result.ts"
import { redactor, secretForms } from "../core/secret.ts"
import type { CancelReason } from "../core/verdict.ts"
import type { EventBody, RunEvent } from "../events/event.ts"
import { RunFold } from "../events/fold.ts"
import type { RunState } from "../events/state.ts"
import { appendToCombinedLog } from "../execute/combined-log.ts"
import { Dispatcher } from "../execute/dispatcher.ts"
import { scrubEnvironment } from "../execute/environment.ts"
import type { Kind } from "../execute/kind.ts"
import { GRACE_MS } from "../execute/watch-process.ts"
import type { Manifest } from "../formats/manifest.ts"
import type { Plan } from "../formats/plan.ts"
import { type Journal, openJournal } from "../journal/journal.ts"
import { toScheduleOptions } from "../plan/items.ts"
import type { Clock } from "../ports/clock.ts"
import type { Files } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Patterns } from "../ports/patterns.ts"
import type { Processes } from "../ports/processes.ts"
import type { Signals, StopSignal } from "../ports/signals.ts"
import type { Surroundings } from "../ports/surroundings.ts"
import type { ScheduleOptions } from "../schedule/types.ts"
import type { Remainder } from "./earlier-attempts.ts"
import { fileFailure, PLAN_FILE, prepareRunFolder, writeJson, writeManifest } from "./run-folder.ts"
import { withoutSecrets } from "./withhold-secrets.ts"

export interface RunShardPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly patterns: Patterns
  readonly http: Http
  readonly signals: Signals
  readonly surroundings: Surroundings
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
  /** What earlier attempts of the run have left to do; undefined runs everything. */
  readonly remainder?: Remainder
  /** Kinds that the embedding program registers, by their names. */
  readonly kinds?: Readonly<Record<string, Kind>>
  /** Added to what children inherit. */
  readonly extraEnv?: Readonly<Record<string, string>>
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
  const ready = prepareRunFolder(ports.files, folder)
  if (!ready.ok) return ready
  const written = writeJson(ports.files, `${folder}/${PLAN_FILE}`, plan)
  if (!written.ok) return written
  const manifest = manifestOf(request, planned.runner)
  const begun = writeManifest(ports.files, folder, manifest)
  if (!begun.ok) return begun
  const { files, clock } = ports
  const journal = openJournal({ files, clock, folder, shard })
  if (!journal.ok) return err(fileFailure(journal.error))
  const workers = planned.workers === "auto" ? ports.surroundings.cores : planned.workers
  const record = recorder(journal.value, request)
  record.emit(runStarted({ request, surroundings: ports.surroundings, workers }))
  const ids = request.remainder?.ids ?? planned.scenarios
  const { verdicts } = await drive({ request, ports, workers, ids, record })
  record.emit({ type: "run-finished", verdicts })
  journal.value.close()
  if (record.problem() !== null) {
    return err({ reason: "journal/unwritable", path: folder, message: record.problem() ?? "" })
  }
  const ended = writeManifest(ports.files, folder, { ...manifest, complete: true })
  if (!ended.ok) return ended
  return ok({ state: record.state })
}

interface Recorder {
  readonly emit: (body: EventBody) => boolean
  readonly state: RunState
  /** Why the journal could not be written; null while it could. */
  readonly problem: () => string | null
}

function recorder(journal: Journal, request: RunShardRequest): Recorder {
  const redact = redactor(secretForms(request.secrets ?? []))
  const fold = request.remainder?.fold ?? new RunFold()
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
    problem: () => problem,
  }
}

async function drive(run: {
  readonly request: RunShardRequest
  readonly ports: RunShardPorts
  readonly workers: number
  readonly ids: readonly string[]
  readonly record: Recorder
}): Promise<{ readonly verdicts: number }> {
  const { request, ports, workers, ids, record } = run
  const { plan, shard, root, folder, temporary, runId, failFast } = request
  const { surroundings, files } = ports
  const dispatcher = new Dispatcher(
    {
      plan,
      shard,
      shards: plan.shards.length,
      schedule: tolerant(toScheduleOptions({ plan, ids, workers, failFast }), {
        plan,
        at: ports.clock.now(),
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
      env: {
        ...scrubEnvironment(surroundings.env, request.passEnv),
        ...request.extraEnv,
      },
      node: surroundings.node,
      kinds: request.kinds ?? {},
      graceMs: GRACE_MS,
      emit: record.emit,
      onAttemptEnd: (end) => {
        appendToCombinedLog({ folder, ...end }, files)
      },
    },
    ports,
  )
  const stopListening = listen(dispatcher, request, ports.signals)
  try {
    return await dispatcher.run()
  } finally {
    stopListening()
    files.remove(temporary)
  }
}

/** What is in quarantine when the run starts does not count for fail-fast. */
function tolerant(
  schedule: ScheduleOptions,
  { plan, at }: { readonly plan: Plan; readonly at: number },
): ScheduleOptions {
  return {
    ...schedule,
    items: schedule.items.map((item) => {
      const quarantine = plan.scenarios[item.id]?.definition.quarantine
      const tolerated = quarantine !== undefined && isInForce(quarantine.until, at)
      return tolerated ? { ...item, tolerated } : item
    }),
  }
}

function listen(dispatcher: Dispatcher, request: RunShardRequest, signals: Signals): () => void {
  let received = 0
  const reason: CancelReason = "interrupted"
  return signals.listen((signal) => {
    received += 1
    if (received === 1) dispatcher.cancel(reason, signal)
    else {
      dispatcher.hurry()
      request.onHurry(signal)
    }
  })
}

function manifestOf(request: RunShardRequest, runner: string): Manifest {
  const { plan, shard, runId, attempt } = request
  return {
    schemaVersion: 1,
    suite: plan.suite,
    planDigest: plan.digest,
    runId,
    shard,
    shards: plan.shards.length,
    attempt,
    runner,
    complete: false,
  }
}

function runStarted(start: {
  readonly request: RunShardRequest
  readonly surroundings: Surroundings
  readonly workers: number
}): EventBody {
  const { request, surroundings, workers } = start
  const { plan, runId, attempt, command, version } = request
  const { hostname: name, os, arch, cores, memoryBytes, commit, ref } = surroundings
  return {
    type: "run-started",
    runId,
    attempt,
    suite: plan.suite,
    command,
    planDigest: plan.digest,
    shards: plan.shards.length,
    workers,
    seed: plan.seed,
    version,
    runner: { name, os, arch, cores, memoryBytes },
    commit,
    ref,
  }
}

/** `runner` as Actions has it. */
function runnerContext(surroundings: Surroundings): JsonObject {
  const { env, hostname, temporary } = surroundings
  return {
    name: env["RUNNER_NAME"] ?? hostname,
    os: env["RUNNER_OS"] ?? OS_NAMES[surroundings.os] ?? surroundings.os,
    arch: env["RUNNER_ARCH"] ?? ARCH_NAMES[surroundings.arch] ?? surroundings.arch,
    temp: temporary,
  }
}

const OS_NAMES: Readonly<Record<string, string>> = {
  linux: "Linux",
  darwin: "macOS",
  win32: "Windows",
}

const ARCH_NAMES: Readonly<Record<string, string>> = { x64: "X64", arm64: "ARM64" }
