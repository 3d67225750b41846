/**
 * How each item of a shard stands, by its place in the list.
 */
import { addTo } from "../core/text/append.ts"
import type { Cause } from "../core/verdict.ts"
import type { Item } from "./types.ts"

/** `idle`: between two iterations. `held`: shared with others, and not claimed here. */
export type Status = "held" | "waiting" | "ready" | "delayed" | "running" | "idle" | "done"

/** The iteration that an entry is in. */
export interface UnderWay {
  readonly number: number
  /** Attempts of it that were started, and when the first was. */
  attempts: number
  startedAt: number | null
  /** Number of the attempt that will follow a failed one. */
  retry: number | null
  /** True once an attempt of it failed by itself. */
  hasFailed: boolean
  /** At the end of a soak it ran for far too long. */
  hangs: boolean
}

/** One item and how it stands. */
export interface Entry {
  readonly item: Item
  /** Of the scenario, also where the item only stands for another. */
  readonly id: string
  /** What must end before it, needs and earlier members of sequential groups alike. */
  open: number
  status: Status
  /** Number of the latest attempt, and how many of the scenario, or of the iteration, have failed. */
  attempts: number
  failures: number
  /** It has been started, or has ended without. */
  tried: boolean
  /** Why the latest of them failed. */
  cause: Cause | null
  worker: number
  /** Null where nothing is repeated, and between two iterations. */
  iteration: UnderWay | null
}

/** The items of one shard. */
export class Entries {
  readonly #entries: readonly Entry[]
  readonly #places: ReadonlyMap<string, readonly number[]>
  #untried: number

  /** `open` counts what must end before each item. */
  constructor(items: readonly Item[], open: ArrayLike<number>) {
    const places = new Map<string, number[]>()
    this.#places = places
    this.#entries = items.map((item, index) => ({
      item,
      id: idOf(item),
      open: open[index] ?? 0,
      status: "waiting",
      attempts: item.attemptsBefore ?? 0,
      failures: item.attemptsBefore ?? 0,
      cause: null,
      tried: false,
      worker: 0,
      iteration: null,
    }))
    this.#untried = items.length
    for (const [index, { id }] of this.#entries.entries()) addTo(places, id, index)
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

  /** The item is nobody's, or somebody else's: it is not waited for. */
  hold(index: number): void {
    this.setTried(index)
    const entry = this.at(index)
    entry.status = "held"
    entry.failures = 0
    entry.cause = null
  }

  /** The item is to be run here. */
  claim(index: number): void {
    const entry = this.at(index)
    entry.status = "waiting"
    entry.tried = false
    this.#untried += 1
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

  /** Place of what runs under this id, with this number where several do; throws when there is none. */
  indexOf(id: string, number?: number): number {
    const places = this.#places.get(id) ?? []
    const index =
      places.length === 1
        ? places[0]
        : places.find((place) => {
            const { status, attempts } = this.at(place)
            return status === "running" && attempts === number
          })
    if (index === undefined) throw new Error(`no item ${id}`)
    return index
  }
}

function idOf({ id, standsFor = id }: Item): string {
  return standsFor
}
