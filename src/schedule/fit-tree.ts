/**
 * Finds the first of many waiting items whose demands fit: a tree over their places that knows the
 * least demand below each node, so that whole ranges that cannot fit are passed over.
 */

/** Items of one lane in their order of priority; those that are present can be found. */
export class FitTree {
  readonly #items: readonly number[]
  readonly #width: number
  readonly #leaves: number
  /** For each node and dimension the least demand of what is present below it. */
  readonly #least: Float64Array
  #size = 0

  /** `items` are indexes in ascending order; `width` is the number of dimensions of a demand. */
  constructor(items: readonly number[], width: number) {
    this.#items = items
    this.#width = width
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, items.length)))
    this.#least = new Float64Array(2 * this.#leaves * width).fill(Number.POSITIVE_INFINITY)
  }

  /** Number of items that are present. */
  get size(): number {
    return this.#size
  }

  /** Makes the item at this place present, with its demand in each dimension. */
  add(place: number, demand: ArrayLike<number>): void {
    const width = this.#width
    const at = (this.#leaves + place) * width
    for (let d = 0; d < width; d++) this.#least[at + d] = demand[d] ?? 0
    this.#size += 1
    this.#lift(this.#leaves + place)
  }

  /** Takes the item at this place out. */
  remove(place: number): void {
    const at = (this.#leaves + place) * this.#width
    this.#least.fill(Number.POSITIVE_INFINITY, at, at + this.#width)
    this.#size -= 1
    this.#lift(this.#leaves + place)
  }

  /** The first item that is present and demands at most `room` in every dimension. */
  first(room: ArrayLike<number>): number | undefined {
    const leaf = this.#find(1, room)
    return leaf === -1 ? undefined : this.#items[leaf - this.#leaves]
  }

  #find(node: number, room: ArrayLike<number>): number {
    const at = node * this.#width
    for (let d = 0; d < this.#width; d++) {
      if ((this.#least[at + d] as number) > (room[d] as number)) return -1
    }
    if (node >= this.#leaves) return node
    const left = this.#find(2 * node, room)
    return left === -1 ? this.#find(2 * node + 1, room) : left
  }

  #lift(leaf: number): void {
    const width = this.#width
    const least = this.#least
    for (let node = leaf >> 1; node >= 1; node >>= 1) {
      let changed = false
      for (let d = 0; d < width; d++) {
        const a = least[2 * node * width + d] as number
        const b = least[(2 * node + 1) * width + d] as number
        const value = a < b ? a : b
        if (least[node * width + d] === value) continue
        least[node * width + d] = value
        changed = true
      }
      if (!changed) return
    }
  }
}
