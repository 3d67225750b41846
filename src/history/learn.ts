/**
 * What a run observed, added to the history. Learning the same run again replaces what was learned
 * of it before, so a re-run counts once.
 */
import { rounded } from "../core/rounded.ts"
import type { AttemptState, RunState, ShardState } from "../events/state.ts"
import {
  type History,
  type HistoryJob,
  type HistoryRun,
  MAX_RUNS,
  MAX_SECONDS,
} from "../formats/history.ts"
import { type Crowd, crowdOf } from "./crowd.ts"
import { prune } from "./prune.ts"

/** A run to learn from. */
export interface Observed {
  readonly state: RunState
  /** Runner class of each shard by its number. */
  readonly runners: ReadonlyMap<number, string>
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The history with this run in it, within all its bounds. */
export function learn(history: History, observed: Observed): History {
  const { state, runners, now } = observed
  const again = new Set([...state.shards.values()].flatMap(({ started }) => started?.runId ?? []))
  const jobs: HistoryJob[] = [...history.jobs]
  const shards = new Map<number, ShardFacts>()
  for (const [shard, attempts] of attemptsByShard(state)) {
    const facts = state.shards.get(shard)
    const job = toJob(facts, { shard, runner: runners.get(shard) ?? "default", attempts })
    if (job === null) continue
    shards.set(shard, { job: jobs.length, crowd: crowdOf(attempts.map(stretchOf), job.cores) })
    jobs.push(job)
  }
  const scenarios = new Map<string, readonly HistoryRun[]>()
  for (const [id, runs] of Object.entries(history.scenarios)) {
    scenarios.set(
      id,
      again.size === 0 ? runs : runs.filter(([job]) => !again.has(history.jobs[job]?.run ?? "")),
    )
  }
  for (const [id, { shard, attempts, ending }] of state.scenarios) {
    const facts = shards.get(shard)
    const verdict = ending?.verdict
    if (facts === undefined) continue
    if (verdict !== "passed" && verdict !== "failed" && verdict !== "flaky") continue
    const run = toRun({ verdict, attempts, ...facts })
    if (run !== null) scenarios.set(id, [...(scenarios.get(id) ?? []), run].slice(-MAX_RUNS))
  }
  return prune({ ...history, jobs, scenarios: toRecord(scenarios) }, { now })
}

interface ShardFacts {
  readonly job: number
  readonly crowd: Crowd
}

function attemptsByShard(state: RunState): Map<number, AttemptState[]> {
  const byShard = new Map<number, AttemptState[]>()
  for (const { shard, attempts } of state.scenarios.values()) {
    const list = byShard.get(shard)
    if (list === undefined) byShard.set(shard, [...attempts])
    else list.push(...attempts)
  }
  return byShard
}

function stretchOf({ startedAt, durationMs }: AttemptState) {
  return { from: startedAt, to: startedAt + durationMs }
}

function toJob(
  shardState: ShardState | undefined,
  of: {
    readonly shard: number
    readonly runner: string
    readonly attempts: readonly AttemptState[]
  },
): HistoryJob | null {
  const started = shardState?.started
  if (started === undefined || started === null || of.attempts.length === 0) return null
  const since = of.attempts.map(({ startedAt }) => startedAt).filter((at) => at >= started.at)
  const first = since.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  return {
    at: new Date(started.at).toISOString(),
    run: started.runId,
    attempt: started.attempt,
    shard: of.shard,
    runner: of.runner,
    cores: started.runner.cores,
    memoryBytes: started.runner.memoryBytes,
    workers: started.workers,
    startSeconds: Number.isFinite(first) ? rounded((first - started.at) / 1_000) : null,
  }
}

function toRun(of: {
  readonly verdict: "passed" | "failed" | "flaky"
  readonly attempts: readonly AttemptState[]
  readonly job: number
  readonly crowd: Crowd
}): HistoryRun | null {
  const { verdict, attempts, job, crowd } = of
  const ms = attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)
  if (attempts.length === 0 || !(ms >= 0 && ms <= MAX_SECONDS * 1_000)) return null
  const within = crowd(attempts.map(stretchOf))
  const peaks = attempts.flatMap(({ peakMemoryBytes: peak }) => (peak === null ? [] : [peak]))
  return [
    job,
    verdict,
    rounded(ms / 1_000),
    Math.min(1024, rounded(within.concurrency)),
    Math.max(0.001, rounded(within.share)),
    peaks.length === 0 ? null : Math.max(...peaks),
  ]
}

function toRecord(scenarios: ReadonlyMap<string, readonly HistoryRun[]>): History["scenarios"] {
  return Object.fromEntries([...scenarios].map(([id, runs]) => [id, [...runs]]))
}
