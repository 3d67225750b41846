/**
 * What a later attempt of a shard runs again.
 */
import type { Plan } from "../formats/plan.ts"

/**
 * The scenarios of a shard that are not settled yet, and whatever those need, transitively: a fresh
 * machine has no trace of prerequisites. In order of priority.
 */
export function idsToRunAgain(options: {
  readonly plan: Pick<Plan, "scenarios">
  /** Ids of the shard in order of priority. */
  readonly ids: readonly string[]
  /** Passed, flaky or skipped in an earlier attempt. */
  readonly settled: (id: string) => boolean
}): string[] {
  const { plan, ids, settled } = options
  const wanted = new Set<string>()
  const open = ids.filter((id) => !settled(id))
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue
    wanted.add(id)
    open.push(...(plan.scenarios[id]?.needs ?? []))
  }
  return ids.filter((id) => wanted.has(id))
}
