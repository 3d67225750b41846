/**
 * Components that lease the same instances, bundled so that few shards have to start them.
 */
import type { LeaseSpec } from "../../formats/fixture.ts"
import type { Component } from "./components.ts"
import type { ScenarioIndex } from "./scenario-index.ts"

/** How bundles are made. */
export interface Bundling {
  readonly scenarios: Pick<ScenarioIndex, "get">
  /** Milliseconds of a start by the fixture's name. */
  readonly startMs: (name: string) => number
  readonly shards: number
}

/**
 * One bundle for each set of leases, and more where it is more work than an even share of a shard. A start
 * weighs as if a worker waited for it. What leases nothing stays as it is.
 */
export function bundleByLeases(
  components: readonly Component[],
  by: Bundling,
): readonly Component[] {
  const sets = new Map<string, LeasedTogether>()
  const rest: Component[] = []
  let allMs = 0
  for (const component of components) {
    allMs += component.workMs
    const leases = leasesOf(component, by.scenarios)
    if (leases.length === 0) {
      rest.push(component)
      continue
    }
    const key = JSON.stringify(leases)
    let set = sets.get(key)
    if (set === undefined) {
      const startMs = leases.reduce((sum, { name }) => sum + by.startMs(name), 0)
      set = { members: [], startMs, workMs: startMs }
      allMs += startMs
      sets.set(key, set)
    }
    set.workMs += component.workMs
    set.members.push(component)
  }
  const fairMs = allMs / by.shards
  const bundles = [...sets.values()].flatMap(({ members, startMs, workMs }) => {
    // A little more than an even share is not worth a second start.
    const pieces = fairMs > 0 ? Math.round(workMs / fairMs) : 1
    return split(members, Math.max(1, Math.min(pieces, by.shards))).map((piece) =>
      joined(piece, startMs),
    )
  })
  return [...rest, ...bundles]
}

interface LeasedTogether {
  readonly members: Component[]
  readonly startMs: number
  /** With one start. */
  workMs: number
}

/** What its scenarios lease, each once, in a fixed order. */
function leasesOf({ units }: Component, scenarios: Bundling["scenarios"]): LeaseSpec[] {
  const leases = units.flatMap(({ id }) => scenarios.get(id)?.definition.fixtures ?? [])
  const byText = new Map(leases.map((lease) => [JSON.stringify(lease), lease]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lease]) => lease)
}

/** About equal pieces, none of them empty; longest first. */
function split(members: readonly Component[], count: number): readonly (readonly Component[])[] {
  if (count < 2) return [members]
  const pieces = Array.from({ length: count }, () => ({ workMs: 0, members: [] as Component[] }))
  for (const member of [...members].sort((a, b) => b.workMs - a.workMs)) {
    const least = pieces.reduce((best, one) => (one.workMs < best.workMs ? one : best))
    least.workMs += member.workMs
    least.members.push(member)
  }
  return pieces.flatMap((piece) => (piece.members.length === 0 ? [] : [piece.members]))
}

function joined(members: readonly Component[], startMs: number): Component {
  const units = members.flatMap((member) => member.units)
  const [first, ...others] = units.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const charged = first === undefined ? [] : [{ ...first, estimateMs: first.estimateMs + startMs }]
  const workMs = members.reduce((sum, one) => sum + one.workMs, startMs)
  return { units: [...charged, ...others], workMs }
}
