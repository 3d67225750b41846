/**
 * The groups of a shard: how many members run, which slot each holds, and who waits for one.
 */
import { type Heap, numberHeap } from "./heap.ts"

interface GroupState {
  readonly limit: number
  running: number
  /** Slots given back; `highest` is the highest slot ever given out. */
  readonly freeSlots: Heap<number>
  highest: number
  readonly waiting: Heap<number>
}

/** All groups; members are known by their place in the list of items. */
export class Groups {
  readonly #groups = new Map<string, GroupState>()
  #waiting = 0

  constructor(groups: Readonly<Record<string, { readonly maxParallel: number | null }>>) {
    for (const [name, group] of Object.entries(groups)) {
      this.#groups.set(name, {
        limit: group.maxParallel ?? Number.POSITIVE_INFINITY,
        running: 0,
        freeSlots: numberHeap(),
        highest: 0,
        waiting: numberHeap(),
      })
    }
  }

  /** Members that are ready but held back by a full group. */
  get waiting(): number {
    return this.#waiting
  }

  /** The first of these groups that is full. */
  full(names: readonly string[]): string | undefined {
    return names.find((name) => {
      const group = this.#group(name)
      return group.running >= group.limit
    })
  }

  /** Takes a slot in each group; none of them may be full. */
  take(names: readonly string[]): Record<string, number> {
    const slots: Record<string, number> = {}
    for (const name of names) {
      const group = this.#group(name)
      group.running += 1
      slots[name] = group.freeSlots.pop() ?? ++group.highest
    }
    return slots
  }

  /** Gives slots back. */
  release(slots: Readonly<Record<string, number>>): void {
    for (const [name, slot] of Object.entries(slots)) {
      const group = this.#group(name)
      group.running -= 1
      group.freeSlots.push(slot)
    }
  }

  /** Lets a member wait for a full group. */
  wait(name: string, item: number): void {
    this.#group(name).waiting.push(item)
    this.#waiting += 1
  }

  /** The next member that waits for one of these groups, for each that has room. */
  next(names: Iterable<string>): number[] {
    const items: number[] = []
    for (const name of names) {
      const group = this.#group(name)
      if (group.running >= group.limit) continue
      const item = group.waiting.pop()
      if (item === undefined) continue
      this.#waiting -= 1
      items.push(item)
    }
    return items
  }

  #group(name: string): GroupState {
    const group = this.#groups.get(name)
    if (group === undefined) throw new Error(`no group ${name}`)
    return group
  }
}
