/**
 * What there is of each resource and what running items take of it. Quantities are kept as whole
 * numbers, so that giving back leaves exactly what was there before. Learned peaks of memory are one more
 * dimension, of what nobody demanded: it makes items wait beside others, and skips none.
 */
import type { Item, MemoryRoom } from "./types.ts"

/** Dimension of being there at all: everything takes one of it, what is exclusive takes it whole. */
const PRESENCE = 0
const ALL = 2 ** 30
/** Dimension of the expected duration, which nothing takes: it tells what would end in time. */
const DURATION = 1
const FIRST_RESOURCE = 2

/** An expected duration that nobody knows. */
const UNKNOWN_MS = Number.MAX_VALUE

/** Amounts in base units, by name of the resource. */
export type Quantities = Readonly<Record<string, number>>

interface Resource {
  readonly name: string
  /** Whole steps in one base unit. */
  readonly steps: number
  total: number
}

/** The resources of a shard and the demand of every item, as vectors of the same dimensions. */
export class Resources {
  readonly #resources: readonly Resource[]
  readonly #demands: readonly Float64Array[]
  readonly #items: readonly Item[]
  readonly #free: Float64Array
  /** What is reserved for what is no item. */
  readonly #reserved: Float64Array
  /** The dimension of learned peaks; -1 where no item has one. */
  readonly #memory: number
  #memoryBytes = Number.POSITIVE_INFINITY
  /** Learned peaks of what runs. */
  #promisedBytes = 0

  /** `others` are demands of what is no item: instances of fixtures. */
  constructor(
    items: readonly Item[],
    totals: Readonly<Record<string, number>>,
    others: readonly Quantities[] = [],
  ) {
    this.#items = items
    const demanded = new Set(
      [...items.map(({ demand }) => demand), ...others].flatMap((one) => Object.keys(one ?? {})),
    )
    this.#resources = Object.entries(totals).flatMap(([name, total]) => {
      if (!demanded.has(name)) return []
      const steps = total < 1e9 ? 1e6 : 1
      return [{ name, steps, total: Math.round(total * steps) }]
    })
    const learned = items.some(({ peakMemoryBytes = 0 }) => peakMemoryBytes > 0)
    this.#memory = learned ? FIRST_RESOURCE + this.#resources.length : -1
    const plain = new Map<string, Float64Array>()
    this.#demands = items.map((item) => this.#vector(item, plain))
    this.#free = new Float64Array(this.width)
    this.#reserved = new Float64Array(this.width)
    this.#free[PRESENCE] = ALL
    this.#free[DURATION] = Number.POSITIVE_INFINITY
    for (const [r, { total }] of this.#resources.entries()) this.#free[FIRST_RESOURCE + r] = total
    this.#promise(0)
  }

  /** Number of dimensions. */
  get width(): number {
    return FIRST_RESOURCE + this.#resources.length + (this.#memory < 0 ? 0 : 1)
  }

  /** What is free now, without a bound of durations. */
  get free(): Float64Array {
    return this.#free
  }

  /** The same, but with memory for whatever peak. */
  get freeForFirst(): Float64Array {
    if (this.#memory < 0) return this.#free
    const free = this.#free.slice()
    free[this.#memory] = Number.POSITIVE_INFINITY
    return free
  }

  /** The demand of an item. */
  demand(index: number): Float64Array {
    const demand = this.#demands[index]
    if (demand === undefined) throw new Error(`no item ${index}`)
    return demand
  }

  /** Takes what an item demands. */
  take(index: number): void {
    this.add(this.#free, index, -1)
    this.#promise(this.#peak(index))
  }

  /** Gives back what an item took. */
  release(index: number): void {
    this.add(this.#free, index, 1)
    this.#promise(-this.#peak(index))
  }

  /** True while so much is free; of what is not limited there is always enough. */
  has(demand: Quantities | undefined): boolean {
    return this.#steps(demand).every(([at, steps]) => (this.#free[at] as number) >= steps)
  }

  /** Takes what is no item's, or gives it back with `sign` 1. */
  reserve(demand: Quantities | undefined, sign: 1 | -1 = -1): void {
    for (const [at, steps] of this.#steps(demand)) {
      this.#free[at] = (this.#free[at] as number) + sign * steps
      this.#reserved[at] = (this.#reserved[at] as number) - sign * steps
    }
  }

  /**
   * The first resource that these demands take and of which there is too little for them and the items at
   * the same time, however much other items give back; null where there is enough of each.
   */
  shortage(
    demands: readonly (Quantities | undefined)[],
    of: { readonly items: readonly number[]; readonly reserved: "stays" | "goes" },
  ): { readonly name: string; readonly message: string } | null {
    for (const [r, { name, total, steps }] of this.#resources.entries()) {
      const at = FIRST_RESOURCE + r
      let wanted = 0
      for (const demand of demands) wanted += Math.round((demand?.[name] ?? 0) * steps)
      if (wanted === 0) continue
      for (const index of of.items) wanted += this.demand(index)[at] as number
      const there = total - (of.reserved === "stays" ? (this.#reserved[at] as number) : 0)
      if (wanted <= there) continue
      return { name, message: tooMuch(name, { wanted: wanted / steps, there: there / steps }) }
    }
    return null
  }

  /** Why there is never so much; null where there may be. */
  neverHas(demand: Quantities | undefined): string | null {
    for (const { name, total, steps } of this.#resources) {
      const wanted = demand?.[name] ?? 0
      if (Math.round(wanted * steps) > total) return tooMuch(name, { wanted, there: total / steps })
    }
    return null
  }

  #steps(demand: Quantities | undefined): readonly (readonly [at: number, steps: number])[] {
    if (demand === undefined) return []
    return this.#resources.map(
      ({ name, steps }, r) =>
        [FIRST_RESOURCE + r, Math.round((demand[name] ?? 0) * steps)] as const,
    )
  }

  /** From now on learned peaks must fit into so much memory. */
  limitMemory({ mostBytes, freeBytes }: MemoryRoom): void {
    this.#memoryBytes = Math.min(mostBytes, freeBytes + this.#promisedBytes)
    this.#promise(0)
  }

  #peak(index: number): number {
    return this.#memory < 0 ? 0 : (this.demand(index)[this.#memory] as number)
  }

  #promise(bytes: number): void {
    if (this.#memory < 0) return
    this.#promisedBytes += bytes
    // Never below nothing: what has no learned peak always fits.
    this.#free[this.#memory] = Math.max(0, this.#memoryBytes - this.#promisedBytes)
  }

  /** Adds the demand of an item to a vector, or takes it off with `sign` -1. */
  add(vector: Float64Array, index: number, sign: 1 | -1): void {
    const demand = this.demand(index)
    vector[PRESENCE] = (vector[PRESENCE] as number) + sign * (demand[PRESENCE] as number)
    for (let d = FIRST_RESOURCE; d < vector.length; d++) {
      vector[d] = (vector[d] as number) + sign * (demand[d] as number)
    }
    const d = this.#memory
    if (d >= 0) vector[d] = Math.max(0, vector[d] as number)
  }

  /** Changes how much there is; false when nothing demands it. */
  resize(name: string, quantity: number): boolean {
    const r = this.#resources.findIndex((one) => one.name === name)
    const resource = this.#resources[r]
    if (resource === undefined) return false
    const total = Math.round(Math.max(0, quantity) * resource.steps)
    const at = FIRST_RESOURCE + r
    this.#free[at] = (this.#free[at] as number) + total - resource.total
    resource.total = total
    return true
  }

  /** Why an item can never run: it demands more of something than there is; null when it can. */
  tooLarge(index: number): string | null {
    const demand = this.demand(index)
    for (const [r, { name, total, steps }] of this.#resources.entries()) {
      if ((demand[FIRST_RESOURCE + r] as number) <= total) continue
      const wanted = this.#items[index]?.demand?.[name] ?? 0
      return tooMuch(name, { wanted, there: total / steps })
    }
    return null
  }

  /** What an item lacks in a vector of free quantities; null when it fits. */
  lacking(index: number, free: ArrayLike<number>): "exclusive" | `resource:${string}` | null {
    const demand = this.demand(index)
    if ((demand[PRESENCE] as number) > (free[PRESENCE] as number)) return "exclusive"
    for (let d = FIRST_RESOURCE; d < demand.length; d++) {
      if ((demand[d] as number) > (free[d] as number)) {
        return `resource:${this.#resources[d - FIRST_RESOURCE]?.name ?? "memory"}`
      }
    }
    return null
  }

  #vector(item: Item, plain: Map<string, Float64Array>): Float64Array {
    const { exclusive = false, estimateMs = UNKNOWN_MS, demand, peakMemoryBytes = 0 } = item
    // Most items of a large list are alike: they share one vector.
    const key = demand === undefined ? `${exclusive} ${estimateMs} ${peakMemoryBytes}` : ""
    const known = key === "" ? undefined : plain.get(key)
    if (known !== undefined) return known
    const vector = new Float64Array(this.width)
    vector[PRESENCE] = exclusive ? ALL : 1
    vector[DURATION] = estimateMs
    for (const [r, { name, steps }] of this.#resources.entries()) {
      vector[FIRST_RESOURCE + r] = Math.round((demand?.[name] ?? 0) * steps)
    }
    if (this.#memory >= 0) vector[this.#memory] = peakMemoryBytes
    if (key !== "") plain.set(key, vector)
    return vector
  }
}

/** The same room, but only for what is expected to end in time. */
export function endingWithin(room: Float64Array, ms: number): Float64Array {
  const bounded = room.slice()
  bounded[DURATION] = ms
  return bounded
}

/** The smaller of two rooms in every dimension. */
export function commonRoom(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, d) => Math.min(value, b[d] as number))
}

function tooMuch(
  name: string,
  { wanted, there }: { readonly wanted: number; readonly there: number },
): string {
  const verb = `demands ${quantityText(wanted)} of ${name}`
  return there === 0
    ? `${verb}, and there is none`
    : `${verb}, and there is only ${quantityText(there)}`
}

const BINARY_UNITS = ["Ti", "Gi", "Mi", "Ki"] as const

/** A quantity as people write it: `16Gi` where it is a round number of bytes, else digits. */
function quantityText(quantity: number): string {
  for (const [i, unit] of BINARY_UNITS.entries()) {
    const size = 1024 ** (BINARY_UNITS.length - i)
    if (quantity >= size && Number.isInteger((quantity / size) * 10))
      return `${quantity / size}${unit}`
  }
  return String(quantity)
}
