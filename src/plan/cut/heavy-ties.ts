/**
 * Scenarios that must share a shard although they are more than an even part of the work: what they
 * have in common, so that somebody can take it away.
 */
import { toSeconds } from "../../core/quantities/duration.ts"
import type { HeavyTie } from "../../formats/plan.ts"
import type { Unit } from "../units/components.ts"
import { longestPart } from "../units/loads.ts"
import { longestPath } from "../units/paths.ts"
import type { Division } from "./divide.ts"

/** Ties that are told of, the heaviest first. */
const MAX_TIES = 5

/** Components of several scenarios above the mean shard of their class. */
export function heavyTies(divisions: readonly Division[]): readonly HeavyTie[] {
  const ties = divisions.flatMap(({ of, loads, shards, parts }) => {
    if (shards < 2) return []
    const totals = loads.weights.map((weights) => weights.reduce((sum, each) => sum + each, 0))
    const even = Math.max(0, ...totals) / shards
    return loads.components.flatMap((component): HeavyTie[] => {
      const { units } = component
      if (units.length < 2) return []
      const load = Math.max(workOf(units) / of.workers, longestPart(units))
      if (load <= even) return []
      // So long a shard needs for them at least, with nothing else to do.
      const seconds = toSeconds(Math.max(load, longestPath([component])))
      return [{ because: causeOf(units, parts), count: units.length, seconds }]
    })
  })
  return ties.sort((a, b) => b.seconds - a.seconds).slice(0, MAX_TIES)
}

function workOf(units: readonly Unit[]): number {
  return units.reduce((sum, { estimateMs, slots = 1 }) => sum + estimateMs * slots, 0)
}

/** What most of them share: a group of the whole run, or the scenario that most others need. */
function causeOf(units: readonly Unit[], shared: Division["parts"]): HeavyTie["because"] {
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
  const takes = units.flatMap(({ parts = {} }) => Object.keys(parts))
  return { kind: "share", name: takes.find((name) => shared[name] !== undefined) ?? "" }
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
