/**
 * Scenarios that must share a shard although they are more than an even part of the work: what they
 * have in common, so that somebody can take it away.
 */
import { toSeconds } from "../core/duration.ts"
import type { HeavyTie } from "../formats/plan.ts"
import type { Component } from "./components.ts"
import type { Division } from "./cut.ts"

/** Ties that are told of, the heaviest first. */
const MAX_TIES = 5

/** Components of several scenarios above the mean shard of their class. */
export function heavyTies(divisions: readonly Division[]): readonly HeavyTie[] {
  const ties = divisions.flatMap(({ loads, shards }) => {
    if (shards < 2) return []
    const total = (loads.weights[0] ?? new Float64Array()).reduce((sum, each) => sum + each, 0)
    return loads.components.flatMap((component, index): HeavyTie[] => {
      const ms = loads.weights[0]?.[index] ?? 0
      if (component.units.length < 2 || ms <= total / shards) return []
      return [
        { because: causeOf(component), count: component.units.length, seconds: toSeconds(ms) },
      ]
    })
  })
  return ties.sort((a, b) => b.seconds - a.seconds).slice(0, MAX_TIES)
}

/** What most of them share: a group of the whole run, or the scenario that most others need. */
function causeOf({ units }: Component): HeavyTie["because"] {
  const groups = new Map<string, number>()
  const needed = new Map<string, number>()
  for (const { needs, together = [] } of units) {
    for (const name of together) groups.set(name, (groups.get(name) ?? 0) + 1)
    for (const need of needs) needed.set(need, (needed.get(need) ?? 0) + 1)
  }
  const group = mostOf(groups)
  const need = mostOf(needed)
  if (group !== null && group.count > (need?.count ?? 0)) return { kind: "group", name: group.name }
  if (need !== null) return { kind: "needs", name: need.name }
  return { kind: "share", name: Object.keys(units[0]?.parts ?? {})[0] ?? "" }
}

function mostOf(
  counts: ReadonlyMap<string, number>,
): { readonly name: string; readonly count: number } | null {
  let most: { readonly name: string; readonly count: number } | null = null
  for (const [name, count] of counts) {
    if (most === null || count > most.count || (count === most.count && name < most.name)) {
      most = { name, count }
    }
  }
  return most
}
