/**
 * One entry of the results for each planned scenario, even if parts of the run are missing. An
 * attempt that was running when its journal stopped never becomes a result.
 */

import type { Base } from "../../core/base.ts"
import { toSeconds } from "../../core/quantities/duration.ts"
import { isInForce, isOwnFailure, type LostReason } from "../../core/verdict.ts"
import {
  type AttemptState,
  attemptsOf,
  type RunState,
  type ScenarioState,
} from "../../events/state.ts"
import { earlierTally } from "../../formats/iterations.ts"
import { type Definition, type Plan, type PlannedSkip, slowFromMs } from "../../formats/plan.ts"
import type { AttemptResult, ScenarioResult } from "../../formats/results.ts"
import { instantWriter } from "../lines/instant.ts"
import { countOf } from "../lines/neutralise.ts"
import { slowMs } from "../text/slow-text.ts"
import { markOf } from "./against-base.ts"
import { toIterations } from "./iteration-results.ts"
import { type Homes, shardCount } from "./problems.ts"
import { inRepository, renderReproduce } from "./reproduce.ts"

/** Planned scenarios in the order of the plan, then those that the plan skips; each exactly once. */
export function* scenarioResults(input: {
  readonly plan: Plan
  readonly state: RunState
  readonly homes: Homes
  readonly base?: Base | null
}): Generator<ScenarioResult> {
  const { plan, state, homes, base = null } = input
  const run = { plan, state, base, shards: shardCount(plan), toInstant: instantWriter() }
  for (const [id, { planned, shard, known: scenario }] of homes) {
    const { definition } = planned
    const slowMs = definition.slow === undefined ? null : slowFromMs(planned)
    yield toPlanned({ id, definition, slowMs, shard, scenario, run })
  }
  const seen = new Set<string>()
  for (const skip of plan.skipped) {
    if (!Object.hasOwn(plan.scenarios, skip.id) && !seen.has(skip.id)) yield toSkipped(skip, plan)
    seen.add(skip.id)
  }
}

/** False where a scenario just passed: only views that have an entry for each say anything of it. */
export function isListed(result: ScenarioResult, known: ScenarioState | undefined): boolean {
  const { verdict, quarantined, leaked = false, slow, attempts, iterations } = result
  if (iterations !== undefined) return true
  if (verdict !== "passed" || quarantined || leaked || slow !== undefined) return true
  const isNotable = attempts.some(
    ({ outcome, problems, tests }) =>
      outcome !== "passed" || problems !== undefined || (tests?.failed ?? 0) > 0,
  )
  return isNotable || known?.attempts.some(({ summary }) => summary !== undefined) === true
}

interface Run {
  readonly plan: Plan
  readonly state: RunState
  readonly base: Base | null
  /** How many shards the plan has. */
  readonly shards: number
  readonly toInstant: (ms: number) => string
}

interface Known {
  readonly id: string
  readonly definition: Definition
  /** From when on an attempt of it is slow. */
  readonly slowMs: number | null
  readonly shard: number | null
  readonly scenario: ScenarioState | undefined
  readonly run: Run
}

function toPlanned(known: Known): ScenarioResult {
  const { id, definition, shard, scenario, run } = known
  const { plan, state } = run
  const told = shard === null ? undefined : (state.shards.get(shard)?.started ?? undefined)
  const made = attemptsOf(scenario)
  const attempts = toAttempts(made, run)
  const end = endOf(known)
  const { iterations } = scenario ?? {}
  const gone = iterations === undefined ? [] : (scenario?.lost ?? [])
  const durationMs =
    gone.reduce((sum, { at, lastAt }) => sum + Math.max(0, lastAt - at), 0) +
    (iterations?.attemptsMs ?? made.reduce((sum, { durationMs: ms }) => sum + ms, 0))
  const repeats = end.verdict !== "passed" && end.verdict !== "skipped"
  return {
    id,
    name: definition.name,
    verdict: end.verdict,
    cause: end.cause,
    reason: end.reason,
    message: end.message,
    file: inRepository(plan, definition.file),
    line: definition.line,
    tags: definition.tags,
    group: definition.groups,
    matrix: definition.matrix,
    shard,
    worker: made.at(-1)?.worker ?? null,
    startedAt: attempts[0]?.startedAt ?? null,
    durationSeconds: toSeconds(durationMs),
    runs: iterations === undefined ? attempts.length : iterations.attempts + gone.length,
    failures:
      iterations?.failures ?? attempts.filter((attempt) => attempt.outcome === "failed").length,
    iterations:
      iterations &&
      toIterations(iterations, {
        ...{ id, seed: plan.seed, earlier: earlierTally(plan.iterations?.campaign, id) },
      }),
    rate: end.rate,
    leaked: attempts.some(({ leaked }) => leaked === true) ? true : undefined,
    flaky: definition.flaky,
    onlyWithNeighbours: failsOnlyWithNeighbours(made, told?.workers ?? 1) ? true : undefined,
    slow: slowOf(made, known.slowMs),
    quarantined: isQuarantined(known),
    quarantine: definition.quarantine,
    reproduce: repeats
      ? renderReproduce(plan, id, { ...told, iteration: iterations?.firstFailure?.iteration })
      : null,
    attempts,
    base: markOf({ id, verdict: end.verdict }, run.base),
  }
}

/** The start time of the shard decides whether it is in force, never the time of reading. */
function isQuarantined({ definition, shard, run }: Known): boolean {
  const { quarantine } = definition
  if (quarantine === undefined) return false
  const at = shard === null ? undefined : run.state.shards.get(shard)?.started?.at
  return at !== undefined && isInForce(quarantine.until, at)
}

/** It failed by itself while others could run, and passed in the next attempt, alone. */
function failsOnlyWithNeighbours(made: readonly AttemptState[], workers: number): boolean {
  const last = made.at(-1)
  if (workers < 2 || last?.alone !== true || last.outcome !== "passed") return false
  const failures = made.filter(isOwnFailure)
  return failures.length > 0 && failures.every(({ alone }) => alone !== true)
}

/** A mark only: what was ended or cut is as slow as what passed. */
function slowOf(made: readonly AttemptState[], limitMs: number | null): ScenarioResult["slow"] {
  const ms = slowMs(made, limitMs)
  if (ms === null || limitMs === null) return undefined
  return { seconds: toSeconds(ms), limitSeconds: toSeconds(limitMs) }
}

type End = Pick<ScenarioResult, "verdict" | "cause" | "reason" | "message" | "rate">

/** `--undecided fail` fails what nothing else may have failed. */
const UNDECIDED = "too few iterations to decide about --fail-rate"

function endOf(known: Known): End {
  const { scenario } = known
  const ending = scenario?.ending ?? null
  if (ending === null) return lost(known)
  switch (ending.verdict) {
    case "passed":
      return { ...ending, reason: null, message: null }
    case "failed":
    case "flaky": {
      const isMeant =
        ending.verdict === "flaky"
          ? isOwnFailure
          : ({ outcome }: AttemptState) => outcome === "failed"
      // Of iterations the first that failed is the one to look at.
      const last =
        scenario?.iterations === undefined
          ? scenario?.attempts.findLast(isMeant)
          : scenario.attempts.find(isMeant)
      const cause = ending.cause ?? last?.cause ?? null
      const { rate } = ending
      const failsUndecided = ending.verdict === "failed" && rate === "undecided"
      const { campaign } = known.run.plan.iterations ?? {}
      // Earlier runs of a campaign can fail what did not fail here.
      const earlier = campaign && `it failed in earlier runs of the campaign ${campaign.name}`
      const why = failsUndecided ? UNDECIDED : (last?.message ?? earlier)
      const message = ending.message ?? why ?? null
      return { verdict: ending.verdict, cause, reason: null, message, rate }
    }
    case "skipped":
    case "cancelled": {
      const { verdict, reason, message } = ending
      return { verdict, cause: null, reason, message }
    }
  }
}

function lost({ shard, scenario, run }: Known): End {
  const { state, shards } = run
  const reported = shard === null ? undefined : state.shards.get(shard)
  const place = `shard ${shard} of ${shards}`
  const end = (reason: LostReason, message: string): End => ({
    verdict: "lost",
    cause: null,
    reason,
    message,
  })
  const isQueued = [...state.shards.values()].some(({ started }) => started?.queue !== undefined)
  if (shard === null && isQueued) {
    return end("no-verdict", "no folder of a worker has a result of it that counts")
  }
  if (shard === null) return end("no-verdict", "no shard of the plan runs it")
  if (reported === undefined) return end("shard-missing", `${place} did not report`)
  const progress = progressOf(scenario)
  return reported.finished
    ? end("no-verdict", `${place} finished without a verdict for it; ${progress}`)
    : end("shard-incomplete", `${place} stopped before its end; ${progress}`)
}

function progressOf(scenario: ScenarioState | undefined): string {
  if (scenario?.running) return `attempt ${scenario.running.number} was running`
  const ended = scenario?.attempts.length ?? 0
  return ended === 0 ? "it had not started" : `${countOf(ended, "attempt")} had ended`
}

/** Numbers are those of the journal, unless a re-run started again at 1. */
function toAttempts(attempts: readonly AttemptState[], { plan, toInstant }: Run): AttemptResult[] {
  let number = 0
  return attempts.map((attempt) => {
    number = Math.max(attempt.number, number + 1)
    return {
      number,
      iteration: attempt.iteration,
      runAttempt: attempt.runAttempt,
      outcome: attempt.outcome,
      cause: attempt.cause,
      exitCode: attempt.exitCode,
      signal: attempt.signal,
      startedAt: toInstant(attempt.startedAt),
      durationSeconds: toSeconds(attempt.durationMs),
      cpuSeconds: attempt.cpuMs === null ? null : toSeconds(attempt.cpuMs),
      peakMemoryBytes: attempt.peakMemoryBytes,
      alone: attempt.alone,
      log: attempt.log,
      message: attempt.message,
      problems: attempt.problems?.map((problem) => inCheckout(plan, problem)),
      tests: testsOf(plan, attempt),
      artifacts: attempt.artifacts === undefined ? undefined : [...attempt.artifacts],
      leaked: attempt.leaked,
      fixtures: attempt.fixtures,
    }
  })
}

function testsOf(plan: Plan, { tests }: AttemptState): AttemptResult["tests"] {
  if (tests === undefined) return undefined
  return { ...tests, cases: tests.cases.map((one) => inCheckout(plan, one)) }
}

function inCheckout<T extends { readonly file: string | null }>(plan: Plan, problem: T): T {
  return problem.file === null ? problem : { ...problem, file: inRepository(plan, problem.file) }
}

function toSkipped(skip: PlannedSkip, plan: Plan): ScenarioResult {
  return {
    id: skip.id,
    name: skip.name,
    verdict: "skipped",
    cause: null,
    reason: skip.reason,
    message: skip.message,
    file: inRepository(plan, skip.file),
    line: skip.line,
    tags: [],
    group: skip.groups ?? [],
    matrix: null,
    shard: null,
    worker: null,
    startedAt: null,
    durationSeconds: 0,
    runs: 0,
    failures: 0,
    quarantined: false,
    reproduce: null,
    attempts: [],
  }
}
