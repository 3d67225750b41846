/**
 * Plans from a single earlier run. Durations that were seen once may be off by a fifth and more, and
 * what was never seen is guessed from them. Where all that a search gains by the estimates is less than
 * what they leave open, the plan is LPT's own: an unknown scenario counts as the mean of the known.
 */
import { Distribution } from "../units/distribution.ts"
import type { Loads } from "../units/loads.ts"
import { longestFirst } from "../units/lpt.ts"

/** LPT's own distribution where a single run cannot tell that the one found is better; else null. */
export function plainInstead(found: Distribution): Distribution | null {
  const { loads, shards } = found
  const { plain } = loads
  if (plain === null) return null
  const seen: Loads = {
    ...loads,
    weights: [plain.weights, ...loads.weights.slice(1)],
    variances: null,
  }
  const made = longestFirst(seen, { shards, order: plain.order() })
  const least = longestOf(found.members, loads)
  const gain = longestOf(made.members, loads).ms - least.ms
  const open = least.members.reduce((sum, one) => sum + (plain.variances[one] ?? 0), 0)
  if (gain > Math.sqrt(open)) return null
  const taken = new Distribution(loads, shards)
  for (const [shard, list] of made.members.entries()) {
    for (const component of list) taken.add(component, shard)
  }
  return taken
}

/** The longest shard by the estimates alone. */
function longestOf(
  shards: readonly (readonly number[])[],
  { weights }: Loads,
): { readonly ms: number; readonly members: readonly number[] } {
  let longest = { ms: -1, members: [] as readonly number[] }
  for (const members of shards) {
    const sums = weights.map((of) => members.reduce((sum, one) => sum + (of[one] ?? 0), 0))
    const ms = Math.max(...sums)
    if (ms > longest.ms) longest = { ms, members }
  }
  return longest
}
