/**
 * The state of a run from its `results.json` alone, where its journals are gone, as in the artifact of a
 * report. The attempts and endings of scenarios are whole but for the ends of their logs; of shards only what
 * results say is known.
 */
import { defined } from "../core/defined.ts"
import { messagePattern } from "../core/text/message-pattern.ts"
import type { CancelReason, SkipReason } from "../core/verdict.ts"
import type { Results, ScenarioResult } from "../formats/results.ts"
import { EMPTY_SERIES } from "../statistics/series.ts"
import { EVENT_FORMAT_VERSION, type EventOf } from "./event.ts"
import type {
  AttemptState,
  Ending,
  FirstFailure,
  RunState,
  ScenarioState,
  ShardState,
} from "./state.ts"

/** Everything that can be known. */
export function stateOfResults(results: Results): RunState {
  const shards = results.shards.flatMap((shard): [number, ShardState][] =>
    shard.status === "missing" ? [] : [[shard.shard, toShard(shard, results)]],
  )
  const known = new Map(shards)
  const scenarios = results.scenarios.flatMap((scenario): [string, ScenarioState][] => {
    const { shard } = scenario
    // The plan tells of the others.
    if (shard === null || !known.has(shard)) return []
    return [[scenario.id, toScenario(scenario, shard)]]
  })
  const ended = scenarios.filter(([, { ending }]) => ending !== null).length
  return { shards: known, scenarios: new Map(scenarios), ended }
}

function toScenario(scenario: ScenarioResult, shard: number): ScenarioState {
  const attempts = scenario.attempts.map(
    ({ startedAt, durationSeconds, cpuSeconds, ...attempt }): AttemptState => ({
      ...defined(attempt),
      worker: scenario.worker ?? 1,
      startedAt: Date.parse(startedAt),
      durationMs: durationSeconds * 1_000,
      cpuMs: cpuSeconds === null ? null : cpuSeconds * 1_000,
      tail: null,
    }),
  )
  const runAttempt = attempts.at(-1)?.runAttempt ?? 1
  const iterations = iterationsOf(scenario)
  return { shard, attempts, running: null, ending: endingOf(scenario), runAttempt, ...iterations }
}

/** Without their times: results have only some figures of them. */
function iterationsOf(scenario: ScenarioResult): Pick<ScenarioState, "iterations"> {
  const { iterations, attempts, cause } = scenario
  if (iterations === undefined) return {}
  const { runs, passed, failed, flaky, cancelled, firstFailure, messages } = iterations
  const numbers = attempts.map(({ iteration = 0 }) => iteration)
  const of = (outcome: "passed" | "failed") =>
    attempts.flatMap((one) => (one.outcome === outcome ? (one.iteration ?? []) : []))
  return {
    iterations: {
      ...{ passed, failed, flaky, cancelled, attempts: scenario.runs, failures: scenario.failures },
      attemptsMs: scenario.durationSeconds * 1_000,
      highest: Math.max(runs, ...numbers),
      highestAttempt: Math.max(scenario.runs, ...attempts.map(({ number }) => number)),
      gaps: [],
      latest: Math.max(0, ...of("passed")),
      cause,
      firstFailure: firstFailure && firstFailureOf(firstFailure),
      groups: new Map(messages.map((group) => [messagePattern(group.message), group])),
      kept: [...new Set(of("failed"))],
      durations: EMPTY_SERIES,
    },
  }
}

function firstFailureOf({
  seed: _,
  endedAt,
  ...rest
}: NonNullable<NonNullable<ScenarioResult["iterations"]>["firstFailure"]>): FirstFailure {
  return { ...rest, at: Date.parse(endedAt) }
}

function endingOf(scenario: ScenarioResult): Ending | null {
  const { verdict, cause, reason, message, rate } = scenario
  switch (verdict) {
    case "passed":
      return defined({ verdict, cause: null, rate })
    case "failed":
    case "flaky":
      return defined({ verdict, cause, message: message ?? undefined, rate })
    case "skipped":
      return { verdict, reason: reason as SkipReason, message: message ?? "" }
    case "cancelled":
      return { verdict, reason: reason as CancelReason, message: message ?? "" }
    case "lost":
      return null
  }
}

function toShard(shard: Results["shards"][number], results: Results): ShardState {
  const { run } = results
  const at = Date.parse(run.startedAt ?? "1970-01-01T00:00:00.000Z")
  const workers = results.workers.filter((worker) => worker.shard === shard.shard)
  const envelope = { v: EVENT_FORMAT_VERSION, seq: 1, shard: shard.shard } as const
  const started: EventOf<"run-started"> = {
    ...{ ...envelope, at, type: "run-started" },
    ...{ runId: run.id, attempt: shard.attempt ?? 1, suite: run.suite, command: run.command },
    ...{ planDigest: run.planDigest, shards: results.shards.length, seed: run.seed },
    ...{ workers: Math.max(1, workers.length), version: "unknown" },
    runner: { name: shard.runner, os: "unknown", arch: "unknown", cores: 1, memoryBytes: 0 },
    ...{ commit: run.commit, ref: run.ref },
  }
  const isComplete = shard.status === "complete"
  const verdicts = results.scenarios.filter(
    (one) => one.shard === shard.shard && one.verdict !== "lost",
  ).length
  return {
    started,
    firstAt: at,
    lastAt: at + shard.durationSeconds * 1_000,
    finished: isComplete,
    ...{ verdicts, declaredVerdicts: isComplete ? verdicts : null, cancelling: null },
    workers: workers.map(
      ({ worker, scenarios, busySeconds, idleSeconds, endedBecause, endedAt }) => ({
        ...envelope,
        at: endedAt === undefined ? at : Date.parse(endedAt),
        ...{ type: "worker-finished", worker, scenarios, starvedMs: 0 },
        ...{ busyMs: busySeconds * 1_000, idleMs: idleSeconds * 1_000 },
        endedBecause: endedBecause as EventOf<"worker-finished">["endedBecause"],
      }),
    ),
    ...{ notes: [], capabilities: [], hooks: [], fixtures: new Map() },
  }
}
