/**
 * The time of a scenario outside of its timed tests: starting, compiling, loading. Files with
 * timings of tests do not contain it. The history knows it for measured scenarios, and the others
 * are expected to take as much.
 */

import { medianOf } from "../../core/quantities/statistics.ts"
import type { KnownTime, KnownTimes } from "../../plan/estimate/estimate.ts"

/** The times with the median of that cost on every scenario of which only tests were timed. */
export function withFixedCost(
  times: KnownTimes,
  of: { readonly ofTests: ReadonlySet<string>; readonly measured: KnownTimes },
): KnownTimes {
  const { ofTests, measured } = of
  const costs: number[] = []
  for (const id of ofTests) {
    const [tests, whole] = [times.get(id), measured.get(id)]
    if (tests !== undefined && whole !== undefined) costs.push(whole.meanMs - tests.meanMs)
  }
  const cost = Math.max(0, medianOf(costs))
  if (cost === 0) return times
  const all = new Map<string, KnownTime>(times)
  for (const id of ofTests) {
    const time = times.get(id)
    if (time !== undefined) {
      all.set(id, { ...time, ms: time.ms + cost, meanMs: time.meanMs + cost })
    }
  }
  return all
}
