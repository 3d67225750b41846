/**
 * The results of a run: every number that a view shows. Made only from the plan and the fold, so a
 * live report and a report from merged journals of the same events are equal byte for byte.
 */

import type { Base } from "../../core/base.ts"
import { type ExitName, exitCodeFor } from "../../core/problems/exit-code.ts"
import {
  exitNameOfProblem,
  isIncompleteness,
  type MergeProblem,
  shardOfProblem,
} from "../../core/problems/merge-problem.ts"
import { toSeconds } from "../../core/quantities/duration.ts"
import type { Limit } from "../../core/quantities/limit.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import { groupLog } from "../../core/text/group-log.ts"
import type { Conclusion, Verdict } from "../../core/verdict.ts"
import type { RunState, ShardState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import {
  RESULTS_SCHEMA_VERSION,
  type Results,
  type ResultsSummary,
  type ScenarioResult,
} from "../../formats/results.ts"
import { toInstant } from "../lines/instant.ts"
import { renderProblem } from "../lines/problem-text.ts"
import { BaseChange, sizeProblems } from "./against-base.ts"
import { toCapabilities } from "./capability-results.ts"
import { toFixtures } from "./fixture-results.ts"
import { IterationSums, toCampaign } from "./iteration-results.ts"
import { findProblems, type Homes, homesOf, inOrder, shardCount } from "./problems.ts"
import { repeatFailures } from "./repeat-failures.ts"
import { isListed, scenarioResults } from "./scenario-results.ts"
import { skipProblems } from "./skip-policy.ts"

/** What a run may contain and still be a success. */
export interface VerdictPolicy {
  readonly ifEmpty: "fail" | "pass"
  readonly failOn: readonly ("flaky" | "skipped")[]
  /** Whether a missing capability is a skip (the default) or a failure. */
  readonly onMissing?: "skip" | "fail"
  /** Maximum number of skipped scenarios; unlimited by default. */
  readonly maxSkipped?: Limit
  /** Fewest scenarios: a number, or a part of those of the base branch. */
  readonly minScenarios?: Limit
}

/** Everything that results are made from. */
export interface ResultsInput {
  readonly plan: Plan
  readonly state: RunState
  /** Problems found while reading shard folders; empty for a live report. */
  readonly problems: readonly MergeProblem[]
  readonly policy: VerdictPolicy
  /** What is known of the base branch; null or absent where nothing is. */
  readonly base?: Base | null
  /** What the history says of flaky scenarios; null or absent without one. */
  readonly flakes?: Results["flakes"] | null
}

/** Judges a run: exactly one verdict for each planned scenario, and one conclusion. */
export function toResults(input: ResultsInput): Results {
  return judgeRun({ ...input, homes: homesOf(input.plan, input.state) }, () => true)
}

/**
 * The same without the entries of scenarios that just passed, and `every` to make all of them again, one at
 * a time: those of a large run do not fit into memory beside what they are made from.
 */
export function toShortResults(input: ResultsInput): {
  readonly results: Results
  readonly every: () => Iterable<ScenarioResult>
} {
  const all = { ...input, homes: homesOf(input.plan, input.state) }
  return {
    results: judgeRun(all, (scenario) => isListed(scenario, all.homes.get(scenario.id)?.known)),
    every: () => scenarioResults(all),
  }
}

function judgeRun(
  input: ResultsInput & { readonly homes: Homes },
  keep: (scenario: ScenarioResult) => boolean,
): Results {
  const { plan, state, homes, base = null } = input
  const change = base === null ? null : new BaseChange(base)
  const tally = newTally(plan)
  const scenarios: ScenarioResult[] = []
  for (const scenario of scenarioResults(input)) {
    count(scenario, tally)
    change?.add(scenario)
    if (keep(scenario)) scenarios.push(scenario)
  }
  const skips = skipProblems({ scenarios, total: tally.total }, input.policy)
  const sizes = sizeProblems({ total: tally.total, plan }, { ...input.policy, base })
  const found = findProblems(plan, state, homes)
  const problems = inOrder([...input.problems, ...skips, ...sizes, ...found])
  const exitNames = judge({ ...input, problems, scenarios, tally })
  return {
    schemaVersion: RESULTS_SCHEMA_VERSION,
    run: toRun(plan, state),
    summary: {
      ...toSummary({ tally, state, exitNames }),
      reproduce: repeatFailures(scenarios, input),
    },
    plan: {
      shards: plan.shards.length,
      predictedSeconds: plan.predictedSeconds,
      lowerBoundSeconds: plan.lowerBoundSeconds,
      predictedFrom: sourceOfPrediction(homes),
    },
    base: change?.result(plan),
    flakes: input.flakes ?? undefined,
    scenarios,
    workers: workersOf(state).map((worker) => ({
      shard: worker.shard,
      worker: worker.worker,
      scenarios: worker.scenarios,
      startedAt: toInstant(worker.at - worker.busyMs - worker.idleMs),
      endedAt: toInstant(worker.at),
      busySeconds: toSeconds(worker.busyMs),
      idleSeconds: toSeconds(worker.idleMs),
      endedBecause: worker.endedBecause,
    })),
    groups: toGroups(plan, tally),
    fixtures: toFixtures(plan, state),
    capabilities: toCapabilities(plan, state),
    shards: toShards({ plan, state, problems }),
    campaign: toCampaign(plan, state),
    ...outagesOf(state),
    problems: problems.map((problem) => ({
      code: problem.code,
      shard: shardOfProblem(problem),
      message: renderProblem(problem, shardCount(plan)),
      ...(problem.code === "fixture-leaks" ? { file: problem.file, line: problem.line } : {}),
    })),
  }
}

function sourceOfPrediction(homes: Homes): "history" | "estimates" {
  let learned = 0
  for (const { planned } of homes.values()) if (planned.estimateFrom === "history") learned += 1
  return learned * 2 > homes.size ? "history" : "estimates"
}

/** What is counted of all scenarios, and of the members of each group. */
interface Count {
  total: number
  /** Those that were tried. */
  ran: number
  quarantined: number
  seconds: number
  readonly verdicts: Record<Verdict, number>
}

interface Tally extends Count {
  readonly iterations: IterationSums
  readonly groups: ReadonlyMap<string, Count>
}

function newTally({ groups }: Plan): Tally {
  return {
    ...newCount(),
    iterations: new IterationSums(),
    groups: new Map(Object.keys(groups).map((name) => [name, newCount()])),
  }
}

function newCount(): Count {
  const verdicts = { passed: 0, failed: 0, flaky: 0, skipped: 0, cancelled: 0, lost: 0 }
  return { total: 0, ran: 0, quarantined: 0, seconds: 0, verdicts }
}

function count(scenario: ScenarioResult, tally: Tally): void {
  add(scenario, tally)
  tally.iterations.add(scenario)
  if (scenario.group.length === 0) return
  for (const name of new Set(scenario.group)) {
    const group = tally.groups.get(name)
    if (group !== undefined) add(scenario, group)
  }
}

function add({ verdict, runs, quarantined, durationSeconds }: ScenarioResult, to: Count): void {
  to.total += 1
  to.verdicts[verdict] += 1
  if (runs > 0) to.ran += 1
  if (quarantined) to.quarantined += 1
  to.seconds += durationSeconds
}

/** Every line of the exit-code table that applies to the run. */
function judge(
  input: ResultsInput & { readonly scenarios: readonly ScenarioResult[]; readonly tally: Tally },
): ExitName[] {
  const { state, problems, policy, scenarios, tally } = input
  const names: ExitName[] = []
  /** A failure in quarantine is shown but not counted; a lost scenario is still lost. */
  const counted = scenarios.filter(
    ({ verdict, quarantined }) => !(quarantined && (verdict === "failed" || verdict === "flaky")),
  )
  const has = (verdict: Verdict, reason?: string): boolean =>
    counted.some(
      (scenario) =>
        scenario.verdict === verdict && (reason === undefined || scenario.reason === reason),
    )
  const stops = [...state.shards.values()].flatMap(({ cancelling }) =>
    cancelling?.reason === "interrupted" ? [cancelling.signal] : [],
  )
  if (stops.some(isTermination)) names.push("terminated")
  if (stops.some((signal) => !isTermination(signal))) names.push("interrupted")
  if (stops.length === 0 && has("cancelled", "interrupted")) names.push("interrupted")
  const unfinished = ["budget", "unwritable", "queue"].some((reason) => has("cancelled", reason))
  names.push(...new Set(problems.map(exitNameOfProblem)))
  const open = counted.some(({ rate }) => rate === "incomplete")
  if (has("lost") || unfinished || open) names.push("incomplete")
  const flaky = policy.failOn.includes("flaky") ? "fail" : "pass"
  const isRefused = (scenario: ScenarioResult): boolean =>
    scenario.verdict === "flaky" && (scenario.flaky ?? flaky) === "fail"
  if (
    has("failed") ||
    has("cancelled", "fail-fast") ||
    counted.some(isRefused) ||
    (policy.failOn.includes("skipped") && has("skipped"))
  ) {
    names.push("failed")
  }
  const { ran, verdicts } = tally
  if (ran + verdicts.lost === 0 && policy.ifEmpty === "fail") names.push("empty")
  return names
}

function isTermination(signal: string | null): boolean {
  return signal === "SIGTERM" || signal === "SIGHUP"
}

function conclude(names: readonly ExitName[]): Conclusion {
  if (names.includes("interrupted") || names.includes("terminated")) return "cancelled"
  if (names.includes("incomplete")) return "incomplete"
  if (names.includes("failed")) return "failure"
  return names.includes("empty") ? "empty" : "success"
}

function toSummary(input: {
  readonly tally: Tally
  readonly state: RunState
  readonly exitNames: readonly ExitName[]
}): ResultsSummary {
  const { tally, state, exitNames } = input
  const { total, ran, quarantined, seconds, verdicts } = tally
  const durationMs = spentMs(state)
  return {
    total,
    ...verdicts,
    quarantined,
    iterations: tally.iterations.total,
    conclusion: conclude(exitNames),
    exitCode: exitCodeFor(exitNames),
    durationSeconds: toSeconds(durationMs),
    scenarioSeconds: rounded(seconds),
    meanSeconds: ran > 0 ? rounded(seconds / ran) : 0,
    throughputPerSecond: durationMs > 0 ? rounded(ran / (durationMs / 1_000)) : 0,
    utilization: utilizationOf(state),
  }
}

/** Busy time of the workers over their time while something was ready to run. */
function utilizationOf(state: RunState): number {
  let busy = 0
  let available = 0
  for (const worker of workersOf(state)) {
    busy += worker.busyMs
    available += worker.busyMs + worker.starvedMs
  }
  return available > 0 ? rounded(busy / available) : 1
}

function toRun(plan: Plan, state: RunState): Results["run"] {
  const { first, last } = spanOf(state)
  const reports = shardStates(state).flatMap(([, { started }]) => started ?? [])
  const lowest = reports[0]
  return {
    id: lowest?.runId ?? "unknown",
    suite: plan.suite,
    command: lowest?.command ?? "run",
    seed: plan.seed,
    startedAt: first === null ? null : toInstant(first),
    finishedAt: last === null ? null : toInstant(last),
    attempt: reports.reduce((highest, { attempt }) => Math.max(highest, attempt), 1),
    commit: lowest?.commit ?? null,
    ref: lowest?.ref ?? null,
    planDigest: plan.digest,
  }
}

function toShards(input: Pick<ResultsInput, "plan" | "state" | "problems">): Results["shards"] {
  const troubled = new Set(input.problems.filter(isIncompleteness).map(shardOfProblem))
  return input.plan.shards.map((planned) => {
    const known = input.state.shards.get(planned.shard)
    const sound = known?.finished === true && !troubled.has(planned.shard)
    return {
      shard: planned.shard,
      runner: planned.runner,
      attempt: known?.started?.attempt ?? null,
      status: known === undefined ? "missing" : sound ? "complete" : "incomplete",
      job: known?.started?.job,
      durationSeconds: known === undefined ? 0 : toSeconds(shardMs(known)),
      count: planned.scenarios.length,
      predictedSeconds: planned.predictedSeconds,
      idleSeconds: known === undefined ? {} : idleOf(known),
    }
  })
}

function outagesOf(state: RunState): Pick<Results, "outages"> {
  const outages = shardStates(state).flatMap(([shard, { notes }]) =>
    notes.flatMap(({ outage }) => (outage === undefined ? [] : [{ shard, ...outage }])),
  )
  return outages.length === 0 ? {} : { outages }
}

/** Of the latest attempt, all workers together. */
function idleOf({ workers }: ShardState): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const { idle = {} } of workers) {
    for (const [cause, ms] of Object.entries(idle)) sums.set(cause, (sums.get(cause) ?? 0) + ms)
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([cause, ms]) => [cause, toSeconds(ms)]))
}

/** Time of a shard's attempts, without the time between them. */
function shardMs(shard: ShardState): number {
  return spentMs({ shards: new Map([[1, shard]]) })
}

/** Groups with selected members, those with failures first; the counts of members add up. */
function toGroups(plan: Plan, tally: Tally): Results["groups"] {
  const names = [...tally.groups.keys()]
  const groups = [...tally.groups].flatMap(([name, own]): Results["groups"] => {
    if (own.total === 0) return []
    const { passed, flaky, failed, ...others } = own.verdicts
    return [
      {
        name,
        key: plan.groups[name]?.key ?? null,
        run: passed + flaky + failed,
        ...{ passed, flaky, failed, ...others },
        durationSeconds: toSeconds(own.seconds * 1_000),
        log: own.ran > 0 ? groupLog(names, name) : null,
      },
    ]
  })
  const isRed = ({ failed, lost }: Results["groups"][number]) => failed + lost > 0
  return [...groups.filter(isRed), ...groups.filter((group) => !isRed(group))]
}

function shardStates(state: RunState): [number, ShardState][] {
  return [...state.shards].sort(([a], [b]) => a - b)
}

function workersOf(state: RunState): ShardState["workers"] {
  return shardStates(state).flatMap(([, { workers }]) =>
    [...workers].sort((a, b) => a.worker - b.worker),
  )
}

/** Times of the earliest and latest event of all shards. */
function spanOf(state: RunState): { readonly first: number | null; readonly last: number | null } {
  let first: number | null = null
  let last: number | null = null
  for (const { firstAt, lastAt } of state.shards.values()) {
    if (firstAt !== null) first = first === null ? firstAt : Math.min(first, firstAt)
    if (lastAt !== null) last = last === null ? lastAt : Math.max(last, lastAt)
  }
  return { first, last }
}

/** The time of each attempt of the run from its first start to its last event, without the time between them. */
function spentMs(state: Pick<RunState, "shards">): number {
  const spans = new Map<number, { readonly from: number; readonly to: number }>()
  for (const { started, before = [], ends = [], lastAt } of state.shards.values()) {
    for (const [i, { attempt, at }] of [
      ...before,
      ...(started === null ? [] : [started]),
    ].entries()) {
      const to = ends[i] ?? lastAt ?? at
      const known = spans.get(attempt) ?? { from: at, to }
      spans.set(attempt, { from: Math.min(known.from, at), to: Math.max(known.to, to) })
    }
  }
  let sum = 0
  for (const { from, to } of spans.values()) sum += Math.max(0, to - from)
  return sum
}
