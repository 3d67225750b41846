/**
 * Which keys of sequential groups are open. A key is open from the time when its first member may
 * start until its last one has ended; each group has at most as many open keys as there are workers,
 * so that no pool is begun and left alone. As many more may be open whose members all wait for something
 * outside, such as `needs`.
 */
import type { PlannedGroup } from "../formats/plan.ts"
import type { Item } from "./types.ts"

/** All keys of a group together. */
interface Family {
  readonly name: string
  open: number
  /** Open keys of which no member may start. */
  asleep: number
}

interface Key {
  readonly family: Family
  isOpen: boolean
  /** Members that have not ended, and those of them that may start, or have. */
  left: number
  begun: number
}

/** The keys of one shard. Items are known by their places in the list. */
export class OpenKeys {
  readonly #keysOf: readonly (readonly Key[])[]
  readonly #waiting = new Set<number>()
  readonly #begun = new Set<number>()
  /** What was open at most when nothing more could be opened; null when that may have changed. */
  #triedWith: number | null = null

  constructor(
    items: readonly Pick<Item, "groups">[],
    groups: Readonly<Record<string, PlannedGroup>>,
  ) {
    const families = new Map<string, Family>()
    const keys = new Map<string, Key>()
    for (const [entry, { sequential, name = entry }] of Object.entries(groups)) {
      if (sequential !== true) continue
      const family = families.get(name) ?? { name, open: 0, asleep: 0 }
      families.set(name, family)
      keys.set(entry, { family, isOpen: false, left: 0, begun: 0 })
    }
    this.#keysOf = items.map((item) =>
      keys.size === 0 ? [] : [...new Set(item.groups)].flatMap((name) => keys.get(name) ?? []),
    )
    for (const key of this.#keysOf.flat()) key.left += 1
  }

  /** The group whose keys are waited for; null when nothing waits for one. */
  get waitedFor(): string | null {
    for (const index of this.#waiting) {
      const [shut] = this.#shutOf(index)
      if (shut !== undefined) return shut.family.name
    }
    return null
  }

  /** True where the item must wait for a key: `open` says when it need not any more. */
  mustWait(index: number): boolean {
    if (this.#shutOf(index).length === 0) {
      this.#begin(index)
      return false
    }
    this.#waiting.add(index)
    this.#triedWith = null
    return true
  }

  /** The item does not wait any more. */
  leave(index: number): void {
    this.#waiting.delete(index)
  }

  /** One member has ended for good. */
  end(index: number): void {
    const had = this.#begun.delete(index)
    for (const key of this.#keysOf[index] ?? []) {
      const wasAsleep = isAsleep(key)
      key.left -= 1
      if (had) key.begun -= 1
      if (key.left === 0 && key.isOpen) {
        key.isOpen = false
        key.family.open -= 1
        this.#triedWith = null
      }
      this.#noteSleep(key, wasAsleep)
    }
  }

  /** Opens what may be open beside the rest; the first of the list first. */
  open(workers: number): readonly number[] {
    if (this.#waiting.size === 0 || this.#triedWith === workers) return []
    this.#triedWith = workers
    return [...this.#waiting]
      .sort((a, b) => a - b)
      .filter((index) => {
        const shut = this.#shutOf(index)
        const fits = shut.every(({ family }) => {
          const more = shut.filter((key) => key.family === family).length
          return family.open - Math.min(family.asleep, workers) + more <= workers
        })
        if (fits) this.#open(index)
        return fits
      })
  }

  /** Opens the keys of the first that waits, however many are open: nothing else can go on. */
  openAnyway(): number | undefined {
    const index = [...this.#waiting].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    if (!this.#waiting.has(index)) return undefined
    this.#open(index)
    return index
  }

  #open(index: number): void {
    for (const key of this.#shutOf(index)) {
      key.isOpen = true
      key.family.open += 1
      this.#noteSleep(key, false)
    }
    this.#waiting.delete(index)
    this.#begin(index)
  }

  /** The item may start. */
  #begin(index: number): void {
    if (this.#begun.has(index)) return
    this.#begun.add(index)
    for (const key of this.#keysOf[index] ?? []) {
      const wasAsleep = isAsleep(key)
      key.begun += 1
      this.#noteSleep(key, wasAsleep)
    }
  }

  #noteSleep(key: Key, wasAsleep: boolean): void {
    const change = Number(isAsleep(key)) - Number(wasAsleep)
    key.family.asleep += change
    if (change > 0) this.#triedWith = null
  }

  #shutOf(index: number): readonly Key[] {
    return (this.#keysOf[index] ?? []).filter(({ isOpen }) => !isOpen)
  }
}

/** An open key of which no member may start. */
function isAsleep({ isOpen, begun }: Key): boolean {
  return isOpen && begun === 0
}
