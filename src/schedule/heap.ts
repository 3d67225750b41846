/** A binary heap: the least element by `before` comes out first. */
export class Heap<T> {
  readonly #elements: T[] = []
  readonly #before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#elements.length
  }

  peek(): T | undefined {
    return this.#elements[0]
  }

  push(element: T): void {
    const elements = this.#elements
    let at = elements.length
    elements.push(element)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = elements[parent] as T
      if (!this.#before(element, above)) break
      elements[at] = above
      at = parent
    }
    elements[at] = element
  }

  pop(): T | undefined {
    const elements = this.#elements
    const top = elements[0]
    const last = elements.pop()
    if (elements.length === 0 || last === undefined) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= elements.length) break
      if (
        child + 1 < elements.length &&
        this.#before(elements[child + 1] as T, elements[child] as T)
      ) {
        child += 1
      }
      if (!this.#before(elements[child] as T, last)) break
      elements[at] = elements[child] as T
      at = child
    }
    elements[at] = last
    return top
  }

  /** Takes everything out, in no particular order. */
  drain(): T[] {
    return this.#elements.splice(0)
  }
}

/** A heap of numbers, least first. */
export function numberHeap(): Heap<number> {
  return new Heap((a, b) => a < b)
}
