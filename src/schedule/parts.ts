/**
 * Which worker a scenario belongs to, where workers do not share one list.
 */
import type { Item } from "./types.ts"

/**
 * The worker of each item, from 1: the longest first, each to the worker with the least to do (LPT).
 * One whose duration nobody knows counts as the mean of the others.
 */
export function partsOf(
  items: readonly Pick<Item, "estimateMs">[],
  workers: number,
): readonly number[] {
  const known = items.flatMap(({ estimateMs }) => estimateMs ?? [])
  const mean = known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length
  const durations = items.map(({ estimateMs }) => estimateMs ?? mean)
  const order = items.map((_, index) => index)
  order.sort((a, b) => (durations[b] ?? 0) - (durations[a] ?? 0) || a - b)
  const loads = Array.from({ length: workers }, () => ({ ms: 0, count: 0 }))
  const owners = items.map(() => 1)
  for (const index of order) {
    let least = 0
    for (const [worker, { ms, count }] of loads.entries()) {
      const best = loads[least]
      if (best === undefined || ms < best.ms || (ms === best.ms && count < best.count)) {
        least = worker
      }
    }
    owners[index] = least + 1
    const load = loads[least]
    if (load === undefined) continue
    load.ms += durations[index] ?? 0
    load.count += 1
  }
  return owners
}
