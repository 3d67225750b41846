/**
 * What the scheduler does where nothing but workers counts: whoever is free takes the next of the
 * list. The same answer as a simulation, without its bookkeeping.
 */
import { numberHeap } from "../../schedule/heap.ts"

/** When the last of so many durations ends, taken in this order by so many workers. */
export function listMakespan(durationsMs: readonly number[], workers: number): number {
  if (workers === 1) return durationsMs.reduce((sum, each) => sum + each, 0)
  const free = numberHeap()
  let last = 0
  for (const [index, duration] of durationsMs.entries()) {
    const start = index < workers ? 0 : (free.pop() ?? 0)
    free.push(start + duration)
    last = Math.max(last, start + duration)
  }
  return last
}
