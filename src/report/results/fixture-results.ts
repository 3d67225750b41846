/**
 * What fixtures did, in numbers, over all shards.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import type { FixtureState, RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Results } from "../../formats/results.ts"

import { toMemory } from "./drift-results.ts"

type FixtureResult = Results["fixtures"][number]

/** One entry for each fixture of the plan that some shard started or leased. */
export function toFixtures(plan: Pick<Plan, "fixtures">, state: RunState): FixtureResult[] {
  return Object.keys(plan.fixtures ?? {}).flatMap((name) => {
    const found = [...state.shards].flatMap(([shard, { fixtures }]) => {
      const state = fixtures.get(name)
      return state === undefined ? [] : [{ shard, state }]
    })
    if (found.length === 0) return []
    const memory = toMemory(found)
    const result = toResult(
      name,
      found.map(({ state }) => state),
    )
    return [memory === undefined ? result : { ...result, memory }]
  })
}

function toResult(name: string, found: readonly FixtureState[]): FixtureResult {
  const sum = (of: (state: FixtureState) => number) =>
    found.reduce((total, state) => total + of(state), 0)
  const leases = sum((one) => one.leases)
  const created = sum((one) => one.created)
  const coldBecause: Record<string, number> = {}
  for (const { cold } of found) {
    for (const [why, count] of Object.entries(cold)) {
      coldBecause[why] = (coldBecause[why] ?? 0) + count
    }
  }
  const misses = Object.values(coldBecause).reduce((total, count) => total + count, 0)
  const hits = leases - misses
  const per = (total: number, count: number) => (count === 0 ? 0 : total / count)
  // Of one that was given nothing is started.
  const size = sum((one) => Math.max(one.most, one.mostHeld))
  const active = sum((one) => one.mostHeld)
  return {
    name,
    size,
    active,
    available: Math.max(0, size - active),
    created,
    reused: sum((one) => one.reused),
    hits,
    misses,
    meanStartSeconds: toSeconds(
      per(
        sum((one) => one.startMs),
        created,
      ),
    ),
    reuseRate: Math.round(per(hits, leases) * 1_000) / 1_000,
    leases,
    meanLeaseWaitSeconds: toSeconds(
      per(
        sum((one) => one.leaseWaitMs),
        leases,
      ),
    ),
    evictions: sum((one) => one.evictions),
    failures: sum((one) => one.failures),
    coldBecause,
    broken: found.flatMap(({ broken }) =>
      broken.map(({ key, message }) => ({ key: key ?? null, message })),
    ),
    failedStops: found.flatMap(({ unstopped }) =>
      unstopped.map(({ key = null, instance, problem = "", log = null }) => ({
        ...{ key, instance, message: problem, log },
      })),
    ),
  }
}
