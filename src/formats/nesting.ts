/**
 * Chains of things that contain each other, followed without recursion: they may come from anybody.
 */

/** A chain that leads back into itself, or is too long, from its first link on. */
export interface BadChain {
  readonly kind: "circle" | "deep"
  readonly chain: readonly string[]
}

interface Step {
  readonly node: string
  readonly rest: Iterator<string>
  /** Links of the longest chain that begins here. */
  height: number
}

/** Circles, each once, and the first chain with more than `most` links; in the order of the nodes. */
export function badChains(
  nodes: Iterable<string>,
  by: { readonly next: (node: string) => Iterable<string>; readonly most: number },
): readonly BadChain[] {
  const { next, most } = by
  const bad: BadChain[] = []
  const heights = new Map<string, number>()
  const way = new Map<string, number>()
  const stack: Step[] = []
  const enter = (node: string) => {
    way.set(node, stack.length)
    stack.push({ node, rest: next(node)[Symbol.iterator](), height: 1 })
  }
  const chainFrom = (at: number) => stack.slice(at).map(({ node }) => node)
  for (const first of nodes) {
    if (!heights.has(first)) enter(first)
    for (let step = stack.at(-1); step !== undefined; step = stack.at(-1)) {
      const { done, value } = step.rest.next()
      if (done === true) {
        heights.set(step.node, step.height)
        way.delete(step.node)
        stack.pop()
        const outer = stack.at(-1)
        if (outer !== undefined) outer.height = Math.max(outer.height, step.height + 1)
        if (step.height === most + 1 && !bad.some(({ kind }) => kind === "deep")) {
          bad.push({ kind: "deep", chain: [step.node] })
        }
        continue
      }
      const at = way.get(value)
      const height = heights.get(value)
      if (at !== undefined) bad.push({ kind: "circle", chain: [...chainFrom(at), value] })
      else if (height === undefined) enter(value)
      else step.height = Math.max(step.height, height + 1)
    }
  }
  return bad
}
