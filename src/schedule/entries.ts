/**
 * How each item of a shard stands, by its place in the list.
 */
import type { Cause } from "../core/verdict.ts"
import type { Item } from "./types.ts"

export type Status = "waiting" | "ready" | "delayed" | "running" | "done"

/** One item and how it stands. */
export interface Entry {
  readonly item: Item
  /** What must end before it, needs and earlier members of sequential groups alike. */
  open: number
  status: Status
  /** Attempts that were started, and those of them that failed. */
  attempts: number
  failures: number
  /** It has been started, or has ended without. */
  tried: boolean
  /** Why the latest of them failed. */
  cause: Cause | null
  worker: number
}

/** The items of one shard. */
export class Entries {
  readonly #entries: readonly Entry[]
  readonly #index: ReadonlyMap<string, number>
  #untried: number
  #open: number

  /** `open` counts what must end before each item. */
  constructor(items: readonly Item[], open: ArrayLike<number>) {
    this.#index = new Map(items.map(({ id }, index) => [id, index]))
    this.#entries = items.map((item, index) => ({
      item,
      open: open[index] ?? 0,
      status: "waiting",
      attempts: item.attemptsBefore ?? 0,
      failures: item.attemptsBefore ?? 0,
      cause: null,
      tried: false,
      worker: 0,
    }))
    this.#untried = items.length
    this.#open = items.length
  }

  /** Number of items without a verdict. */
  get open(): number {
    return this.#open
  }

  /** True when each has been started, or has ended without. */
  get allTried(): boolean {
    return this.#untried === 0
  }

  /** The item waits for its next attempt. */
  delay(index: number): void {
    this.setTried(index)
    this.at(index).status = "delayed"
  }

  /** The item is started, now or by an engine before. */
  setTried(index: number): void {
    const entry = this.at(index)
    if (!entry.tried) this.#untried -= 1
    entry.tried = true
  }

  /** The item has its verdict. */
  end(index: number): void {
    this.setTried(index)
    this.#open -= 1
    this.at(index).status = "done"
  }

  /** All, with their places. */
  all(): Iterable<readonly [index: number, entry: Entry]> {
    return this.#entries.entries()
  }

  /** Throws when there is none. */
  at(index: number): Entry {
    const entry = this.#entries[index]
    if (entry === undefined) throw new Error(`no item ${index}`)
    return entry
  }

  /** Place of an item in the list; throws when there is none. */
  indexOf(id: string): number {
    const index = this.#index.get(id)
    if (index === undefined) throw new Error(`no item ${id}`)
    return index
  }
}
