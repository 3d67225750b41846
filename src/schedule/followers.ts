/**
 * Who starts in whose place: items are chosen before the one that runs has ended, so that not even a
 * moment lies between the two. Items are known by their places in the list.
 */
import type { Entries } from "./entries.ts"
import type { Room } from "./room.ts"
import type { Command } from "./types.ts"

/** So many starts on a worker are made ready at most: the first may be over before the second is. */
const LOOKS_AHEAD = 2

/** Those that wait for the end of one that runs, or for one that waits itself. */
export class Followers {
  readonly #entries: Entries
  readonly #room: Pick<Room, "heirOf" | "leave" | "waiting">
  readonly #byLeader = new Map<number, number>()
  readonly #leaders = new Map<number, number>()

  constructor(entries: Entries, room: Pick<Room, "heirOf" | "leave" | "waiting">) {
    this.#entries = entries
    this.#room = room
  }

  /** Chooses who comes after one that runs, where that is certain and `kept` more go on waiting. */
  choose(index: number, kept: number): Command[] {
    const commands: Command[] = []
    let leader = index
    for (let ahead = 0; ahead < LOOKS_AHEAD; ahead++) {
      let next = this.#byLeader.get(leader)
      if (next === undefined) {
        next = this.#room.waiting > kept ? this.#room.heirOf(leader) : undefined
        if (next === undefined) break
        commands.push(this.#add(next, leader))
      }
      leader = next
    }
    return commands
  }

  /** The leader has ended: who waited behind it, and does not any more. */
  take(leader: number): number | undefined {
    const follower = this.#byLeader.get(leader)
    if (follower === undefined) return undefined
    this.#byLeader.delete(leader)
    this.#leaders.delete(follower)
    return follower
  }

  /** The follower does not wait any more; false when it did not. */
  drop(follower: number): boolean {
    const leader = this.#leaders.get(follower)
    return leader !== undefined && this.take(leader) === follower
  }

  /** Asks for all of them back. */
  withdrawAll(): Command[] {
    return [...this.#leaders.keys()].map((index) => {
      return { type: "withdraw", id: this.#entries.at(index).item.id }
    })
  }

  #add(index: number, leader: number): Command {
    const entry = this.#entries.at(index)
    const { item, worker } = this.#entries.at(leader)
    this.#room.leave(index)
    entry.status = "following"
    entry.worker = worker
    this.#byLeader.set(leader, index)
    this.#leaders.set(index, leader)
    const number = entry.attempts + 1
    return { type: "follow", id: entry.item.id, number, worker, after: item.id }
  }
}
