/**
 * Who may start next: knows what waits, what runs and what is free, and chooses by priority with
 * backfilling and at most one reservation.
 */
import type { ShareName } from "../formats/plan.ts"
import { Fixtures } from "./fixtures/fixtures.ts"
import type { Lease } from "./fixtures/types.ts"
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
  readonly fixtures: Fixtures
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
  /** When items with fixtures began to wait, by the time of the latest step. */
  readonly #readySince = new Map<number, number>()
  /** Time of the step. */
  #now = 0

  constructor(options: ScheduleOptions) {
    const { items, groups, resources = {}, workers, share = "queue", fixtures = {}, seed } = options
    this.#items = items
    this.#share = share
    this.#owners = share === "queue" ? undefined : partsOf(items, workers)
    const demands = Object.values(fixtures).flatMap(({ keys = {} }) =>
      Object.values(keys).flatMap(({ demand }) => (demand === undefined ? [] : [demand])),
    )
    this.resources = new Resources(items, resources, demands)
    this.fixtures = new Fixtures({ items, fixtures, groups, resources: this.resources, seed })
    this.#groups = new Groups(groups)
    this.#keys = new OpenKeys(items, groups)
    this.#ready = new Ready(items, {
      groups: this.#groups,
      fixtures: this.fixtures,
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
    if (!this.#keys.mustWait(index)) this.#admit(index)
  }

  /** The item does not wait any more, if it did. */
  leave(index: number): void {
    if (this.#ready.has(index)) {
      this.#ready.remove(index)
      this.fixtures.leave(index)
    }
    this.#keys.leave(index)
    this.#held.drop(index)
  }

  /** The item has its verdict. */
  end(index: number): void {
    this.leave(index)
    this.#keys.end(index)
    this.fixtures.end(index)
  }

  /**
   * Lets in what waits for a key, as far as so many workers can be at work in open ones. One more is
   * opened where everything else waits for something behind it, unless an attempt `isDue`.
   */
  openKeys(workers: number, isDue: boolean): void {
    for (const index of this.#keys.open(workers)) this.#admit(index)
    if (isDue || this.#running.size > 0 || this.#ready.size > 0) return
    const index = this.#keys.openAnyway()
    if (index !== undefined) this.#admit(index)
  }

  #admit(index: number): void {
    this.#ready.add(index)
    if (this.fixtures.poolsOf(index).length === 0) return
    this.fixtures.enter(index)
    this.#readySince.set(index, this.#now)
  }

  /** Something has happened, or time has passed. */
  beginStep(at: number): void {
    this.#now = at
    this.fixtures.lives.beginStep()
  }

  /** When an item that has just started began to wait for what it leases. */
  readySince(index: number): number | undefined {
    return this.#readySince.get(index)
  }

  /** The worker that an item belongs to; undefined where it belongs to none. */
  ownerOf(index: number): number | undefined {
    return this.#owners?.[index]
  }

  /** The item starts; its slots by group, and its leases. */
  take(
    index: number,
    at: number,
  ): { readonly slots: Readonly<Record<string, number>>; readonly leases: readonly Lease[] } {
    const groups = this.#ready.groupsOf(index)
    const slots = this.#groups.take(groups)
    this.resources.take(index)
    const leases = this.fixtures.lease(index, { at, since: this.#readySince.get(index) ?? at })
    this.leave(index)
    this.#running.set(index, { index, startedAt: at, groups, slots, evicted: false })
    return { slots, leases }
  }

  /** The item has ended; `clean` names fixtures that need no reset. */
  release(index: number, at: number, clean: readonly string[] = []): void {
    const running = this.#running.get(index)
    if (running === undefined) throw new Error(`item ${index} does not run`)
    this.#running.delete(index)
    this.resources.release(index)
    this.fixtures.release(index, { at, clean })
    this.#ready.wake(this.#groups.release(running.groups, { slots: running.slots, at }))
  }

  /** What waits for an instance that has changed is looked at again. */
  wakeLeases(): void {
    this.#ready.wake(this.fixtures.lives.takeSignals())
  }

  /** The first that waits, where it waits for an instance or for what idle ones take; else null. */
  stuck(at: number): number | null {
    const head = this.#ready.head()
    if (head === undefined || this.fixtures.poolsOf(head).length + this.fixtures.lives.live === 0)
      return null
    const why = this.lacks(head, at)
    return why?.startsWith("fixture:") || why?.startsWith("resource:") ? head : null
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
    const lacks = this.lacks(index, at)
    if (lacks === null) return index
    if (lacks.startsWith("fixture:")) return this.#besideLeases({ index, next, at, workers })
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
    return this.lacks(head, at) ?? (this.#share === "static" ? "share" : "nothing-left")
  }

  /**
   * Whether an item that does not wait yet could start now, or is wanted so that an instance is started
   * for it. Where nothing runs and nothing waits, one must come in all the same.
   */
  admits(index: number, at: number, workers: FreeWorkers): boolean {
    if (this.#running.size === 0 && this.#ready.size === 0) return true
    if (!this.#mayTake(index, workers)) return false
    const lacks = this.lacks(index, at)
    return lacks === null || (lacks.startsWith("fixture:") && this.#ready.size < workers.free)
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

  /** While what it waits for is only leased to others, nothing else is leased of it before. */
  #besideLeases(keep: {
    readonly index: number
    readonly next: number
    readonly at: number
    readonly workers: FreeWorkers
  }): number | null {
    const { index, next, at, workers } = keep
    const wanted = this.fixtures.poolsOf(index)
    if (!wanted.every(({ hasUp }) => hasUp)) return next
    const isBeside = ({ pools, owner }: Parameters<NonNullable<FreeRoom["lane"]>>[0]) =>
      (this.#share !== "static" || workers.isFree(owner)) &&
      !pools.some((pool) => wanted.includes(pool))
    const chosen = this.#ready.first({ free: this.#free, lane: isBeside }, at) ?? null
    this.#keeping = chosen === null
    return chosen
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

  /** Why an item could not start now, beside what runs; null where it could. */
  lacks(index: number, at: number): IdleCause | null {
    const hold = this.#ready.hold(index, at)
    if (hold !== null) return `${hold.reason}:${hold.group}`
    return this.resources.lacking(index, this.#free)
  }

  #estimateMs(index: number): number {
    return this.#items[index]?.estimateMs ?? 0
  }
}
