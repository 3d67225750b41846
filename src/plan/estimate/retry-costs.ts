/**
 * What retries are expected to cost: part of how long a shard takes, never of a scenario's estimate,
 * which is meant for one attempt.
 */
import type { Scenario } from "../../scenario/model.ts"
import { expectedRetryMs } from "../../schedule/retry.ts"
import type { Estimate, KnownTimes } from "./estimate.ts"

/** Milliseconds by id; scenarios whose first attempts do not fail are left out. */
export function retryCosts(
  scenarios: readonly Pick<Scenario, "id" | "definition">[],
  options: {
    /** In the order of the scenarios. */
    readonly estimates: readonly Estimate[]
    readonly known: KnownTimes
    /** Attempts per scenario instead of what the suite says. */
    readonly maxAttempts: number | null
  },
): ReadonlyMap<string, number> {
  const { estimates, known } = options
  const costs = new Map<string, number>()
  if (known.size === 0) return costs
  let index = -1
  for (const { id, definition } of scenarios) {
    index += 1
    const failing = known.get(id)?.firstFailures ?? 0
    if (failing === 0) continue
    const { retry } = definition
    const spec = { ...retry, maxAttempts: options.maxAttempts ?? retry.maxAttempts }
    const ms = expectedRetryMs({ spec, failing, attemptMs: estimates[index]?.ms ?? 0 })
    if (ms > 0) costs.set(id, Math.round(ms))
  }
  return costs
}
