/**
 * How long a scenario is expected to take: what its author says, else what its neighbours say.
 */
import type { PlannedScenario } from "../formats/plan.ts"

/** Assumed when nothing at all is known. */
export const DEFAULT_ESTIMATE_MS = 10_000

/** An expected duration and where it comes from. */
export interface Estimate {
  readonly ms: number
  readonly from: PlannedScenario["estimateFrom"]
}

/** Estimates of all scenarios: their own, else the median of those that have one, else 10 s. */
export function estimateAll(
  scenarios: readonly { readonly id: string; readonly estimateMs: number | null }[],
): ReadonlyMap<string, Estimate> {
  const known = scenarios.flatMap(({ estimateMs }) => (estimateMs === null ? [] : [estimateMs]))
  const fallback: Estimate =
    known.length > 0
      ? { ms: median(known), from: "median" }
      : { ms: DEFAULT_ESTIMATE_MS, from: "default" }
  return new Map(
    scenarios.map(({ id, estimateMs }) => [
      id,
      estimateMs === null ? fallback : { ms: estimateMs, from: "estimate" },
    ]),
  )
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
