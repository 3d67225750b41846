/**
 * Problems of a run beyond its scenarios: those found while reading, and those found by comparing
 * the fold with the plan.
 */
import { type MergeProblem, shardOfProblem } from "../../core/problems/merge-problem.ts"
import type { RunState, ScenarioState } from "../../events/state.ts"
import type { Plan, PlannedScenario } from "../../formats/plan.ts"
import { leakProblems } from "./drift-results.ts"

/** A planned scenario, and what is known of it. */
interface Home {
  readonly planned: PlannedScenario
  /** Null where no shard runs it. */
  readonly shard: number | null
  readonly known: ScenarioState | undefined
}

/** By id, in the order of the plan. */
export type Homes = ReadonlyMap<string, Home>

/** Problems found by comparing the fold with the plan. */
export function findProblems(plan: Plan, state: RunState, homes: Homes): MergeProblem[] {
  const { name, unread } = plan.iterations?.campaign ?? {}
  const unreadable =
    name === undefined || unread === undefined
      ? []
      : [{ code: "campaign-unread", name, detail: unread } as const]
  return [
    ...unreadable,
    ...shardProblems(plan, state),
    ...scenarioProblems(state, homes),
    ...leakProblems(plan, state),
  ]
}

/** Each problem once, in an order that does not depend on the search. */
export function inOrder(found: readonly MergeProblem[]): readonly MergeProblem[] {
  const unique = new Map(found.map((problem) => [keyOf(problem), problem]))
  return [...unique]
    .sort(
      ([aKey, a], [bKey, b]) =>
        (shardOfProblem(a) ?? 0) - (shardOfProblem(b) ?? 0) || (aKey < bKey ? -1 : 1),
    )
    .map(([, problem]) => problem)
}

/** Every planned scenario with what is known of it; its shard is the first if a plan names several. */
export function homesOf(plan: Plan, state: RunState): Homes {
  const homes = new Map<string, Home & { shard: number | null }>()
  // By keys: the entries of a large plan are many megabytes of pairs.
  for (const id of Object.keys(plan.scenarios)) {
    const planned = plan.scenarios[id]
    if (planned !== undefined)
      homes.set(id, { planned, shard: null, known: state.scenarios.get(id) })
  }
  for (const { shard, scenarios } of plan.shards) {
    for (const id of scenarios) {
      const home = homes.get(id)
      if (home !== undefined) home.shard ??= shard
    }
  }
  return homes
}

/** Number of shards for people: a plan reduced to one shard keeps that shard's number. */
export function shardCount(plan: Plan): number {
  return Math.max(plan.shards.length, ...plan.shards.map(({ shard }) => shard))
}

function keyOf(problem: MergeProblem): string {
  // Reported once for each shard.
  if (problem.code === "shard-missing" || problem.code === "journal-unfinished") {
    return `${problem.code} ${problem.shard}`
  }
  return `${problem.code} ${JSON.stringify(problem, Object.keys(problem).sort())}`
}

function shardProblems(plan: Plan, state: RunState): MergeProblem[] {
  const problems: MergeProblem[] = []
  for (const { shard } of plan.shards) {
    const known = state.shards.get(shard)
    if (known === undefined) {
      problems.push({ code: "shard-missing", shard })
      continue
    }
    // What a lost worker of a queue has not done, others have, or it is missed by itself.
    const isReplaced = known.started?.queue !== undefined
    if (!known.finished && !isReplaced) problems.push({ code: "journal-unfinished", shard })
    const digest = known.started?.planDigest
    if (digest !== undefined && digest !== plan.digest) {
      problems.push({ code: "journal-foreign", shard, expected: plan.digest, found: digest })
    }
    for (const { stage, outcome, name, message } of known.hooks) {
      // The verdicts show the effect of a failed `before` hook.
      if (stage !== "after" || outcome !== "failed") continue
      problems.push({ code: "hook-failed", shard, name, detail: message ?? "failed" })
    }
    for (const { capability, required } of known.capabilities) {
      if (!required || capability.present) continue
      const { name, evidence } = capability
      problems.push({ code: "capability-absent", shard, name, detail: evidence })
    }
    const declared = known.declaredVerdicts
    if (declared !== null && declared !== known.verdicts) {
      problems.push({ code: "verdict-count", shard, declared, found: known.verdicts })
    }
  }
  return problems
}

function scenarioProblems(state: RunState, homes: Homes): MergeProblem[] {
  const problems: MergeProblem[] = []
  for (const [id, scenario] of state.scenarios) {
    const { shard } = scenario
    const home = homes.get(id)?.shard ?? null
    if (home === null) problems.push({ code: "verdict-unplanned", shard, id })
    else if (home !== shard) problems.push({ code: "verdict-misplaced", shard, planned: home, id })
    if (isUnproven(scenario)) problems.push({ code: "verdict-unproven", shard, id })
  }
  return problems
}

function isUnproven({ ending, attempts }: ScenarioState): boolean {
  if (ending?.verdict !== "passed" && ending?.verdict !== "flaky") return false
  return !attempts.some((attempt) => attempt.outcome === "passed")
}
