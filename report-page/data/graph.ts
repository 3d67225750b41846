/**
 * What waits for what: scenarios with needs in columns, each behind everything that it needs, and the
 * critical path, the chain of needs whose measured times are the longest together.
 */
import type { PageScenario } from "../../src/report/page/page-data.ts"

/** A scenario that needs others or is needed. */
export interface GraphNode {
  readonly scenario: PageScenario
  /** Ids that it needs and that need it, those outside of the run left out. */
  readonly needs: readonly string[]
  readonly neededBy: readonly string[]
  /** Needs that must end one after another before it: 0 where it needs nothing. */
  readonly level: number
  /** Place in the critical path, from 1; null outside of it. */
  readonly critical: number | null
}

/** A node and its place in the picture. */
export interface PlacedNode extends GraphNode {
  readonly column: number
  readonly row: number
}

export interface Graph {
  /** All nodes by id, each behind what it needs. */
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly criticalPath: readonly PageScenario[]
  readonly criticalSeconds: number
  /** The nodes of the picture, by column and row; at most `MAX_DRAWN`. */
  readonly columns: readonly (readonly PlacedNode[])[]
}

/** Nodes of the picture: more cannot be followed by eye, and a browser would draw them slowly. */
export const MAX_DRAWN = 200

/** The graph of the needs; without nodes where no scenario needs another. */
export function graphOf(scenarios: readonly PageScenario[]): Graph {
  const ordered = inOrderOfNeeds(scenarios)
  const path = longestPath(ordered)
  const places = new Map(path.map(({ id }, index) => [id, index + 1]))
  const nodes = new Map<string, GraphNode>()
  for (const [id, { scenario, needs, neededBy }] of ordered) {
    const level = Math.max(-1, ...needs.map((need) => nodes.get(need)?.level ?? -1)) + 1
    nodes.set(id, { scenario, needs, neededBy, level, critical: places.get(id) ?? null })
  }
  return {
    nodes,
    criticalPath: path,
    criticalSeconds: path.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
    columns: placed(drawnOf([...nodes.values()])),
  }
}

type Links = Pick<GraphNode, "scenario" | "needs" | "neededBy">

/** Everything with a need on either side, needs first (Kahn 1962). */
function inOrderOfNeeds(scenarios: readonly PageScenario[]): ReadonlyMap<string, Links> {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))
  const neededBy = new Map<string, string[]>()
  const needsOf = new Map<string, readonly string[]>()
  for (const { id, needs } of scenarios) {
    const known = [...new Set(needs)].filter((need) => byId.has(need))
    needsOf.set(id, known)
    for (const need of known) {
      const others = neededBy.get(need)
      if (others === undefined) neededBy.set(need, [id])
      else others.push(id)
    }
  }
  const waits = new Map([...needsOf].map(([id, needs]) => [id, needs.length]))
  const ready = scenarios.filter(({ id }) => waits.get(id) === 0).map(({ id }) => id)
  const ordered = new Map<string, Links>()
  for (const id of ready) {
    const scenario = byId.get(id)
    const needs = needsOf.get(id) ?? []
    const next = neededBy.get(id) ?? []
    if (scenario === undefined || needs.length + next.length === 0) continue
    ordered.set(id, { scenario, needs, neededBy: next })
    for (const one of next) {
      const left = (waits.get(one) ?? 0) - 1
      waits.set(one, left)
      if (left === 0) ready.push(one)
    }
  }
  return ordered
}

/** The chain that takes longest, in the order in which it ran. */
function longestPath(ordered: ReadonlyMap<string, Links>): readonly PageScenario[] {
  const best = new Map<string, { readonly seconds: number; readonly before: string | null }>()
  let last: string | null = null
  for (const [id, { scenario, needs }] of ordered) {
    const lengthOf = (one: string | null) => (one === null ? 0 : (best.get(one)?.seconds ?? 0))
    const before = needs.reduce<string | null>(
      (longest, need) => (longest === null || lengthOf(need) > lengthOf(longest) ? need : longest),
      null,
    )
    best.set(id, { seconds: lengthOf(before) + scenario.durationSeconds, before })
    if (last === null || lengthOf(id) > lengthOf(last)) last = id
  }
  const path: PageScenario[] = []
  for (let id = last; id !== null; id = best.get(id)?.before ?? null) {
    const node = ordered.get(id)
    if (node !== undefined) path.push(node.scenario)
  }
  return path.reverse()
}

/** What the picture has room for: the critical path, then what is not green, then the rest as planned. */
function drawnOf(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const rank = ({ critical, scenario }: GraphNode) =>
    critical === null ? (scenario.verdict === "passed" ? 2 : 1) : 0
  return nodes.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_DRAWN)
}

/** Columns by level; in each the critical path is the first row, the others stand near what they need. */
function placed(drawn: readonly GraphNode[]): readonly (readonly PlacedNode[])[] {
  const rows = new Map<string, number>()
  const near = ({ critical, needs }: GraphNode) => {
    const known = needs.flatMap((need) => rows.get(need) ?? [])
    if (critical !== null) return -1
    return known.reduce((sum, row) => sum + row, 0) / Math.max(1, known.length)
  }
  const levels = [...Map.groupBy(drawn, ({ level }) => level)].sort(([a], [b]) => a - b)
  return levels.map(([, level], column) => {
    const sorted = level.toSorted((a, b) => near(a) - near(b))
    return sorted.map((node, row) => {
      rows.set(node.scenario.id, row)
      return { ...node, column, row }
    })
  })
}
