/**
 * Scenarios that must share a shard because one needs the other, directly or through others.
 */

/** What planning must know of a scenario. */
export interface Unit {
  readonly id: string
  readonly needs: readonly string[]
  readonly estimateMs: number
}

/** Scenarios that stay together, with the sum of their estimates. */
export interface Component {
  readonly units: readonly Unit[]
  readonly workMs: number
}

/** Connected components over `needs`, each with its units sorted by id; sorted by first id. */
export function componentsOf(units: readonly Unit[]): Component[] {
  const parent = new Map(units.map((unit) => [unit.id, unit.id]))
  const root = (id: string): string => {
    let at = id
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
      parent.set(at, parent.get(up) ?? up)
      at = up
    }
    return at
  }
  for (const unit of units) {
    for (const need of unit.needs) {
      const a = root(unit.id)
      const b = root(need)
      if (a !== b) parent.set(a < b ? b : a, a < b ? a : b)
    }
  }
  const members = new Map<string, Unit[]>()
  for (const unit of [...units].sort(byId)) {
    const key = root(unit.id)
    const list = members.get(key)
    if (list === undefined) members.set(key, [unit])
    else list.push(unit)
  }
  return [...members.values()].map((list) => ({
    units: list,
    workMs: list.reduce((sum, unit) => sum + unit.estimateMs, 0),
  }))
}

function byId(a: Unit, b: Unit): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
