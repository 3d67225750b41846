/**
 * Who may start next: knows what waits, what runs and what is free, and chooses by priority with
 * backfilling and at most one reservation.
 */
import type { ShareName } from "../formats/plan.ts"
import { Groups } from "./groups.ts"
import { OpenKeys } from "./open-keys.ts"
import { partsOf } from "./parts.ts"
import { type Room as FreeRoom, Ready } from "./ready.ts"
import { HeldBack, type Shadow, shadowOf } from "./reservation.ts"
import { commonRoom, endingWithin, Resources } from "./resources.ts"
import type { IdleCause, Item, ScheduleOptions } from "./types.ts"

interface Running {
  readonly index: number
  readonly startedAt: number
  readonly groups: readonly string[]
  readonly slots: Readonly<Record<string, number>>
  evicted: boolean
}

/** Workers that may take something now. */
interface FreeWorkers {
  readonly free: number
  isFree(worker: number): boolean
}

/** The room of one shard. Items are known by their places in the list. */
export class Room {
  readonly resources: Resources
  readonly #items: readonly Item[]
  readonly #groups: Groups
  readonly #keys: OpenKeys
  readonly #ready: Ready
  readonly #running = new Map<number, Running>()
  readonly #held = new HeldBack()
  readonly #share: ShareName
  /** The worker that each item belongs to; undefined where all take from one list. */
  readonly #owners: readonly number[] | undefined
  #keeping = false

  constructor(options: ScheduleOptions) {
    const { items, groups, resources = {}, workers, share = "queue" } = options
    this.#items = items
    this.#share = share
    this.#owners = share === "queue" ? undefined : partsOf(items, workers)
    this.resources = new Resources(items, resources)
    this.#groups = new Groups(groups)
    this.#keys = new OpenKeys(items, groups)
    this.#ready = new Ready(items, {
      groups: this.#groups,
      resources: this.resources,
      owners: this.#owners,
    })
  }

  /** Number of items that wait for room. */
  get waiting(): number {
    return this.#ready.size
  }

  /** The group of which a key must be open before more can wait for room; null where none must. */
  get waitedKey(): string | null {
    return this.#keys.waitedFor
  }

  /** The item waits for room from now on, or for a key before that. */
  enter(index: number): void {
    if (!this.#keys.mustWait(index)) this.#ready.add(index)
  }

  /** The item does not wait any more, if it did. */
  leave(index: number): void {
    if (this.#ready.has(index)) this.#ready.remove(index)
    this.#keys.leave(index)
    this.#held.drop(index)
  }

  /** The item has its verdict. */
  end(index: number): void {
    this.leave(index)
    this.#keys.end(index)
  }

  /**
   * Lets in what waits for a key, as far as so many workers can be at work in open ones. One more is
   * opened where everything else waits for something behind it, unless an attempt `isDue`.
   */
  openKeys(workers: number, isDue: boolean): void {
    for (const index of this.#keys.open(workers)) this.#ready.add(index)
    if (isDue || this.#running.size > 0 || this.#ready.size > 0) return
    const index = this.#keys.openAnyway()
    if (index !== undefined) this.#ready.add(index)
  }

  /** The worker that an item belongs to; undefined where it belongs to none. */
  ownerOf(index: number): number | undefined {
    return this.#owners?.[index]
  }

  /** The item starts; its slots by group. */
  take(index: number, at: number): Readonly<Record<string, number>> {
    const groups = this.#ready.groupsOf(index)
    const slots = this.#groups.take(groups)
    this.resources.take(index)
    this.leave(index)
    this.#running.set(index, { index, startedAt: at, groups, slots, evicted: false })
    return slots
  }

  /** The item has ended. */
  release(index: number, at: number): void {
    const running = this.#running.get(index)
    if (running === undefined) throw new Error(`item ${index} does not run`)
    this.#running.delete(index)
    this.resources.release(index)
    this.#ready.wake(this.#groups.release(running.groups, { slots: running.slots, at }))
  }

  /** Marks the item that started last as put back and tells it; null when the last one is left. */
  evict(): number | null {
    const staying = [...this.#running.values()].filter(({ evicted }) => !evicted)
    const youngest = staying.at(-1)
    if (youngest === undefined || staying.length === 1) return null
    youngest.evicted = true
    return youngest.index
  }

  /** Ends pauses that are over; when the next one is, or null when nothing waits for one. */
  pausesUntil(at: number): number | null {
    return this.#ready.pausesUntil(at)
  }

  /** What may be taken now; learned memory is no reason to leave the machine idle. */
  get #free(): Float64Array {
    return this.#running.size === 0 ? this.resources.freeForFirst : this.resources.free
  }

  /** The item that starts next on a free worker, on its own one where that is free; null when none may. */
  choose(at: number, workers: FreeWorkers): number | null {
    this.#keeping = false
    const next = this.#next(at, workers)
    const head = this.#ready.head()
    if (head !== undefined && head !== next && this.#isOwnerFree(head, workers)) {
      this.#held.note(head, at)
    }
    if (next === undefined) return null
    const kept = this.#held.due(at, (index) => this.#estimateMs(index))
    if (kept === null) return next
    const { index } = kept
    // What comes first in the list does not overtake, and no other worker can take this one's part.
    if (next < index || !this.#mayTake(index, workers)) return next
    if (this.#lacks(index, at) === null) return index
    const names = this.#ready.groupsOf(index)
    const shadow = this.#shadow({ index, at, names, freeWorkers: workers.free })
    kept.startsAt = Math.min(kept.startsAt, shadow.at)
    const chosen = this.#beside({ index, startsAt: kept.startsAt, shadow, names, at, workers })
    this.#keeping = chosen === null
    return chosen
  }

  /** Why nothing that waits may start; only after `choose` has found nothing. */
  why(at: number): IdleCause {
    const head = this.#ready.head()
    if (head === undefined) return "nothing-left"
    if (this.#keeping) return "reserved"
    return this.#lacks(head, at) ?? (this.#share === "static" ? "share" : "nothing-left")
  }

  /** The first that fits, but workers look at their own parts first, or at nothing else. */
  #next(at: number, workers: FreeWorkers): number | undefined {
    const room: FreeRoom = { free: this.#free }
    if (this.#share === "queue") return this.#ready.first(room, at)
    const own = this.#ready.first({ ...room, lane: ({ owner }) => workers.isFree(owner) }, at)
    return own === undefined && this.#share === "hybrid" ? this.#ready.first(room, at) : own
  }

  /** True when one of the free workers may take the item. */
  #mayTake(index: number, workers: FreeWorkers): boolean {
    return this.#share !== "static" || this.#isOwnerFree(index, workers)
  }

  #isOwnerFree(index: number, workers: FreeWorkers): boolean {
    const owner = this.#owners?.[index]
    return owner === undefined || workers.isFree(owner)
  }

  /** What ends before the kept one starts, or what leaves room enough for it. */
  #beside(keep: {
    readonly index: number
    readonly workers: FreeWorkers
    readonly startsAt: number
    readonly shadow: Shadow
    readonly names: readonly string[]
    readonly at: number
  }): number | null {
    const { index, startsAt, shadow, names, at, workers } = keep
    const free = this.#free
    const kept = this.#owners?.[index] ?? 0
    const mayTake = (owner: number) => this.#share !== "static" || workers.isFree(owner)
    const isBeside = (owner: number) => this.#share !== "static" || owner !== kept
    // Something that is said to take no time at all must not slip past for ever.
    const inTime =
      startsAt > at
        ? this.#ready.first(
            {
              free: endingWithin(free, startsAt - at),
              lane: ({ owner }) => mayTake(owner),
            },
            at,
          )
        : undefined
    const beside =
      shadow.workers > 0
        ? this.#ready.first(
            {
              free: commonRoom(free, shadow.room),
              lane: ({ groups, owner }) =>
                mayTake(owner) && isBeside(owner) && !this.#groups.touch(names, groups),
            },
            at,
          )
        : undefined
    if (inTime === undefined || beside === undefined) return inTime ?? beside ?? null
    return Math.min(inTime, beside)
  }

  #shadow(kept: {
    readonly index: number
    readonly at: number
    readonly names: readonly string[]
    readonly freeWorkers: number
  }): Shadow {
    const { at } = kept
    const running = [...this.#running.values()].map(({ index, startedAt, groups }) => {
      const endsAt = Math.max(at, startedAt + (this.#items[index]?.estimateMs ?? 0))
      return { index, groups, endsAt }
    })
    return shadowOf({ ...kept, running, resources: this.resources, groups: this.#groups })
  }

  #lacks(index: number, at: number): IdleCause | null {
    const hold = this.#groups.hold(this.#ready.groupsOf(index), at)
    if (hold !== null) return `${hold.reason}:${hold.group}`
    return this.resources.lacking(index, this.#free)
  }

  #estimateMs(index: number): number {
    return this.#items[index]?.estimateMs ?? 0
  }
}
