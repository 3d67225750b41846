import posix from "node:path/posix"
import { type Report, toReport } from "../app/collect/report.ts"
import { findTailed } from "../app/collect/tailed.ts"
import { claimed } from "../app/folder/claim-folder.ts"
import { hiddenRunFolder, newRunId } from "../app/folder/run-id.ts"
import { type Joined, joinQueue } from "../app/queue/join-queue.ts"
import { eventsAfter } from "../app/shard/journal-events.ts"
import { finishRuns } from "../app/shard/open-runs.ts"
import { type EarlierRun, takeUp } from "../app/shard/resume.ts"
import { runShard } from "../app/shard/run-shard.ts"
import type { RunShardRequest } from "../app/shard/run-shard-request.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { VERSION } from "../core/version.ts"
import type { RunEvent } from "../events/event.ts"
import { foldEvents } from "../events/fold.ts"
import type { RunState } from "../events/state.ts"
import { countShards, type Plan } from "../formats/plan.ts"
import type { Span } from "../formats/span.ts"
import { sliceOfShard } from "../plan/shard-slice.ts"
import { chooseEarlier, choosePlan } from "./choose-plan.ts"
import { EventFeed } from "./event-feed.ts"
import { checkOptions, type RunOptions, toSettings } from "./options.ts"
import { type LibraryWorld, wireLibrary } from "./wire.ts"
import { writeReport } from "./write-report.ts"

/** A report, and where its files are. */
export interface RunReport extends Report {
  readonly plan: Plan
  /** What went wrong beside, in sentences: a trace that was not sent. */
  readonly warnings: readonly string[]
  /** What `on` and `onOutput` threw, each once: whoever throws is not called any more. */
  readonly thrown: readonly Thrown[]
  /** Absolute; `results.json`, the journal and the logs are in it. */
  readonly folder: string
}

/** A callback that threw. */
export interface Thrown {
  readonly callback: "on" | "onOutput"
  readonly error: unknown
}

/**
 * A run under way: awaited it is the report, looped over with `for await` its events. Leaving the loop
 * early stops the run and waits for its end.
 */
export interface Run
  extends Promise<Result<RunReport, Failure>>,
    AsyncIterable<RunEvent, undefined, undefined> {}

/** Runs a suite, or one shard of a plan, to its end. An error means that nothing was run. */
export function run(options: RunOptions = {}): Run {
  const left = new AbortController()
  const checked = checkOptions(options, "run")
  const signal = checked.ok ? options.signal : undefined
  const thrown: Thrown[] = []
  const stop = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal])
  let readAgain: (after: number, most: number) => readonly RunEvent[] = () => []
  const feed = new EventFeed((after, most) => readAgain(after, most))
  const onPlace = (place: Place) => {
    readAgain = (after, most) => eventsAfter(after, { ...place, most }, place.world.files)
  }
  const call = {
    on: kept("on", options.on, thrown),
    onOutput: kept("onOutput", options.onOutput, thrown),
  }
  const on = (event: RunEvent, state: RunState) => {
    feed.publish(event)
    call.on?.(event, state)
  }
  const told = { ...options, signal: stop, on, onOutput: call.onOutput }
  const begun = checked.ok ? runHere({ ...told, thrown }, onPlace) : Promise.resolve(checked)
  const ended = begun.finally(() => {
    feed.end()
  })
  const close = async () => {
    left.abort()
    await Promise.allSettled([ended])
  }
  return Object.assign(ended, { [Symbol.asyncIterator]: () => feed.open(close) })
}

/** What a program does with what it hears is no part of the run: it cannot end it, nor lose its results. */
function kept<A extends readonly unknown[]>(
  name: Thrown["callback"],
  callback: ((...args: A) => void) | undefined,
  thrown: Thrown[],
): ((...args: A) => void) | undefined {
  if (callback === undefined) return undefined
  let broken = false
  return (...args) => {
    if (broken) return
    try {
      callback(...args)
    } catch (error) {
      broken = true
      thrown.push({ callback: name, error })
    }
  }
}

/** Where the journal of a run is. */
interface Place {
  readonly folder: string
  readonly shard: number
  readonly world: LibraryWorld
}

/** Options whose callbacks cannot end the run. */
interface Heard extends RunOptions {
  readonly on: NonNullable<RunOptions["on"]>
  readonly thrown: readonly Thrown[]
}

async function runHere(
  options: Heard,
  onPlace: (place: Place) => void,
): Promise<Result<RunReport, Failure>> {
  const world = wireLibrary(options.cwd)
  const found = chooseEarlier(options, world)
  if (!found.ok) return found
  const earlier = found.value
  const chosen = await choosePlan(options, { world, earlier })
  if (!chosen.ok) return chosen
  const joined = await joinedBy(options, { plan: chosen.value, world })
  if (joined !== null && !joined.ok) return joined
  const queue = joined?.value
  const plan = queue?.plan ?? chosen.value
  const only = countShards(plan) <= 1
  const shard = queue?.seat.worker ?? options.shard ?? (only ? 1 : (earlier?.manifest.shard ?? 1))
  const runId = earlier?.manifest.runId ?? newRunId(world)
  const folder = earlier?.folder ?? folderOf(options, { runId, world })
  const finishing = { project: world.cwd, but: folder, github: world.github }
  await finishRuns(finishing, world)
  return claimed(folder, world, () =>
    runIn(
      { folder, runId, plan, shard, only, earlier, joined: queue },
      { options, world, onPlace },
    ),
  )
}

/** The queue that the run joins; null where it shares none. */
async function joinedBy(
  { queue: url, plan: given, shard, resume, failFast }: RunOptions,
  of: { readonly plan: Plan; readonly world: LibraryWorld },
): Promise<Result<Joined, Failure> | null> {
  if (url === undefined) return null
  if (given === undefined || [shard, resume, failFast].some((one) => one != null)) {
    const message = "queue goes with plan, and not with shard, resume or failFast"
    return err({ reason: "usage/invalid", message, hint: "give the same plan to all workers" })
  }
  return await joinQueue({ plan: of.plan, url }, of.world.queues)
}

async function runIn(
  run: Pick<RunShardRequest, "plan" | "shard" | "folder" | "runId" | "joined"> & {
    /** The plan has no other shard. */
    readonly only: boolean
    readonly earlier: EarlierRun | null
  },
  by: {
    readonly options: Heard
    readonly world: LibraryWorld
    readonly onPlace: (place: Place) => void
  },
): Promise<Result<RunReport, Failure>> {
  const { folder, runId, plan, shard, only, earlier, joined } = run
  const { options, world, onPlace } = by
  const { retryBudget, cleanup, signal, kinds, secrets } = options
  if (plan.shards.length === 0) {
    const nothing = { plan, state: foldEvents([]), problems: [] }
    const report = toReport(nothing, options)
    return keep(report, { plan, folder, options, spans: [], whole: true }, world)
  }
  const taken = earlier === null ? null : await takeUp(earlier, { plan, shard, retryBudget }, world)
  if (taken !== null && !taken.ok) return taken
  const left = taken?.value
  onPlace({ folder, shard, world })
  const ran = await runShard(
    {
      ...{ plan, shard, root: world.cwd, folder, runId, version: VERSION },
      attempt: left?.attempt ?? 1,
      temporary: `${world.surroundings.temporary}/parallel-smoke-${world.uniqueName()}`,
      command: "run",
      project: world.cwd,
      github: world.github,
      vars: {},
      ...{ resumed: left?.resumed, settings: toSettings(options), abort: signal, kinds, secrets },
      cleanup: typeof cleanup === "function" ? cleanup : undefined,
      tail: tailOf(options, { plan, shard }),
      joined,
      onEvent: options.on,
      onHurry: () => {},
    },
    world,
  )
  if (!ran.ok) return ran
  // Whether nothing was executed is a question about the whole run, never about one shard.
  const whole = options.shard === undefined && only && joined === undefined
  const { state, problems, unrecorded, spans, ran: own } = ran.value
  const report = toReport(
    { plan: whole ? plan : sliceOfShard(plan, shard, own), state, problems },
    whole ? options : { ...options, ifEmpty: "pass" },
  )
  const kept = await keep(report, { plan, folder, options, spans, whole }, world)
  return kept.ok || unrecorded === null ? kept : err(unrecorded)
}

function tailOf(
  { tail = [], onOutput }: RunOptions,
  of: { readonly plan: Plan; readonly shard: number },
): RunShardRequest["tail"] {
  const planned = of.plan.shards.find((one) => one.shard === of.shard)?.scenarios ?? []
  const { ids } = findTailed(tail, planned)
  if (onOutput === undefined || ids.size === 0) return undefined
  return { follows: (id) => ids.has(id), onOutput }
}

async function keep(
  report: Report,
  of: Pick<RunReport, "plan" | "folder"> & {
    readonly options: Heard
    readonly spans: readonly Span[]
    readonly whole: boolean
  },
  world: LibraryWorld,
): Promise<Result<RunReport, Failure>> {
  const { plan, folder, options } = of
  const folders = { all: [folder], of: () => folder }
  const written = await writeReport(report, { ...of, folders }, world)
  if (!written.ok) return written
  return ok({ ...report, plan, folder, warnings: written.value, thrown: options.thrown })
}

function folderOf(
  { out }: RunOptions,
  { runId, world }: { readonly runId: string; readonly world: LibraryWorld },
): string {
  const { cwd, files } = world
  return out === undefined ? hiddenRunFolder(cwd, runId, files) : posix.resolve(cwd, out)
}
