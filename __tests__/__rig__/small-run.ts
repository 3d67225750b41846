/**
 * A plan of three scenarios in two shards, and how a run of any plan is judged, checked against the
 * schema of the results on the way.
 */
import { expect } from "vitest"
import type { Base } from "../../src/core/base.ts"
import type { MergeProblem } from "../../src/core/problems/merge-problem.ts"
import { foldEvents } from "../../src/events/fold.ts"
import type { Plan } from "../../src/formats/plan.ts"
import { type Results, ResultsSchema } from "../../src/formats/results.ts"
import { toResults, type VerdictPolicy } from "../../src/report/results/results.ts"
import { buildPlan, buildShard, type ShardScript } from "./builders.ts"
import { valid } from "./valid.ts"

/** Nothing run is a failure; flaky and skipped are accepted. */
export const STRICT: VerdictPolicy = { ifEmpty: "fail", failOn: [] }

export interface Run {
  readonly plan: Plan
  readonly shards: readonly ShardScript[]
  readonly problems?: readonly MergeProblem[]
  readonly policy?: Partial<VerdictPolicy>
  readonly base?: Base | null
}

/** Folds and judges. */
export function resultsOf(run: Run): Results {
  const results = toResults({
    plan: run.plan,
    state: foldEvents(run.shards.flatMap(({ events }) => events)),
    problems: run.problems ?? [],
    base: run.base ?? null,
    policy: { ...STRICT, ...run.policy },
  })
  expect(valid(ResultsSchema, results)).toEqual(results)
  return results
}

/** Shard 1 has `a` and `b`, shard 2 has `c`. */
export const PLAN = buildPlan({ shards: [["a", "b"], ["c"]], suiteFile: "smoke.yml" })

/** Shard 1, begun. */
export const first = (): ShardScript => buildShard(PLAN, 1).start()

/** Shard 2, begun. */
export const second = (): ShardScript => buildShard(PLAN, 2).start()

/** Shard 2, all well. */
export const good = (): ShardScript => second().passed("c").finish()

/** `success 0`. */
export function judged(results: Results): string {
  return `${results.summary.conclusion} ${results.summary.exitCode}`
}
