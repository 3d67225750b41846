/**
 * Trends of a soak in the results, and the leaks that a suite forbids.
 */
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { toSeconds } from "../../core/quantities/duration.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import type { FixtureState, InstanceMemory, RunState } from "../../events/state.ts"
import type { Plan } from "../../formats/plan.ts"
import type { DriftResult, Results } from "../../formats/results.ts"
import { type Drift, driftOf, exceeds } from "../../statistics/drift.ts"
import type { Series } from "../../statistics/series.ts"

type MemoryResult = NonNullable<Results["fixtures"][number]["memory"]>[number]

/** Instances of a fixture that are listed; the others grow less. */
const MOST_LISTED = 20

/** The trend of a series; undefined where it has too few readings. */
export function toDrift({ readings }: Series): DriftResult | undefined {
  const drift = driftOf(readings)
  if (drift === null || !Number.isFinite(drift.low + drift.high)) return undefined
  const { perHour, low, high, shape, overMs } = drift
  return {
    ...{ perHour: rounded(perHour), low: rounded(low), high: rounded(high), shape },
    overSeconds: toSeconds(overMs),
  }
}

/** What instances of a fixture used, those that grow most surely first; undefined without readings. */
export function toMemory(
  found: readonly { readonly shard: number; readonly state: FixtureState }[],
): MemoryResult[] | undefined {
  const all = found.flatMap(({ shard, state }) =>
    state.memory.map(({ key, instance, bytes }) => ({
      ...{ shard, key, instance, readings: bytes.seen },
      lastBytes: bytes.readings.at(-1)?.value ?? 0,
      drift: toDrift(bytes),
    })),
  )
  if (all.length === 0) return undefined
  const growth = ({ drift }: MemoryResult) => drift?.low ?? Number.NEGATIVE_INFINITY
  return all
    .toSorted((a, b) => growth(b) - growth(a) || b.readings - a.readings)
    .slice(0, MOST_LISTED)
}

/** A problem for each instance that surely grows faster than `leak` of its fixture allows. */
export function leakProblems({ fixtures = {} }: Plan, { shards }: RunState): MergeProblem[] {
  return Object.entries(fixtures).flatMap(([name, { leak }]) =>
    leak === undefined
      ? []
      : [...shards].flatMap(([shard, state]) =>
          (state.fixtures.get(name)?.memory ?? []).flatMap((one): MergeProblem[] => {
            const drift = leakBeyond(one, leak.memoryPerHour)
            if (drift === null) return []
            const { key, instance } = one
            return [{ code: "fixture-leaks", shard, name, key, instance, drift, ...leak }]
          }),
        ),
  )
}

function leakBeyond({ bytes }: InstanceMemory, limitPerHour: number): Drift | null {
  const drift = driftOf(bytes.readings)
  return drift !== null && exceeds(drift, limitPerHour) ? drift : null
}
