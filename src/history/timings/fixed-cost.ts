/**
 * What a scenario takes beside the tests that are timed in it: starting, compiling, loading. Files with
 * timings of tests do not tell it; where the history has measured some of the scenarios, it is what they
 * took beyond their tests, and the others are expected to take as much.
 */
import type { KnownTime, KnownTimes } from "../../plan/estimate/estimate.ts"
import { medianOf } from "../statistics.ts"

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
