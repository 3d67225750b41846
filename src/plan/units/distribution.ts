/**
 * A distribution of components over shards while it is made and improved: who is where, and the
 * load of every shard by resource.
 */
import type { Loads } from "./loads.ts"

/** Components are known by their place in `Loads`, longest first. */
export class Distribution {
  readonly loads: Loads
  readonly shards: number
  /** Places of the components of each shard, ascending and so longest first. */
  readonly members: number[][]
  readonly #sums: Float64Array[]
  /** Sums of variances: what is unsure adds up by squares. */
  readonly #doubts: Float64Array

  constructor(loads: Loads, shards: number) {
    this.loads = loads
    this.shards = shards
    this.members = Array.from({ length: shards }, () => [])
    this.#sums = loads.weights.map(() => new Float64Array(shards))
    this.#doubts = new Float64Array(shards)
  }

  /** The longest load of a shard, and what may well come on top of it. */
  cost(shard: number): number {
    return this.costWith(shard, { out: -1, in: -1 })
  }

  /** What the cost of a shard would be without one component and with another; -1 is none. */
  costWith(shard: number, change: { readonly out: number; readonly in: number }): number {
    const { weights, variances } = this.loads
    let most = 0
    for (let resource = 0; resource < weights.length; resource++) {
      const of = weights[resource] as Float64Array
      const out = change.out < 0 ? 0 : (of[change.out] as number)
      const into = change.in < 0 ? 0 : (of[change.in] as number)
      most = Math.max(most, (this.#sums[resource]?.[shard] ?? 0) - out + into)
    }
    if (variances === null) return most
    const out = change.out < 0 ? 0 : (variances[change.out] as number)
    const into = change.in < 0 ? 0 : (variances[change.in] as number)
    return most + Math.sqrt(Math.max(0, (this.#doubts[shard] ?? 0) - out + into))
  }

  /** What no distribution falls far below: the bound, and an even part of the doubt. */
  get aim(): number {
    const { variances } = this.loads
    const bound = this.loads.boundOf(this.shards)
    if (variances === null) return bound
    return bound + Math.sqrt(variances.reduce((sum, each) => sum + each, 0) / this.shards)
  }

  /** The shard with the longest load; of equal ones the first. */
  longest(): number {
    let found = 0
    for (let shard = 1; shard < this.shards; shard++) {
      if (this.cost(shard) > this.cost(found)) found = shard
    }
    return found
  }

  /** Puts a component into a shard. */
  add(component: number, shard: number): void {
    const list = this.members[shard]
    if (list === undefined) throw new Error(`no shard ${shard}`)
    list.splice(placeIn(list, component), 0, component)
    this.#change(component, { shard, sign: 1 })
  }

  /** Takes a component out of its shard. */
  remove(component: number, shard: number): void {
    const list = this.members[shard]
    const place = list === undefined ? -1 : placeIn(list, component)
    if (list?.[place] !== component) throw new Error(`shard ${shard} has no component ${component}`)
    list.splice(place, 1)
    this.#change(component, { shard, sign: -1 })
  }

  /** Moves a component, and another one back where there is one. */
  exchange(swap: {
    readonly from: number
    readonly to: number
    readonly out: number
    /** Negative moves `out` alone. */
    readonly back: number
  }): void {
    const { from, to, out, back } = swap
    this.remove(out, from)
    this.add(out, to)
    if (back < 0) return
    this.remove(back, to)
    this.add(back, from)
  }

  #change(component: number, to: { readonly shard: number; readonly sign: 1 | -1 }): void {
    for (const [resource, sums] of this.#sums.entries()) {
      const weight = this.loads.weights[resource]?.[component] ?? 0
      sums[to.shard] = (sums[to.shard] ?? 0) + to.sign * weight
    }
    const variance = this.loads.variances?.[component] ?? 0
    this.#doubts[to.shard] = (this.#doubts[to.shard] ?? 0) + to.sign * variance
  }
}

/** Where a place stands, or would stand, in an ascending list. */
function placeIn(list: readonly number[], value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
