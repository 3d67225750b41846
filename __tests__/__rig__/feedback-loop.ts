/**
 * A suite that is planned, run and learned from many times over on simulated machines, where
 * scenarios slow each other down. The machines know nothing of the model that corrects for it: cores
 * are handed out in turn by time, and each scenario computes for its own part of the time.
 */
import { seededRandom } from "../../src/core/quantities/random.ts"
import type { AttemptState, RunState, ScenarioState, ShardState } from "../../src/events/state.ts"
import type { History } from "../../src/formats/history.ts"
import { learn } from "../../src/history/learn.ts"
import { knownTimesOf } from "../../src/history/learned-times.ts"
import { emptyHistory } from "../../src/history/read-history.ts"
import type { KnownTime, KnownTimes } from "../../src/plan/estimate/estimate.ts"
import { makePlan } from "../../src/plan/make-plan.ts"
import { planOptions } from "../plan/plan-rig.ts"

/** What is simulated. */
export interface Loop {
  readonly scenarios: number
  readonly shards: number
  readonly workers: number
  readonly cores: number
  readonly runs: number
  readonly seed: number
  /** Deviation of the logarithm of durations between scenarios. */
  readonly tail: number
  /** Deviation of the logarithm between runs of one scenario. */
  readonly noise: number
  /** Deviation of the logarithm of the speed of machines. */
  readonly machines: number
  /** Deviation of the logarithm of the speed of whole runs (a slow hour). */
  readonly hours: number
  /** Least part of its time that a scenario computes; the rest it waits. */
  readonly leastCpu: number
  /** Part of the scenarios that every second run selects, as a pull request may. */
  readonly selected: number
}

/** How a run's durations become what the next plan knows. */
export type Learning = "nothing" | "last" | "naive-p90" | "history" | "truth"

/** Longest shard over the mean shard, run by run. */
export function spreads(loop: Loop, learning: Learning): number[] {
  const random = seededRandom(loop.seed)
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return radius * Math.cos(2 * Math.PI * random())
  }
  const own = Array.from({ length: loop.scenarios }, (_, i) => ({
    id: `s${i}`,
    ms: 4_000 * Math.exp(loop.tail * normal()),
    cpu: loop.leastCpu + (1 - loop.leastCpu) * random(),
  }))
  const byId = new Map(own.map((one) => [one.id, one]))
  let history: History = emptyHistory("suite")
  const raw = new Map<string, number[]>()
  const result: number[] = []
  const now = Date.UTC(2026, 0, 1)
  for (let run = 0; run < loop.runs; run++) {
    const known = knownFrom(learning, { history, raw, own })
    const plan = makePlan({
      ...planOptions(own.map(({ id }) => ({ id }))),
      shards: loop.shards,
      workers: loop.workers,
      assumedWorkers: loop.cores,
      known,
    })
    const at = now + run * 3_600_000
    const hour = Math.exp(loop.hours * normal())
    const times: number[] = []
    const scenarios = new Map<string, ScenarioState>()
    const shards = new Map<number, ShardState>()
    for (const { shard, scenarios: ids } of plan.shards) {
      const speed = hour * Math.exp(loop.machines * normal())
      const taken = ids.filter(() => run % 2 === 0 || random() < loop.selected)
      const jobs = taken.map((id) => {
        const { ms = 0, cpu = 1 } = byId.get(id) ?? {}
        return { id, cpu, work: (ms / speed) * Math.exp(loop.noise * normal()) }
      })
      const { ended } = runMachine(jobs, loop)
      const ordinary = ids.map((id) => {
        const { ms = 0, cpu = 1 } = byId.get(id) ?? {}
        return { id, cpu, work: ms }
      })
      times.push(runMachine(ordinary, loop).makespan)
      shards.set(shard, shardState({ shard, at, run, loop }))
      for (const [id, { from, to }] of ended) {
        raw.set(id, [...(raw.get(id) ?? []), to - from])
        const attempts = [attempt(at + from, to - from)]
        const ending = { verdict: "passed", cause: null } as const
        scenarios.set(id, { shard, attempts, running: null, ending, runAttempt: 1 })
      }
    }
    const state: RunState = { shards, scenarios, ended: scenarios.size }
    history = learn(history, { state, runners: new Map(), now: at })
    result.push(Math.max(...times) / (times.reduce((sum, time) => sum + time, 0) / times.length))
  }
  return result
}

interface Work {
  readonly id: string
  /** Part of its own time that it computes. */
  readonly cpu: number
  /** Own time alone. */
  readonly work: number
}

/** List scheduling over the workers; the cores are shared evenly by all that compute. */
function runMachine(jobs: readonly Work[], { workers, cores }: Loop) {
  const ended = new Map<string, { readonly from: number; readonly to: number }>()
  const queue = [...jobs]
  const running: { job: Work; left: number; from: number }[] = []
  let now = 0
  while (queue.length > 0 || running.length > 0) {
    while (running.length < workers) {
      const job = queue.shift()
      if (job === undefined) break
      running.push({ job, left: job.work, from: now })
    }
    const asked = running.reduce((sum, { job }) => sum + job.cpu, 0)
    const stretch = Math.max(1, asked / cores)
    const rateOf = ({ cpu }: Work) => 1 / (1 - cpu + cpu * stretch)
    const step = Math.min(...running.map(({ job, left }) => left / rateOf(job)))
    now += step
    for (const one of [...running]) {
      one.left -= step * rateOf(one.job)
      if (one.left > 1e-6) continue
      ended.set(one.job.id, { from: one.from, to: now })
      running.splice(running.indexOf(one), 1)
    }
  }
  return { ended, makespan: now }
}

function knownFrom(
  learning: Learning,
  from: {
    readonly history: History
    readonly raw: ReadonlyMap<string, readonly number[]>
    readonly own: readonly { readonly id: string; readonly ms: number }[]
  },
): KnownTimes {
  const known = (ms: number): KnownTime => ({
    ms,
    meanMs: ms,
    spreadMs: 0,
    runs: 1,
    lastVerdict: "passed",
    peakMemoryBytes: null,
  })
  switch (learning) {
    case "nothing":
      return new Map()
    case "history":
      return knownTimesOf(from.history)
    case "truth":
      return new Map(from.own.map(({ id, ms }) => [id, known(ms)]))
    case "last":
      return new Map([...from.raw].map(([id, all]) => [id, known(all.at(-1) ?? 0)]))
    case "naive-p90":
      return new Map(
        [...from.raw].map(([id, all]) => {
          const sorted = [...all].sort((a, b) => a - b)
          return [id, known(sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0)]
        }),
      )
  }
}

function attempt(startedAt: number, durationMs: number): AttemptState {
  return {
    number: 1,
    worker: 1,
    outcome: "passed",
    cause: null,
    exitCode: 0,
    signal: null,
    startedAt,
    durationMs,
    cpuMs: null,
    peakMemoryBytes: null,
    log: "",
    message: null,
    tail: null,
  }
}

function shardState(of: {
  readonly shard: number
  readonly at: number
  readonly run: number
  readonly loop: Loop
}): ShardState {
  const { shard, at, run, loop } = of
  return {
    started: {
      v: 1,
      seq: 1,
      at,
      shard,
      type: "run-started",
      runId: `run-${run}`,
      attempt: 1,
      suite: "suite",
      command: "run",
      planDigest: "",
      shards: loop.shards,
      workers: loop.workers,
      seed: 1,
      version: "0.0.0",
      runner: { name: "", os: "linux", arch: "x64", cores: loop.cores, memoryBytes: 0 },
      commit: null,
      ref: null,
    },
    firstAt: at,
    lastAt: at,
    finished: true,
    verdicts: 0,
    declaredVerdicts: 0,
    cancelling: null,
    workers: [],
    notes: [],
    hooks: [],
    capabilities: [],
    fixtures: new Map(),
  }
}
