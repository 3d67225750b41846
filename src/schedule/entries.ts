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
  /** Why the latest of them failed. */
  cause: Cause | null
  worker: number
}

/** The items of one shard. */
export class Entries {
  readonly #entries: readonly Entry[]
  readonly #index: ReadonlyMap<string, number>

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
      worker: 0,
    }))
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
