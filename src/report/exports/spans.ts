/**
 * A run as a trace: its shards, their scenarios with their attempts, and instances of fixtures. What never ran has
 * no span. Names are those of the semantic conventions for CI/CD and for tests where they have one
 * (https://opentelemetry.io/docs/specs/semconv/cicd/cicd-spans/ and …/registry/attributes/test/).
 */
import { defined } from "../../core/defined.ts"
import { type Conclusion, isInForce, type Verdict } from "../../core/verdict.ts"
import { latestAttempt } from "../../events/carry-over.ts"
import type { InstanceLife } from "../../events/instance-lives.ts"
import {
  type AttemptState,
  attemptsOf,
  type RunState,
  type ScenarioState,
  type ShardState,
} from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results } from "../../formats/results.ts"
import type { Span, SpanAttributes } from "../../formats/span.ts"
import type { SpanIds } from "./span-ids.ts"

/** `cicd.pipeline.result` and `test.suite.run.status` of a run. */
const RUN_RESULT: Readonly<Record<Conclusion, readonly [pipeline: string, suite: string]>> = {
  success: ["success", "success"],
  failure: ["failure", "failure"],
  incomplete: ["error", "aborted"],
  empty: ["skip", "skipped"],
  cancelled: ["cancellation", "aborted"],
}

/** What holds for all spans of a run. */
export function resourceOf({
  suite,
  runId,
  commit,
  ref,
}: {
  readonly suite: string
  readonly runId: string
  readonly commit: string | null
  readonly ref: string | null
}): SpanAttributes {
  return defined({
    "cicd.pipeline.name": suite,
    "cicd.pipeline.run.id": runId,
    "vcs.ref.head.revision": commit ?? undefined,
    "vcs.ref.head.name": ref?.replace(/^refs\/(?:heads|tags)\//u, ""),
  })
}

/** The span of a whole run: of its latest attempt, where it has several. Null where nothing began. */
export function runSpan(results: Results, state: RunState, ids: SpanIds): Span | null {
  const { suite } = results.run
  const { conclusion, exitCode, total, passed, failed, flaky, skipped } = results.summary
  const latest = latestAttempt(state)
  const times = [...state.shards.values()].flatMap(({ started, lastAt }) =>
    started === null || started.attempt !== latest ? [] : [[started.at, lastAt ?? started.at]],
  )
  if (times.length === 0) return null
  const [result, status] = RUN_RESULT[conclusion]
  const failing = conclusion !== "success" && conclusion !== "empty"
  return {
    ...{ id: ids.run, parent: ids.parent, name: `RUN ${suite}`, kind: "server" },
    startAt: times.reduce((first, [start = first]) => Math.min(first, start), Infinity),
    endAt: times.reduce((last, [, end = last]) => Math.max(last, end), 0),
    attributes: defined({
      "cicd.pipeline.action.name": "RUN",
      "cicd.pipeline.result": result,
      "test.suite.name": suite,
      "test.suite.run.status": status,
      "error.type": failing ? conclusion : undefined,
      "parallel_smoke.exit_code": exitCode,
      "parallel_smoke.attempt": latest,
      ...Object.fromEntries(
        Object.entries({ total, passed, failed, flaky, skipped }).map(([name, count]) => [
          `parallel_smoke.${name}`,
          count,
        ]),
      ),
    }),
    error: failing ? conclusion : null,
  }
}

/** What the spans of a shard are made from. */
export interface ShardSpansInput {
  readonly plan: Pick<Plan, "suite" | "scenarios" | "shards">
  readonly state: RunState
  readonly shard: number
  readonly ids: SpanIds
  readonly instances: readonly InstanceLife[]
  /** The page of the job that runs it. */
  readonly url?: string
}

/** The spans of a shard in the latest attempt of its run, its own first; none where it did not begin in it. */
export function shardSpans(input: ShardSpansInput): readonly Span[] {
  const { state, shard, ids, instances } = input
  const own = state.shards.get(shard)
  const started = own?.started
  if (own === undefined || !started) return []
  const latest = latestAttempt(state)
  if (started.attempt !== latest) return []
  const endAt = own.lastAt ?? started.at
  const scenarios = [...state.scenarios].flatMap(([id, scenario]) =>
    scenario.shard === shard
      ? scenarioSpans({
          ...input,
          id,
          scenario: own.finished ? scenario : cutAt(endAt, scenario),
          latest,
        })
      : [],
  )
  const lives = instances.map((life) => instanceSpan(life, { shard, endAt, ids }))
  return [shardSpan(input, { own, started, endAt }), ...scenarios, ...lives]
}

function shardSpan(
  { plan, state, shard, ids, url }: ShardSpansInput,
  of: {
    readonly own: ShardState
    readonly started: NonNullable<ShardState["started"]>
    readonly endAt: number
  },
): Span {
  const { own, started, endAt } = of
  const failed = [...state.scenarios].some(([id, { ending, shard: home }]) => {
    if (home !== shard || ending?.verdict !== "failed") return false
    const { quarantine } = plan.scenarios[id]?.definition ?? {}
    return quarantine === undefined || !isInForce(quarantine.until, started.at)
  })
  const result = !own.finished
    ? "error"
    : own.cancelling?.reason === "interrupted"
      ? "cancellation"
      : failed
        ? "failure"
        : "success"
  const { attempt, shards, workers, runner, job } = started
  return {
    ...{ id: ids.shard(shard), parent: ids.run, kind: "internal", startAt: started.at, endAt },
    name: `shard ${shard} of ${shards}`,
    attributes: defined({
      "cicd.pipeline.task.name": `shard ${shard}`,
      "cicd.pipeline.task.type": "test",
      "cicd.pipeline.task.run.id": job ?? `${started.runId}.${attempt}.${shard}`,
      "cicd.pipeline.task.run.result": result,
      "cicd.pipeline.task.run.url.full": url,
      "cicd.worker.name": runner.name,
      "error.type": result === "failure" || result === "error" ? result : undefined,
      "parallel_smoke.shard": shard,
      "parallel_smoke.workers": workers,
    }),
    error: result === "failure" || result === "error" ? result : null,
  }
}

/** What ran when the engine was gone, for all that is known of it. */
function cutAt(lastAt: number, scenario: ScenarioState): ScenarioState {
  const { running, beside = [], lost = [] } = scenario
  const cut = [...(running === null ? [] : [running]), ...beside].map((one) => ({ ...one, lastAt }))
  return { ...scenario, lost: [...lost, ...cut] }
}

/** A scenario from its first start to its last end, then its attempts. Of a soak those that the fold keeps. */
function scenarioSpans(
  input: ShardSpansInput & {
    readonly id: string
    readonly scenario: ScenarioState
    readonly latest: number
  },
): Span[] {
  const { plan, ids, shard, id, scenario, latest } = input
  const made = attemptsOf(scenario).filter(({ runAttempt = 1 }) => runAttempt === latest)
  if (made.length === 0) return []
  const { definition } = plan.scenarios[id] ?? {}
  const { ending } = scenario
  const verdict: Verdict = ending?.verdict ?? "lost"
  const cause = ending !== null && "cause" in ending ? ending.cause : null
  const failing = verdict === "failed" || verdict === "lost"
  const span: Span = {
    ...{ id: ids.scenario(id), parent: ids.shard(shard), kind: "internal", name: id },
    startAt: made.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity),
    endAt: made.reduce((last, one) => Math.max(last, one.startedAt + one.durationMs), 0),
    attributes: defined({
      "test.suite.name": plan.suite,
      "test.case.name": id,
      "test.case.result.status": statusOf(verdict),
      "code.file.path": definition?.file,
      "code.line.number": definition?.line,
      "error.type": failing ? (cause ?? verdict) : undefined,
      "parallel_smoke.verdict": verdict,
      "parallel_smoke.name": definition?.name,
      "parallel_smoke.tags": definition?.tags,
      "parallel_smoke.attempts": made.length,
    }),
    error: failing ? (made.at(-1)?.message ?? "") : null,
  }
  return [span, ...made.map((attempt) => attemptSpan(attempt, { id, ids }))]
}

function attemptSpan(
  attempt: AttemptState,
  { id, ids }: { readonly id: string; readonly ids: SpanIds },
): Span {
  const { number, worker, startedAt, durationMs, outcome, cause, iteration } = attempt
  const { exitCode, signal, message, log, cpuMs, peakMemoryBytes } = attempt
  return {
    ...{ id: ids.attempt(id, number), parent: ids.scenario(id), kind: "internal" },
    ...{ name: `attempt ${number}`, startAt: startedAt, endAt: startedAt + durationMs },
    attributes: defined({
      "test.case.name": id,
      "test.case.result.status": statusOf(outcome),
      "process.exit.code": exitCode ?? undefined,
      "error.type": outcome === "failed" ? (cause ?? outcome) : undefined,
      "parallel_smoke.attempt": number,
      "parallel_smoke.iteration": iteration,
      "parallel_smoke.worker": worker,
      "parallel_smoke.signal": signal ?? undefined,
      "parallel_smoke.log": log,
      "parallel_smoke.cpu_ms": cpuMs ?? undefined,
      "parallel_smoke.peak_memory_bytes": peakMemoryBytes ?? undefined,
    }),
    error: outcome === "failed" ? (message ?? "") : null,
  }
}

/** The conventions name `pass` and `fail` only. */
function statusOf(end: Verdict | AttemptState["outcome"]): string {
  if (end === "passed" || end === "flaky") return "pass"
  return end === "failed" ? "fail" : end
}

/** An instance from the start of its start to its end. */
function instanceSpan(
  life: InstanceLife,
  of: { readonly shard: number; readonly endAt: number; readonly ids: SpanIds },
): Span {
  const { fixture, key, instance, outcome, startAt, readyAt } = life
  const { shard, ids } = of
  const failed = outcome === "failed"
  return {
    ...{ id: ids.instance(shard, `${fixture} ${instance}`), parent: ids.shard(shard) },
    ...{ kind: "internal", name: `fixture ${fixture}`, startAt, endAt: life.endAt ?? of.endAt },
    attributes: defined({
      "error.type": failed ? "fixture" : undefined,
      "parallel_smoke.fixture": fixture,
      "parallel_smoke.fixture.instance": instance,
      "parallel_smoke.fixture.key": key,
      "parallel_smoke.fixture.start": outcome,
      "parallel_smoke.fixture.start_ms": readyAt - startAt,
    }),
    // Why is in its log: the journal alone is without what was asked to be masked later.
    error: failed ? "" : null,
  }
}
