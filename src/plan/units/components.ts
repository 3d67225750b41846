import { addTo } from "../../core/text/append.ts"
/**
 * Scenarios that must share a shard: because one needs the other, directly or through others, or
 * because they are members of a group that holds for the whole run.
 */

/** What planning must know of a scenario. */
export interface Unit {
  readonly id: string
  readonly needs: readonly string[]
  readonly estimateMs: number
  /** Standard deviation of an estimate that no run stands behind; absent where one does. */
  readonly doubtMs?: number
  /** What LPT takes an unknown one for; there where all that is known comes from a single run. */
  readonly plainMs?: number
  /** Standard deviation of what was seen once; there where some others were never seen. */
  readonly onceMs?: number
  /** Names of groups whose members all belong into one shard. */
  readonly together?: readonly string[]
  /** Workers that it keeps from others; absent is one. */
  readonly slots?: number
  /** Part of a machine that it takes, by resource; absent takes just a worker. */
  readonly parts?: Readonly<Record<string, number>>
}

/** Scenarios that stay together, with the sum of their estimates. */
export interface Component {
  readonly units: readonly Unit[]
  readonly workMs: number
  /** What chooses its shard by hash where that is not its first id. */
  readonly key?: string
}

/** What chooses the shard of a component by hash. */
export function keyOf({ key, units }: Component): string {
  return key ?? units[0]?.id ?? ""
}

/** Connected components, each with its units sorted by id; sorted by first id. */
export function componentsOf(units: readonly Unit[]): Component[] {
  const parent = new Map<string, string>()
  const root = (name: string): string => {
    let at = name
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
      parent.set(at, parent.get(up) ?? up)
      at = up
    }
    return at
  }
  const join = (one: string, other: string) => {
    const a = root(one)
    const b = root(other)
    if (a !== b) parent.set(a < b ? b : a, a < b ? a : b)
  }
  for (const { id, needs, together = [] } of units) {
    for (const need of needs) join(id, need)
    // No id begins with a space, so that groups and scenarios cannot be mixed up.
    for (const name of together) join(id, ` ${name}`)
  }
  const sorted = sortedById(units)
  if (parent.size === 0) return sorted.map((unit) => ({ units: [unit], workMs: unit.estimateMs }))
  const members = new Map<string, Unit[]>()
  for (const unit of sorted) {
    // Most have nothing to do with any other.
    const key = parent.has(unit.id) ? root(unit.id) : unit.id
    addTo(members, key, unit)
  }
  return [...members.values()].map((list) => ({
    units: list,
    workMs: list.reduce((sum, unit) => sum + unit.estimateMs, 0),
  }))
}

function sortedById(units: readonly Unit[]): Unit[] {
  return [...units].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
