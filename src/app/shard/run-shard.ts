/**
 * Use case: one shard of a plan is run here, and everything observed is in its folder.
 */
import type { Failure } from "../../core/problems/failure.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { RunState } from "../../events/state.ts"
import type { Manifest } from "../../formats/manifest.ts"
import { countShards, type PlannedShard } from "../../formats/plan.ts"
import type { Span } from "../../formats/span.ts"
import { type Journal, openJournal } from "../../journal/journal.ts"
import { partOfShard } from "../../plan/shard-slice.ts"
import { poolWorkers } from "../../plan/units/pool-workers.ts"
import { BALLAST_FILE, layBallast } from "../folder/ballast.ts"
import {
  fileFailure,
  PLAN_FILE,
  prepareRunFolder,
  writeManifest,
  writePlan,
} from "../folder/run-folder.ts"
import { digestOf } from "../plan/plan-run.ts"
import { keepTrace } from "../plan/plan-trace.ts"
import { onlyPart } from "../plan/read-plan.ts"
import { workersBefore } from "../plan/shard-gate.ts"
import type { SharedWork } from "../queue/shared-work.ts"
import { type ShardTrace, traceShard } from "../traces/shard-trace.ts"
import { driveShard, type PreparedShard, type Workers } from "./drive-shard.ts"
import { withGiven } from "./given-fixtures.ts"
import { type Recorder, recorder } from "./recorder.ts"
import { manifestOf, runStarted } from "./run-facts.ts"
import type { RunShardPorts, RunShardRequest } from "./run-shard-request.ts"

/** What a shard comes to: the fold of its events. */
export interface ShardRun {
  readonly state: RunState
  /** What its folder lacks of that. */
  readonly problems: readonly MergeProblem[]
  /** Where a queue was shared: the scenarios that were run here. */
  readonly ran?: ReadonlySet<string>
  /** Why the run was cut short, or why its folder is not whole; null where neither is. */
  readonly unrecorded: Failure | null
  /** What its trace has of it; empty where none is sent. */
  readonly spans: readonly Span[]
}

/** Runs the shard to its end. A failure means that nothing was run. */
export async function runShard(
  request: RunShardRequest,
  ports: RunShardPorts,
): Promise<Result<ShardRun, Failure>> {
  const { plan, shard, folder, resumed } = request
  const given = withGiven(plan, request.settings.fixture)
  if (!given.ok) return given
  const inPlan = plan.shards.find((one) => one.shard === shard)
  if (inPlan === undefined) {
    if (plan.part !== undefined) return err(onlyPart(plan.part))
    return err({ reason: "plan/no-such-shard", shard, shards: countShards(plan) })
  }
  const planned = { ...inPlan, workers: request.workers ?? inPlan.workers }
  const ids = resumed?.ids ?? request.remainder?.ids ?? planned.scenarios
  // What starts them gets ready beside what follows.
  ports.processes.expect?.(ids.length)
  const trace = traceShard(request, ports)
  const run = {
    request: heardBy(trace, request),
    ports,
    trace,
    planned,
    ids,
    ...given.value,
    ...workersFor(request, planned, ids, ports),
  }
  const manifest = manifestOf({ request, runner: planned.runner, engines: ports.engines })
  const begun = begin(run, manifest)
  if (!begun.ok) return begun
  const { record } = begun.value
  const giveRoom = layBallast(folder, ports)
  // Not before: while something runs, it may take whatever room there is.
  const { verdicts, shared } = await driveShard({ ...run, record }).finally(giveRoom)
  record.emit({ type: "run-finished", verdicts: verdicts + (resumed?.closings.length ?? 0) })
  const ended = end(run, { ...begun.value, manifest })
  return ended.ok && shared !== null ? ok(ofWorker(ended.value, shard, shared)) : ended
}

function heardBy(trace: ShardTrace | null, request: RunShardRequest): RunShardRequest {
  if (trace === null) return request
  return {
    ...request,
    onEvent: (event, state) => {
      trace.onEvent(event)
      request.onEvent(event, state)
    },
  }
}

function workersFor(
  { plan, probed }: RunShardRequest,
  planned: PlannedShard,
  ids: readonly string[],
  { surroundings }: RunShardPorts,
): Workers {
  const borne = workersBefore({ plan, planned, ids, probed })
  if (borne !== null) return { first: borne, workers: borne }
  const leases = ids.map((id) => plan.scenarios[id]?.definition.fixtures ?? [])
  const { cores } = surroundings
  return poolWorkers({ cores, count: planned.workers, fixtures: plan.fixtures, leases })
}

/** Makes the folder ready and opens its journal. */
function begin(
  { request, ports, workers }: PreparedShard,
  manifest: Manifest,
): Result<{ readonly journal: Journal; readonly record: Recorder }, Failure> {
  const { folder, shard, resumed, trace } = request
  const { files, clock, surroundings } = ports
  const describe = (): Result<void, Failure> => {
    const written = keepPlan(request, ports)
    if (!written.ok) return written
    // Advice: without it a resumed run plans again.
    if (trace !== undefined) keepTrace(folder, trace, files)
    return writeManifest(files, folder, manifest)
  }
  if (resumed === undefined) {
    const ready = prepareRunFolder(files, folder)
    const described = ready.ok ? describe() : ready
    if (!described.ok) return described
  }
  // A killed engine has left its own, and the disk may have been full.
  if (resumed !== undefined) files.remove(`${folder}/${BALLAST_FILE}`)
  const journal = openJournal({ files, clock, folder, shard, lastSeq: resumed?.lastSeq ?? 0 })
  if (!journal.ok) return err(fileFailure(journal.error))
  const record = recorder(journal.value, request, ports)
  record.emit(runStarted({ request, surroundings, workers }))
  if (resumed !== undefined) {
    // The journal is the first to say which plan holds: were the plan first, an engine killed between
    // the two would take what has changed for what it knows.
    const described = describe()
    if (!described.ok) return described
    for (const closing of resumed.closings) record.emit(closing)
  }
  return ok({ journal: journal.value, record })
}

/** Closes the journal; the folder counts as complete only when all of it was written. */
function end(
  { request, ports, trace }: PreparedShard,
  of: { readonly journal: Journal; readonly record: Recorder; readonly manifest: Manifest },
): Result<ShardRun, Failure> {
  const { shard, folder } = request
  const { journal, record, manifest } = of
  const closed = journal.close()
  const state = record.end()
  const spans = trace?.spans(state) ?? []
  const unwritable = (message: string): Failure => ({
    reason: "journal/unwritable",
    path: folder,
    message,
  })
  if (!closed.ok) {
    const { message } = journal.problem ?? closed.error
    const problems: MergeProblem[] = [{ code: "journal-torn", shard, detail: message }]
    return ok({ state, problems, unrecorded: unwritable(message), spans })
  }
  const ended = writeManifest(ports.files, folder, { ...manifest, complete: true })
  if (!ended.ok) return ended
  const cut = journal.problem !== null && wasCut(state)
  return ok({
    state,
    problems: [],
    unrecorded: cut ? unwritable(journal.problem?.message ?? "") : null,
    spans,
  })
}

/** What of a worker's state its own report counts: what counts, and what it had to leave unfinished. */
function ofWorker(run: ShardRun, shard: number, { counted, problem }: SharedWork): ShardRun {
  const { state } = run
  const own = [...state.scenarios].filter(
    ([id, { ending }]) => counted.has(id) || ending?.verdict === "cancelled",
  )
  const problems: MergeProblem[] =
    problem === null ? [] : [{ code: "queue-gone", shard, detail: problem }]
  return {
    ...run,
    state: { ...state, scenarios: new Map(own) },
    problems: [...run.problems, ...problems],
    ran: new Set(own.map(([id]) => id)),
  }
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
  { plan: own, joined, shard, folder }: RunShardRequest,
  { files, sha256 }: Pick<RunShardPorts, "files" | "sha256">,
): Result<void, Failure> {
  const plan = joined?.shared ?? own
  const path = `${folder}/${PLAN_FILE}`
  const head = files.readHead(path, 200)
  if (head.ok && head.value.includes(`"digest": "${plan.digest}"`)) return ok(undefined)
  const part = partOfShard(plan, shard, (made) => digestOf(made, sha256))
  return writePlan(files, path, part)
}
