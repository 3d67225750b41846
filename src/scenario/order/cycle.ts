/**
 * Circles in a graph of numbered nodes.
 */

/** Nodes that a node points at. */
export type Graph = readonly (readonly number[])[]

/** So many nodes are looked at in one tangle; then the best circle found is short, if not shortest. */
const EFFORT = 1_000_000

/**
 * One circle for each tangle of nodes that reach each other: the shortest, as nodes in order without
 * repeating the first. Tangles come in the order of their first node.
 */
export function findCycles(graph: Graph): readonly (readonly number[])[] {
  return tanglesOf(graph)
    .map((tangle) => {
      const members = new Set(tangle)
      let best: readonly number[] | undefined
      const starts = Math.max(1, Math.floor(EFFORT / tangle.length))
      for (const start of tangle.slice(0, starts)) {
        const cycle = shortestThrough(graph, start, members)
        if (cycle !== undefined && (best === undefined || cycle.length < best.length)) best = cycle
        if (best !== undefined && best.length <= 2) break
      }
      return best ?? []
    })
    .filter((cycle) => cycle.length > 0)
}

/** Breadth first from a node back to itself. */
function shortestThrough(
  graph: Graph,
  start: number,
  members: ReadonlySet<number>,
): readonly number[] | undefined {
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? start
    for (const next of graph[node] ?? []) {
      if (next === start) {
        const path = [node]
        for (let at = node; at !== start; ) {
          at = cameFrom.get(at) ?? start
          path.push(at)
        }
        return path.reverse()
      }
      if (!members.has(next) || cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return undefined
}

/** Strongly connected parts with a circle in them (Tarjan, without recursion). */
function tanglesOf(graph: Graph): readonly (readonly number[])[] {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const open = new Set<number>()
  const stack: number[] = []
  const tangles: number[][] = []
  const enter = (node: number) => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    stack.push(node)
    open.add(node)
    return { node, next: 0 }
  }
  const lower = (node: number, to: number) => low.set(node, Math.min(low.get(node) ?? to, to))
  for (let root = 0; root < graph.length; root++) {
    if (order.has(root)) continue
    const frames = [enter(root)]
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const target = graph[frame.node]?.[frame.next++]
      if (target !== undefined) {
        if (!order.has(target)) frames.push(enter(target))
        else if (open.has(target)) lower(frame.node, order.get(target) ?? 0)
        continue
      }
      frames.pop()
      const parent = frames.at(-1)
      if (parent !== undefined) lower(parent.node, low.get(frame.node) ?? 0)
      if (low.get(frame.node) === order.get(frame.node)) {
        const tangle = stack.splice(stack.lastIndexOf(frame.node))
        for (const node of tangle) open.delete(node)
        const [only] = tangle
        const circular = tangle.length > 1 || (only !== undefined && graph[only]?.includes(only))
        if (circular) tangles.push(tangle.sort((a, b) => a - b))
      }
    }
  }
  return tangles.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}
