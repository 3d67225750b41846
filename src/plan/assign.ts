/**
 * Which component goes to which shard. Strategies are a table; each is deterministic and does not
 * depend on the order of its input.
 */
import { Heap } from "../schedule/heap.ts"
import type { Component } from "./components.ts"

/** Distributes components over at most so many shards; no shard is empty. */
export type Strategy = (components: readonly Component[], shards: number) => Component[][]

/** Every strategy by name. */
export const STRATEGIES = { lpt } as const satisfies Readonly<Record<string, Strategy>>

/**
 * Longest processing time first (Graham 1969): the longest component goes to the shard with the
 * least work, at most 4/3 − 1/(3N) of the optimum.
 */
function lpt(components: readonly Component[], shards: number): Component[][] {
  const count = Math.min(shards, components.length)
  const longestFirst = [...components].sort(
    (a, b) => b.workMs - a.workMs || (firstId(a) < firstId(b) ? -1 : 1),
  )
  // One each first, so that no shard is empty even where components have no work.
  const assigned = longestFirst.slice(0, count).map((component) => [component])
  const loads = new Heap<{ readonly workMs: number; readonly shard: number }>(
    (a, b) => a.workMs < b.workMs || (a.workMs === b.workMs && a.shard < b.shard),
  )
  for (const [shard, [first]] of assigned.entries()) {
    loads.push({ workMs: first?.workMs ?? 0, shard })
  }
  for (const component of longestFirst.slice(count)) {
    const least = loads.pop()
    if (least === undefined) break
    assigned[least.shard]?.push(component)
    loads.push({ workMs: least.workMs + component.workMs, shard: least.shard })
  }
  return assigned
}

function firstId(component: Component): string {
  return component.units[0]?.id ?? ""
}
