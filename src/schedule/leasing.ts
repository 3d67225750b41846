/**
 * What the scheduler has to do with fixtures beside starting items: who has lost an instance, who waited
 * how long, whom nothing will ever be leased.
 */
import type { Entries } from "./entries.ts"
import type { Demand } from "./fixtures/fixtures.ts"
import type { Refusal } from "./fixtures/types.ts"
import type { Room } from "./room.ts"
import type { AttemptEnd, Command } from "./types.ts"

/** How an item ends that was not tried, for want of a fixture. */
export const BROKEN = { verdict: "failed", cause: "fixture" } as const

/** A scenario whose instances have died so often may be what kills them. */
const MOST_LOSSES = 3

/** Room that was made so often without use is never enough: an instance may be old before the next one is up. */
const MOST_FORCED = 10

/** Why something fails that nothing is in the way of. */
const NEVER_TOGETHER = "its fixtures leave no room for it, or can never be leased at the same time"

/** The leases of one shard's items, by their places in the list. */
export class Leasing {
  /** Since when each of the free workers has been free, the latest last. */
  readonly #freeAt: number[] = []
  readonly #room: Room
  readonly #entries: Entries
  /** Items that run and have lost an instance, with the sentence about it. */
  readonly #lost = new Map<number, string>()
  /** How often each has. */
  readonly #losses = new Map<number, number>()
  /** How often room was made for each. */
  readonly #forced = new Map<number, number>()

  constructor(room: Room, entries: Entries) {
    this.#room = room
    this.#entries = entries
  }

  /** What runs with an instance that is gone is ended, unless everything is. */
  stopLost(ending: boolean): readonly Command[] {
    return this.#room.fixtures.lives.takeLost().flatMap(([index, message]): Command[] => {
      this.#lost.set(index, message)
      const { id, attempts } = this.#entries.at(index)
      return ending ? [] : [{ type: "stop-attempt", id, number: attempts }]
    })
  }

  /** Whether an attempt ended because its instance died, which costs none; null where it did not. */
  takeLoss(
    index: number,
    { outcome }: AttemptEnd,
  ): { readonly again: boolean; readonly message: string } | null {
    const message = this.#lost.get(index)
    this.#lost.delete(index)
    if (message === undefined || outcome === "passed" || outcome === "skipped") return null
    const losses = (this.#losses.get(index) ?? 0) + 1
    this.#losses.set(index, losses)
    return { again: losses < MOST_LOSSES, message: `${message}, as did ${losses - 1} before it` }
  }

  /** So many workers are free now. */
  noteFree(free: number, at: number): void {
    while (this.#freeAt.length < free) this.#freeAt.push(at)
    if (this.#freeAt.length > free) this.#freeAt.splice(0, this.#freeAt.length - free)
  }

  /**
   * How long an item that starts has waited while a worker was free for it: the one that became free last,
   * so that the time of workers that wait longer counts for what they wait for, a start for example.
   */
  waitMs(index: number, at: number): number {
    const freeAt = this.#freeAt.pop() ?? at
    return Math.max(0, at - Math.max(this.#room.readySince(index) ?? at, freeAt))
  }

  /**
   * Starts and stops instances; ready items for which there will be none. Where nothing runs and nothing
   * is under way (`mayForce`), room is made for what waits longest, or it is one of them.
   */
  advance(demand: Demand, mayForce: boolean): readonly (readonly [number, Refusal])[] {
    const { fixtures } = this.#room
    fixtures.advance(demand)
    const refused = fixtures.lives.takeRefused()
    const ready = refused.filter(([index]) => this.#entries.at(index).status === "ready")
    if (ready.length > 0 || !mayForce || fixtures.lives.busy > 0) return ready
    const index = this.#room.stuck(demand.at)
    if (index === null) return ready
    const forced = (this.#forced.get(index) ?? 0) + 1
    this.#forced.set(index, forced)
    if (forced <= MOST_FORCED && fixtures.unstick(index, demand)) return ready
    return [[index, { kind: "failed", message: NEVER_TOGETHER }]]
  }
}
