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
  const fair = components.reduce((sum, { workMs }) => sum + workMs, 0) / by.shards
  const sets = new Map<string, { readonly leases: LeaseSpec[]; readonly members: Component[] }>()
  const rest: Component[] = []
  for (const component of components) {
    const leases = leasesOf(component, by.scenarios)
    const key = JSON.stringify(leases)
    const set = sets.get(key) ?? { leases, members: [] }
    if (leases.length === 0) rest.push(component)
    else sets.set(key, set)
    set.members.push(component)
  }
  return [
    ...rest,
    ...[...sets.values()].flatMap(({ leases, members }) => {
      const startMs = leases.reduce((sum, { name }) => sum + by.startMs(name), 0)
      const workMs = members.reduce((sum, one) => sum + one.workMs, 0)
      const pieces = fair > 0 ? Math.ceil((workMs + startMs) / fair) : 1
      return split(members, Math.min(pieces, by.shards)).map((piece) => joined(piece, startMs))
    }),
  ]
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
