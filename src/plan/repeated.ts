/**
 * What a plan says of iterations besides what the user asks for: how long they take, what a soak runs
 * more often, and how many scenarios share the error of the test of a failure rate.
 */
import { defined } from "../core/defined.ts"
import type { PlannedIterations } from "../formats/iterations.ts"
import type { PlannedScenario } from "../formats/plan.ts"
import type { KnownTimes } from "./estimate/estimate.ts"

/**
 * How long a shard takes that repeats what one pass takes so long: iterations follow each other without a
 * break, and fill all workers. Where only a failure ends them, nothing is said of more than one.
 */
export function repeatedMs(
  onceMs: number,
  { repeat = 1, soakMs }: PlannedIterations = {},
  of: { readonly workers: number; readonly count: number } = { workers: 1, count: 1 },
): number {
  const beside = Math.min(repeat, Math.max(1, Math.ceil(of.workers / Math.max(1, of.count))))
  return soakMs ?? (onceMs * repeat) / beside
}

/** Adds what failed last time or fails now and then, and the number of scenarios of all shards. */
export function withFacts(
  iterations: PlannedIterations,
  of: {
    readonly scenarios: Readonly<Record<string, PlannedScenario>>
    readonly known: KnownTimes | undefined
  },
): PlannedIterations {
  const { rule, soakMs } = iterations
  const suspects = [...(of.known ?? [])].flatMap(([id, { lastVerdict }]) =>
    lastVerdict === "failed" || lastVerdict === "flaky" ? [id] : [],
  )
  const scenarios = Math.max(1, Object.keys(of.scenarios).length)
  return defined({
    ...iterations,
    suspects: soakMs === undefined || suspects.length === 0 ? undefined : suspects.sort(),
    rule: rule && { ...rule, scenarios },
  })
}
