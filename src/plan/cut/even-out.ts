/**
 * The last touch by simulation: moves and swaps components between the longest shard and short ones,
 * as they are weighed after a simulation, for as long as that shortens the longest. Bounded by a number of
 * simulated scenarios, so that it is deterministic and quick.
 */
import type { Component } from "../units/components.ts"

/** Scenarios that may be simulated altogether, besides once for every shard. */
const BUDGET = 60_000

/** Short shards that are tried for each step, and components for each of them. */
const PARTNERS = 3
const TRIES = 4

interface Shard {
  readonly components: readonly Component[]
  readonly ids: readonly string[]
  /** How long it takes, as far as that is to be trusted. */
  readonly weighedMs: number
}

/**
 * The shards in the same order, evened out; `make` makes and weighs one in the place of another, null
 * where that cannot hold so much.
 */
export function evenOut<S extends Shard>(shards: readonly S[], make: Make<S>): readonly S[] {
  const made = [...shards]
  let left = BUDGET
  const spend: Make<S> = (components, instead) => {
    const shard = make(components, instead)
    left -= shard?.ids.length ?? 1
    return shard
  }
  while (left > 0) {
    const from = placeOfLongest(made)
    const longest = made[from]
    if (longest === undefined) break
    const better = betterPair(made, { from, longest, make: spend })
    if (better === null) break
    made[from] = better.from
    made[better.to] = better.into
  }
  return made
}

type Make<S extends Shard> = (components: readonly Component[], instead: S) => S | null

function betterPair<S extends Shard>(
  shards: readonly S[],
  step: {
    readonly from: number
    readonly longest: S
    readonly make: Make<S>
  },
): { readonly from: S; readonly into: S; readonly to: number } | null {
  const { from, longest, make } = step
  const most = longest.weighedMs
  const shortest = shards
    .map((shard, place) => ({ shard, place }))
    .filter(({ place, shard }) => place !== from && shard.weighedMs < most * (1 - 1e-3))
    .sort((a, b) => a.shard.weighedMs - b.shard.weighedMs || a.place - b.place)
    .slice(0, PARTNERS)
  for (const { shard, place } of shortest) {
    const theirs = shard.components
    const pairs = exchanges(longest.components, { theirs, gap: gapOf(longest, shard) })
    for (const { out, back } of pairs) {
      const kept = longest.components.filter((each) => each !== out)
      const rest = theirs.filter((each) => each !== back)
      const mine = make(back === null ? kept : [...kept, back], longest)
      if (mine === null || mine.weighedMs >= most) continue
      const into = make([...rest, out], shard)
      if (into !== null && into.weighedMs < most) return { from: mine, into, to: place }
    }
  }
  return null
}

/** Work that ought to change sides: half the difference, as one worker would feel it. */
function gapOf(longest: Shard, other: Shard): number {
  const work = longest.components.reduce((sum, { workMs }) => sum + workMs, 0)
  const workers = work / Math.max(1, longest.weighedMs)
  return ((longest.weighedMs - other.weighedMs) / 2) * workers
}

/** The exchanges that move about so much work, the best fitting first. */
function exchanges(
  ours: readonly Component[],
  { theirs, gap }: { readonly theirs: readonly Component[]; readonly gap: number },
): readonly { readonly out: Component; readonly back: Component | null }[] {
  const byWork = [...theirs].sort((a, b) => b.workMs - a.workMs)
  const found: {
    readonly out: Component
    readonly back: Component | null
    readonly off: number
  }[] = []
  for (const out of ours) {
    const back = nearestTo(byWork, out.workMs - gap)
    const moved = out.workMs - (back?.workMs ?? 0)
    if (ours.length > 1) found.push({ out, back: null, off: Math.abs(out.workMs - gap) })
    if (back !== null && moved > 0) found.push({ out, back, off: Math.abs(moved - gap) })
  }
  // Sorting keeps the order of equals, and components come in an order of their own.
  return found.sort((a, b) => a.off - b.off).slice(0, TRIES)
}

/** The component nearest below so much work in a list that is sorted longest first. */
function nearestTo(list: readonly Component[], workMs: number): Component | null {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.workMs ?? 0) > workMs) low = middle + 1
    else high = middle
  }
  return list[low] ?? null
}

function placeOfLongest(shards: readonly Shard[]): number {
  let found = 0
  for (const [place, { weighedMs }] of shards.entries()) {
    if (weighedMs > (shards[found]?.weighedMs ?? 0)) found = place
  }
  return found
}
