/**
 * The contexts that expressions of a scenario may read when its attempt starts.
 */
import type { Json, JsonObject } from "../../core/json/json.ts"
import type { Verdict } from "../../core/verdict.ts"
import type { Definition } from "../../formats/plan.ts"
import { asNumbers } from "../../scenario/expressions/written-numbers.ts"
import { fileContextOf } from "../../scenario/matrix/file-context.ts"

/** What is the same for all attempts of a shard. */
export interface ShardContexts {
  readonly github: JsonObject
  readonly vars: JsonObject
  readonly runner: JsonObject
  readonly run: { readonly id: string; readonly attempt: number; readonly slug: string }
  readonly shard: number
}

/** How a needed scenario ended, in the words of Actions. */
export type NeedResult = "success" | "failure" | "skipped" | "cancelled"

/** The word of Actions for a verdict. */
export function needResult(verdict: Verdict): NeedResult {
  switch (verdict) {
    case "passed":
    case "flaky":
      return "success"
    case "failed":
    case "lost":
      return "failure"
    case "skipped":
      return "skipped"
    case "cancelled":
      return "cancelled"
  }
}

/** How a scenario ended before this engine began. */
export interface EarlierEnd {
  readonly verdict: Verdict
  readonly outputs: Readonly<Record<string, string>>
}

/** One needed scenario as `needs.<id>`. */
export interface Need {
  readonly id: string
  readonly result: NeedResult
  readonly outputs: Readonly<Record<string, string>>
}

/** All contexts of one attempt; `env` is the environment that the child will have. */
export function attemptContexts(options: {
  readonly shared: ShardContexts
  readonly id: string
  readonly definition: Definition
  readonly needs: readonly Need[]
  readonly env: Readonly<Record<string, string>>
  readonly number: number
  readonly worker: number
}): Readonly<Record<string, Json>> {
  const { shared, id, definition, needs, env, number, worker } = options
  const { name, slug, file, eachFile, tags } = definition
  const { matrix, meta } = asNumbers(definition)
  return {
    github: shared.github,
    vars: shared.vars,
    runner: shared.runner,
    run: shared.run,
    shard: shared.shard,
    attempt: number,
    worker,
    env,
    matrix: matrix ?? {},
    scenario: { id, name, slug, file, meta, tags },
    file: fileContextOf(file, eachFile ?? null),
    needs: Object.fromEntries(
      needs.map((need) => [need.id, { result: need.result, outputs: need.outputs }]),
    ),
  }
}

/** What hooks of a shard may read: there is no scenario and no attempt. */
export function shardHookContexts(
  shared: ShardContexts,
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, Json>> {
  const { github, vars, runner, run, shard } = shared
  return { github, vars, runner, run, shard, env }
}
