/**
 * Scenarios that will be skipped, as far as that is known when a shard begins, lease nothing: no fixture is set up
 * for them alone. The skip itself is decided when their attempt would start.
 */
import type { Plan } from "../../formats/plan.ts"
import {
  contextsOf,
  parseCondition,
  usesStatusFunction,
} from "../../scenario/expressions/expression.ts"
import type { Item, ScheduleOptions } from "../../schedule/types.ts"
import { evaluateStart } from "../request/condition.ts"
import { attemptContexts, type ShardContexts } from "../request/contexts.ts"

/** What conditions read that is the same at the beginning of a shard and at an attempt. */
const KNOWN: readonly string[] = [
  ...["github", "vars", "runner", "run", "shard", "env", "matrix", "scenario", "file"],
]

/** What is known when a shard begins. */
interface Beginning {
  readonly plan: Pick<Plan, "scenarios" | "fixtures">
  readonly contexts: ShardContexts
  readonly env: Readonly<Record<string, string>>
  /** Why scenarios cannot run here, by id. */
  readonly missing: ReadonlyMap<string, string>
}

/** The schedule, in which what will be skipped leases nothing; the same object where nothing changes. */
export function withoutLeases(schedule: ScheduleOptions, by: Beginning): ScheduleOptions {
  let changes = false
  const items = schedule.items.map((item) => {
    if (item.fixtures === undefined || !willBeSkipped(item, by)) return item
    changes = true
    return { ...item, fixtures: [] }
  })
  return changes ? { ...schedule, items } : schedule
}

function willBeSkipped(item: Item, { plan, contexts: shared, env, missing }: Beginning): boolean {
  const { id, attemptsBefore = 0, iterationsBefore, fixtures = [] } = item
  if (missing.has(id)) return true
  const { definition, needs } = plan.scenarios[id] ?? {}
  // What an earlier engine has begun is not asked again.
  if (definition?.if == null || attemptsBefore > 0 || iterationsBefore !== undefined) return false
  const parsed = parseCondition(definition.if)
  if (!parsed.ok || ![...contextsOf(parsed.value)].every((name) => KNOWN.includes(name)))
    return false
  if (needs?.length !== 0 && usesStatusFunction(parsed.value)) return false
  // Variables that an attempt gets besides, of its own and of what it leases.
  const later = ["SMOKE_", ...fixtures.flatMap(({ name }) => outputsOf(plan, name))]
  if (later.some((name) => parsed.value.text.includes(name))) return false
  const contexts = attemptContexts({
    ...{ shared, id, definition, env },
    ...{ needs: [], number: 1, worker: 1 },
  })
  const go = evaluateStart(definition.if, { contexts, needs: [] })
  return go !== true && go.kind === "skip"
}

function outputsOf({ fixtures = {} }: Beginning["plan"], name: string): readonly string[] {
  return Object.keys(fixtures[name]?.outputs ?? {})
}
