/**
 * The newest verdict of each scenario of a history.
 */
import type { LatestVerdict } from "../core/verdict.ts"
import type { History } from "../formats/history.ts"

/** Newest verdicts by id. */
export function latestOf({
  jobs,
  scenarios,
  latest = {},
}: History): ReadonlyMap<string, LatestVerdict> {
  const found = new Map<string, LatestVerdict>()
  for (const [id, runs] of Object.entries(scenarios)) {
    const last = runs.at(-1)
    const job = last === undefined ? undefined : jobs[last[0]]
    if (last === undefined || job === undefined) continue
    found.set(id, { verdict: last[1], reason: null, at: Date.parse(job.at) })
  }
  for (const [id, [at, verdict, reason]] of Object.entries(latest)) {
    const told = { verdict, reason, at: Date.parse(at) }
    if ((found.get(id)?.at ?? Number.NEGATIVE_INFINITY) <= told.at) found.set(id, told)
  }
  return found
}
