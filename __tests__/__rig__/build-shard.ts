/**
 * Small event streams: a test says only what happens.
 * Time starts at `START` and moves only where a builder is told how long something took.
 */
import type { CancelReason, Cause, SkipReason } from "../../src/core/verdict.ts"
import { EVENT_FORMAT_VERSION, type EventBody, type RunEvent } from "../../src/events/event.ts"
import type { Plan } from "../../src/formats/plan.ts"

/** 2026-03-01T10:00:00.000Z. */
export const START = 1_772_359_200_000

export interface AttemptSketch {
  readonly artifacts?: readonly string[]
  readonly cause?: Cause
  /** Ended from outside: put back, or cut. */
  readonly cancelled?: boolean
  readonly exitCode?: number | null
  readonly signal?: string | null
  readonly ms?: number
  readonly message?: string
  readonly tail?: string
  /** That of the scenario where nothing is said. */
  readonly log?: string
  readonly worker?: number
  readonly leaked?: true
}

/** Writes the events of one shard. */
export interface ShardScript {
  readonly events: readonly RunEvent[]
  /** Moves the clock. */
  wait(ms: number): ShardScript
  emit(body: EventBody): ShardScript
  start(options?: { readonly attempt?: number; readonly digest?: string }): ShardScript
  /** An attempt that starts and is not heard of again. */
  running(id: string, number?: number): ShardScript
  /** One attempt: passed without a cause, else failed. */
  attempt(id: string, sketch?: AttemptSketch): ShardScript
  passed(id: string, sketch?: AttemptSketch): ShardScript
  failed(id: string, ...attempts: readonly AttemptSketch[]): ShardScript
  /** The given failed attempts, then one that passes. */
  flaky(id: string, ...attempts: readonly AttemptSketch[]): ShardScript
  skipped(id: string, message: string, reason?: SkipReason): ShardScript
  cancelled(id: string, reason?: CancelReason, message?: string): ShardScript
  cancelling(reason?: CancelReason, signal?: string | null): ShardScript
  /** One worker with these times, then the last line. */
  finish(times?: {
    readonly busyMs?: number
    readonly idle?: Readonly<Record<string, number>>
    readonly starvedMs?: number
    readonly verdicts?: number
  }): ShardScript
}

/** The stream of one shard of a plan. */
export function buildShard(plan: Plan, shard = 1): ShardScript {
  const events: RunEvent[] = []
  const attempts = new Map<string, number>()
  let at = START + shard * 10
  let verdicts = 0
  const emit = (body: EventBody): ShardScript => {
    events.push({ v: EVENT_FORMAT_VERSION, seq: events.length + 1, at, shard, ...body } as RunEvent)
    return script
  }
  const begin = (
    id: string,
    worker: number,
    given: { readonly number?: number | undefined; readonly log?: string | undefined } = {},
  ): number => {
    const number = given.number ?? (attempts.get(id) ?? 0) + 1
    attempts.set(id, number)
    const slug = plan.scenarios[id]?.definition.slug ?? "unknown"
    const log = given.log ?? `logs/${slug}.${number}.log`
    emit({ type: "attempt-started", id, number, worker, log })
    return number
  }
  const attempt = (id: string, sketch: AttemptSketch = {}): ShardScript => {
    const worker = sketch.worker ?? 1
    const number = begin(id, worker, { log: sketch.log })
    const ms = sketch.ms ?? 1_000
    at += ms
    const failed = sketch.cause !== undefined
    return emit({
      type: "attempt-finished",
      id,
      number,
      worker,
      outcome: sketch.cancelled === true ? "cancelled" : failed ? "failed" : "passed",
      cause: sketch.cause ?? null,
      exitCode: sketch.exitCode === undefined ? (failed ? 1 : 0) : sketch.exitCode,
      signal: sketch.signal ?? null,
      durationMs: ms,
      cpuMs: ms / 2,
      peakMemoryBytes: 4_194_304,
      outputBytes: 100,
      ...(sketch.artifacts === undefined ? {} : { artifacts: [...sketch.artifacts] }),
      ...(sketch.leaked === undefined ? {} : { leaked: sketch.leaked }),
      message: sketch.message ?? null,
      tail: sketch.tail ?? null,
    })
  }
  const retried = (id: string, sketches: readonly AttemptSketch[]): void => {
    sketches.forEach((sketch, index) => {
      if (index > 0) {
        emit({ type: "retry-scheduled", id, number: (attempts.get(id) ?? 0) + 1, delayMs: 500 })
        at += 500
      }
      attempt(id, sketch)
    })
  }
  const script: ShardScript = {
    events,
    wait: (ms) => {
      at += ms
      return script
    },
    emit,
    start: (options = {}) => {
      verdicts = 0
      return emit({
        type: "run-started",
        runId: "run-1",
        attempt: options.attempt ?? 1,
        suite: plan.suite,
        command: "run",
        planDigest: options.digest ?? plan.digest,
        shards: plan.shards.length,
        workers: 2,
        seed: plan.seed,
        version: "0.1.0",
        runner: { name: "box", os: "linux", arch: "x64", cores: 2, memoryBytes: 8_000_000_000 },
        commit: "0a1b2c3d",
        ref: "refs/heads/main",
      })
    },
    running: (id, number) => {
      begin(id, 1, { number })
      return script
    },
    attempt,
    passed: (id, sketch = {}) => {
      attempt(id, sketch)
      verdicts += 1
      return emit({ type: "scenario-finished", id, verdict: "passed", cause: null })
    },
    failed: (id, ...sketches) => {
      const given = sketches.length === 0 ? [{}] : sketches
      const all = given.map((sketch) => ({ cause: "exit-code" as const, ...sketch }))
      retried(id, all)
      verdicts += 1
      const cause = all.at(-1)?.cause ?? "exit-code"
      return emit({ type: "scenario-finished", id, verdict: "failed", cause })
    },
    flaky: (id, ...sketches) => {
      const given = sketches.length === 0 ? [{}] : sketches
      const all = given.map((sketch) => ({ cause: "exit-code" as const, ...sketch }))
      retried(id, [...all, {}])
      verdicts += 1
      const cause = all.at(-1)?.cause ?? "exit-code"
      return emit({ type: "scenario-finished", id, verdict: "flaky", cause })
    },
    skipped: (id, message, reason = "condition") => {
      verdicts += 1
      return emit({ type: "scenario-skipped", id, reason, message })
    },
    cancelled: (id, reason = "interrupted", message = "the run was interrupted") => {
      verdicts += 1
      return emit({ type: "scenario-cancelled", id, reason, message })
    },
    cancelling: (reason = "interrupted", signal = "SIGINT") =>
      emit({ type: "run-cancelling", reason, signal }),
    finish: (times = {}) => {
      emit({
        type: "worker-finished",
        worker: 1,
        scenarios: verdicts,
        busyMs: times.busyMs ?? 1_000,
        idleMs: times.starvedMs ?? 0,
        starvedMs: times.starvedMs ?? 0,
        ...(times.idle === undefined ? {} : { idle: times.idle }),
        endedBecause: "queue-empty",
      })
      return emit({ type: "run-finished", verdicts: times.verdicts ?? verdicts })
    },
  }
  return script
}
