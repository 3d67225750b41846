/**
 * Adds the observations of a run to the history. Learning the same attempt of a run again replaces
 * its earlier observations, so each counts once.
 */
import { defined } from "../core/defined.ts"
import { rounded } from "../core/quantities/rounded.ts"
import { addTo } from "../core/text/append.ts"
import { isInfrastructure, passedAfter, type Verdict } from "../core/verdict.ts"
import type { EventOf } from "../events/event.ts"
import type { AttemptState, RunState, ScenarioState } from "../events/state.ts"
import {
  type History,
  type HistoryJob,
  type HistoryRun,
  type HistoryStart,
  MAX_RUNS,
  MAX_SCENARIOS,
  MAX_SECONDS,
} from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"
import { campaignsAfter } from "./campaigns.ts"
import { type Crowd, crowdOf } from "./crowd.ts"
import { prune } from "./prune.ts"
import { toSuiteRun, withSuiteRun } from "./suite-runs.ts"

/** A run to learn from. */
export interface Observed {
  readonly state: RunState
  /** Runner class of each shard by its number. */
  readonly runners: ReadonlyMap<number, string>
  /** The planned scenarios; if given, verdicts of scenarios that did not end are kept too. */
  readonly planned?: Pick<Plan, "scenarios" | "skipped" | "iterations">
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * The history with this run in it, within all its bounds. Each attempt of the run is one entry, with
 * the machine that it had: what earlier attempts left stays, and is replaced where it is seen again.
 * The history that is given is used up, so that a large one is not in memory twice.
 */
export function learn(history: History, observed: Observed): History {
  const { state, runners, now } = observed
  const jobs: HistoryJob[] = [...history.jobs]
  const kept = newest(state)
  const attempts = attemptsByJob(state, kept)
  const made = new Map<string, JobFacts>()
  const again = new Set<string>()
  for (const [shard, facts] of state.shards) {
    for (const started of [...(facts.before ?? []), ...(facts.started ? [facts.started] : [])]) {
      again.add(`${started.runId} ${started.attempt}`)
      const key = keyOf(shard, started.attempt)
      const here = attempts.get(key) ?? []
      if (here.length === 0) continue
      const job = toJob(started, { runner: runners.get(shard) ?? "default", attempts: here })
      made.set(key, { job: jobs.length, crowd: crowdOf(here.map(stretchOf), job.cores) })
      jobs.push(job)
    }
  }
  const seen = history.jobs.map(({ run, attempt }) => again.has(`${run} ${attempt}`))
  const isSeen = ([place]: HistoryRun): boolean => seen[place] === true
  const scenarios = new Map<string, HistoryRun[]>()
  for (const id of Object.keys(history.scenarios)) {
    const runs = history.scenarios[id] ?? []
    delete history.scenarios[id]
    const rest = runs.some(isSeen) ? runs.filter((run) => !isSeen(run)) : runs
    if (rest.length > 0) scenarios.set(id, rest)
  }
  for (const [id, scenario] of kept) {
    const { shard } = scenario
    const current = state.shards.get(shard)?.started?.attempt ?? 1
    const { iterations } = scenario
    const runs = byRunAttempt(oneIteration(scenario)).flatMap(([attempt, group]): HistoryRun[] => {
      const facts = made.get(keyOf(shard, attempt))
      // Of the attempt of the run that goes on only what has its verdict.
      const ended = scenario.ending !== null && scenario.ending.verdict !== "cancelled"
      if (facts === undefined || (attempt === current && !ended)) return []
      const { job, crowd } = facts
      const full = iterations === undefined ? undefined : fullCrowd(jobs[job])
      return toRuns({ attempts: group, job, crowd: full ?? crowd })
    })
    if (runs.length > 0) {
      scenarios.set(id, (scenarios.get(id) ?? []).concat(runs).slice(-MAX_RUNS))
    }
  }
  const latest = latestAfter(history, { ...observed, scenarios, kept })
  const fixtures = startsAfter(history, { state, made })
  const { planned } = observed
  const suiteRun = planned === undefined ? null : toSuiteRun(state, planned)
  const runs = withSuiteRun(history.runs, suiteRun)
  const campaigns = campaignsAfter(history.campaigns, {
    ...{ campaign: planned?.iterations?.campaign, state, jobs },
    placeOf: (id) => latestPlace(state.scenarios.get(id), made),
  })
  const grown = { ...history, jobs, scenarios, latest, fixtures, runs, campaigns }
  return prune(defined(grown), { now })
}

/** The scenarios of a run that a history has room for: the others would be cut off again. */
function newest({ scenarios, shards }: RunState): ReadonlyMap<string, ScenarioState> {
  if (scenarios.size <= MAX_SCENARIOS) return scenarios
  const startOf = (shard: number) => shards.get(shard)?.started?.at ?? 0
  const byShard = [...Map.groupBy(scenarios.keys(), (id) => scenarios.get(id)?.shard ?? 0)]
  const newestFirst = byShard.sort(([a], [b]) => startOf(b) - startOf(a))
  const kept = new Map<string, ScenarioState>()
  for (const id of newestFirst.flatMap(([, own]) => own).slice(0, MAX_SCENARIOS)) {
    const scenario = scenarios.get(id)
    if (scenario !== undefined) kept.set(id, scenario)
  }
  return kept
}

interface JobFacts {
  readonly job: number
  readonly crowd: Crowd
}

/** The job that ran the latest attempt of a scenario. */
function latestPlace(
  scenario: ScenarioState | undefined,
  made: ReadonlyMap<string, JobFacts>,
): number | undefined {
  const last = scenario?.attempts.at(-1)
  return last && scenario && made.get(keyOf(scenario.shard, last.runAttempt ?? 1))?.job
}

function keyOf(shard: number, attempt: number): string {
  return `${shard} ${attempt}`
}

/**
 * Starts of fixtures by name. Those of the latest attempt of each shard are taken: what was known of
 * earlier ones stays, with their jobs as they are now.
 */
function startsAfter(
  history: History,
  { state, made }: { readonly state: RunState; readonly made: ReadonlyMap<string, JobFacts> },
): NonNullable<History["fixtures"]> {
  const starts = new Map<string, HistoryStart[]>()
  const add = (name: string, start: HistoryStart) => {
    starts.set(name, [...(starts.get(name) ?? []), start].slice(-MAX_RUNS))
  }
  for (const [name, list] of Object.entries(history.fixtures ?? {})) {
    for (const [place, seconds] of list) {
      const job = history.jobs[place]
      const started = job && state.shards.get(job.shard)?.started
      const again = job !== undefined && started?.runId === job.run
      if (again && started.attempt === job.attempt) continue
      const moved = again ? made.get(keyOf(job.shard, job.attempt))?.job : undefined
      add(name, [moved ?? place, seconds])
    }
  }
  for (const [shard, { started, fixtures }] of state.shards) {
    const facts = made.get(keyOf(shard, started?.attempt ?? 1))
    for (const [name, { created, startMs, earlier }] of fixtures) {
      const count = created - earlier.created
      if (facts === undefined || count === 0) continue
      add(name, [facts.job, rounded((startMs - earlier.startMs) / count / 1_000)])
    }
  }
  return Object.fromEntries(starts)
}

/** By shard and attempt of the run, of the shards that the history keeps anything of. */
function attemptsByJob(
  { scenarios, shards }: RunState,
  kept: ReadonlyMap<string, ScenarioState>,
): Map<string, AttemptState[]> {
  const told = new Set<number>()
  for (const { shard } of kept.values()) told.add(shard)
  for (const [shard, { fixtures }] of shards) if (fixtures.size > 0) told.add(shard)
  const byJob = new Map<string, AttemptState[]>()
  for (const { shard, attempts } of scenarios.values()) {
    if (!told.has(shard)) continue
    for (const attempt of attempts) addTo(byJob, keyOf(shard, attempt.runAttempt ?? 1), attempt)
  }
  return byJob
}

/** Of a scenario that was repeated one iteration that ended as it did. */
function oneIteration({ attempts, iterations, ending }: ScenarioState): readonly AttemptState[] {
  if (iterations === undefined) return attempts
  const { latest, firstFailure } = iterations
  const shown = ending?.verdict === "failed" ? (firstFailure?.iteration ?? latest) : latest
  return attempts.filter(({ iteration }) => iteration === shown)
}

/** Iterations keep every worker at work: what else ran is not kept. */
function fullCrowd(job: HistoryJob | undefined): Crowd | undefined {
  if (job === undefined) return undefined
  const { workers, cores } = job
  return () => ({ concurrency: workers, share: Math.min(1, cores / workers) })
}

function byRunAttempt(attempts: readonly AttemptState[]): (readonly [number, AttemptState[]])[] {
  return [...Map.groupBy(attempts, ({ runAttempt }) => runAttempt ?? 1)]
}

function stretchOf({ startedAt, durationMs }: AttemptState) {
  return { from: startedAt, to: startedAt + durationMs }
}

function toJob(
  started: EventOf<"run-started">,
  of: { readonly runner: string; readonly attempts: readonly AttemptState[] },
): HistoryJob {
  const since = of.attempts.map(({ startedAt }) => startedAt).filter((at) => at >= started.at)
  const first = since.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return {
    at: new Date(started.at).toISOString(),
    run: started.runId,
    attempt: started.attempt,
    shard: started.shard,
    ref: started.ref ?? undefined,
    commit: started.commit ?? undefined,
    runner: of.runner,
    cores: started.runner.cores,
    memoryBytes: started.runner.memoryBytes,
    workers: started.workers,
    startSeconds: Number.isFinite(first) ? rounded((first - started.at) / 1_000) : null,
  }
}

/** The entry of one attempt of the run; none where its last attempt neither passed nor failed. */
function toRuns(of: {
  readonly attempts: readonly AttemptState[]
  readonly job: number
  readonly crowd: Crowd
}): HistoryRun[] {
  const { attempts, job, crowd } = of
  const last = attempts.at(-1)
  if (last?.outcome !== "passed" && last?.outcome !== "failed") return []
  const verdict = last.outcome === "failed" ? "failed" : passedAfter(attempts)
  // Infrastructure trouble does not tell how long a passing scenario takes.
  const timed = verdict === "passed" ? [last] : attempts
  const ms = timed.reduce((sum, { durationMs }) => sum + durationMs, 0)
  if (!(ms >= 0 && ms <= MAX_SECONDS * 1_000)) return []
  const within = crowd(timed.map(stretchOf))
  const peaks = attempts.flatMap(({ peakMemoryBytes: peak }) => (peak === null ? [] : [peak]))
  const run: HistoryRun = [
    job,
    verdict,
    rounded(ms / 1_000),
    Math.min(1024, rounded(within.concurrency)),
    Math.max(0.001, rounded(within.share)),
    peaks.length === 0 ? null : Math.max(...peaks),
  ]
  if (verdict === "failed" && isInfrastructure(last.cause)) run.push(last.cause)
  return [run]
}

/** The newest verdicts that the runs do not tell: of what was planned and did not come to an end. */
function latestAfter(
  { latest: before = {} }: History,
  of: Observed & {
    readonly scenarios: ReadonlyMap<string, readonly HistoryRun[]>
    readonly kept: ReadonlyMap<string, unknown>
  },
): NonNullable<History["latest"]> {
  const { state, planned, scenarios, kept, now } = of
  const latest = new Map(Object.entries(before))
  if (planned === undefined) return Object.fromEntries(latest)
  const tell = (id: string, [at, verdict, reason]: readonly [number, Verdict, string | null]) => {
    if (scenarios.get(id)?.at(-1)?.[1] === verdict) latest.delete(id)
    else latest.set(id, [new Date(at).toISOString(), verdict, reason])
  }
  for (const { id, reason } of planned.skipped) tell(id, [now, "skipped", reason])
  for (const id of Object.keys(planned.scenarios)) {
    const scenario = state.scenarios.get(id)
    if (scenario !== undefined && !kept.has(id)) continue
    const at = scenario && state.shards.get(scenario.shard)?.started?.at
    const ending = scenario?.ending ?? null
    const reason = ending?.verdict === "skipped" ? ending.reason : null
    tell(id, [at ?? now, ending?.verdict ?? "lost", reason])
  }
  return Object.fromEntries(latest)
}
