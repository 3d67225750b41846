/**
 * Bounded local search on a distribution: takes work off the longest shard by a move, a swap, or a
 * chain over a third shard, as long as that shortens it. Counts its work instead of reading a clock,
 * so that it is deterministic.
 */
import type { Distribution } from "../units/distribution.ts"

/** How near to the bound is good enough. */
const CLOSE = 1e-5

/** Shards that the longest one tries to give work to in one step, the shortest first. */
const MAX_PARTNERS = 24

/** Shards that each end of a chain is looked for in. */
const MAX_CHAIN = 10

/** Components of the longest shard that are tried; of more, every so-manieth is. */
const MAX_TRIED = 400

interface Step {
  readonly cost: number
  readonly exchanges: readonly Parameters<Distribution["exchange"]>[0][]
}

/** Improves in place; `budget` is the number of exchanges that may be looked at. */
export function improve(made: Distribution, budget: number): void {
  const enough = made.aim * (1 + CLOSE)
  let left = budget
  while (left > 0 && made.shards > 1) {
    const from = made.longest()
    const cost = made.cost(from)
    if (cost <= enough) return
    const search = new Search(made, { from, cost })
    const step = search.exchange() ?? search.chain()
    left -= search.looks
    if (step === null) return
    for (const exchange of step.exchanges) made.exchange(exchange)
  }
}

/** One look for a way to shorten the longest shard. */
class Search {
  looks = 0
  readonly #made: Distribution
  readonly #from: number
  readonly #cost: number
  readonly #weights: Float64Array
  readonly #tried: readonly number[]
  /** Other shards, the shortest first. */
  readonly #others: readonly number[]

  constructor(made: Distribution, longest: { readonly from: number; readonly cost: number }) {
    this.#made = made
    this.#from = longest.from
    this.#cost = longest.cost
    this.#weights = bindingWeights(made, longest)
    const members = made.members[longest.from] ?? []
    const stride = Math.max(1, Math.ceil(members.length / MAX_TRIED))
    this.#tried = members.filter((_, index) => index % stride === 0)
    this.#others = made.members
      .map((_, shard) => ({ shard, cost: made.cost(shard) }))
      .filter(({ shard }) => shard !== longest.from)
      .sort((a, b) => a.cost - b.cost || a.shard - b.shard)
      .slice(0, MAX_PARTNERS)
      .map(({ shard }) => shard)
  }

  /** The move or swap that leaves the two shards most even. */
  exchange(): Step | null {
    const least = this.#cost * (1 - 1e-9)
    let best: Step | null = null as Step | null
    for (const to of this.#others) {
      const gap = (this.#cost - this.#made.cost(to)) / 2
      if (gap <= this.#cost * 1e-9) break
      for (const out of this.#tried) {
        for (const back of this.#candidates(to, this.#weight(out) - gap)) {
          const cost = this.#costOf({ to, out, back })
          if (cost < Math.min(least, best?.cost ?? least)) {
            best = { cost, exchanges: [{ from: this.#from, to, out, back }] }
          }
        }
      }
      // A shard that became nearly even with the shortest ones is as good as it gets.
      if (best !== null && best.cost < this.#cost - gap * 0.9) break
    }
    return best
  }

  /** A component goes to a second shard, and one of that on to a third. */
  chain(): Step | null {
    const limit = this.#cost * (1 - 1e-9)
    const made = this.#made
    for (const middle of this.#others) {
      for (const end of this.#others.slice(0, MAX_CHAIN)) {
        if (end === middle) continue
        for (const out of this.#tried) {
          if (!this.#leavesSome({ out, back: -1 })) continue
          if (made.costWith(this.#from, { out, in: -1 }) >= limit) continue
          const need = made.cost(middle) + this.#weight(out) - limit
          for (const pushed of this.#candidates(middle, Math.max(0, need))) {
            if (pushed < 0) continue
            this.looks += 1
            if (made.costWith(middle, { out: pushed, in: out }) >= limit) continue
            if (made.costWith(end, { out: -1, in: pushed }) >= limit) continue
            return {
              cost: limit,
              exchanges: [
                { from: this.#from, to: middle, out, back: -1 },
                { from: middle, to: end, out: pushed, back: -1 },
              ],
            }
          }
        }
      }
    }
    return null
  }

  #costOf(swap: { readonly to: number; readonly out: number; readonly back: number }): number {
    this.looks += 1
    const { to, out, back } = swap
    if (!this.#leavesSome(swap)) return Number.POSITIVE_INFINITY
    const here = this.#made.costWith(this.#from, { out, in: back })
    return Math.max(here, this.#made.costWith(to, { out: back, in: out }))
  }

  /** No shard is ever emptied. */
  #leavesSome({ back }: { readonly out: number; readonly back: number }): boolean {
    return back >= 0 || (this.#made.members[this.#from]?.length ?? 0) > 1
  }

  #weight(component: number): number {
    return this.#weights[component] ?? 0
  }

  /** The components of a shard that weigh about so much; -1, none at all, where that is little. */
  #candidates(shard: number, wanted: number): readonly number[] {
    const list = this.#made.members[shard] ?? []
    let low = 0
    let high = list.length
    // Longest first: find the first that weighs no more than what is wanted.
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#weight(list[middle] ?? 0) > wanted) low = middle + 1
      else high = middle
    }
    return [list[low - 1] ?? -1, list[low] ?? -1]
  }
}

/** The weights by the resource that makes a shard the longest. */
function bindingWeights(made: Distribution, { from }: { readonly from: number }): Float64Array {
  const { weights } = made.loads
  const members = made.members[from] ?? []
  let binding = weights[0] ?? new Float64Array()
  let most = -1
  for (const of of weights.length > 1 ? weights : []) {
    const sum = members.reduce((total, member) => total + (of[member] ?? 0), 0)
    if (sum > most) {
      most = sum
      binding = of
    }
  }
  return binding
}
