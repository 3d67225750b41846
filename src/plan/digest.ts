/**
 * The text whose digest identifies a plan: what the shards will do, without estimates, times or
 * evidence. Two machines that would do the same have the same digest.
 */
import { canonicalJson } from "../core/json.ts"
import type { Plan } from "../formats/plan.ts"

/** Canonical JSON over definitions, files and assignment. */
export function digestText(plan: Omit<Plan, "digest">): string {
  return canonicalJson({
    schemaVersion: plan.schemaVersion,
    suite: plan.suite,
    seed: plan.seed,
    files: plan.files,
    groups: plan.groups,
    before: plan.before,
    after: plan.after,
    scenarios: Object.fromEntries(
      Object.entries(plan.scenarios).map(([id, { runner, needs, demand, definition }]) => [
        id,
        { runner, needs, demand, definition },
      ]),
    ),
    shards: plan.shards.map(({ shard, runner, runsOn, workers, share, scenarios }) => ({
      shard,
      runner,
      runsOn,
      workers,
      share,
      scenarios,
    })),
    skipped: plan.skipped,
  })
}
