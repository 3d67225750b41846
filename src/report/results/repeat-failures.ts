/**
 * The one command line that repeats all failures of a run.
 */
import type { RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { ScenarioResult } from "../../formats/results.ts"
import { renderReproduceAll } from "./reproduce.ts"

/** The command line for everything that failed the run or is lost. */
export function repeatFailures(
  scenarios: readonly ScenarioResult[],
  { plan, state }: { readonly plan: Plan; readonly state: RunState },
): string | null {
  const failed = scenarios.filter(
    ({ verdict, quarantined }) => verdict === "lost" || (verdict === "failed" && !quarantined),
  )
  if (failed.length === 0) return null
  const told = [...new Set(failed.map(({ shard }) => shard))].flatMap((shard) => {
    return (shard === null ? undefined : state.shards.get(shard)?.started) ?? []
  })
  const ids = failed.map(({ id }) => id)
  return renderReproduceAll(plan, ids, {
    env: [...new Set(told.flatMap(({ env = [] }) => env))],
    inherit: told.find(({ inherit }) => inherit !== undefined)?.inherit,
  })
}
