/**
 * Items that several shards share: which of them are this shard's, and how many more it asks for. An
 * item whose claim was lost goes back to the others without a verdict.
 */
import { unreachable } from "../core/problems/unreachable.ts"
import type { Entries } from "./entries.ts"
import type { Room } from "./room.ts"
import type { ClaimInput, Command } from "./types.ts"
import type { Verdicts } from "./verdicts.ts"

/** The claims of one shard; items are known by their places in the list. */
export class Claims {
  readonly #entries: Entries
  readonly #room: Room
  readonly #verdicts: Verdicts
  readonly #issue: (command: Command) => void
  readonly #onFree: (index: number) => void
  /** Items that run although their claim was lost. */
  readonly #lost = new Set<number>()
  /** Those of them that were claimed again meanwhile, with the need that failed. */
  readonly #again = new Map<number, string | undefined>()
  readonly #claimed = new Set<number>()
  /** Claims that were asked for and have not come. */
  #asked = 0
  #over = false

  constructor(of: {
    readonly entries: Entries
    readonly room: Room
    readonly verdicts: Verdicts
    readonly issue: (command: Command) => void
    /** The item may start. */
    readonly onFree: (index: number) => void
  }) {
    this.#entries = of.entries
    this.#room = of.room
    this.#verdicts = of.verdicts
    this.#issue = of.issue
    this.#onFree = of.onFree
    for (const [index] of this.#entries.all()) this.#entries.hold(index)
  }

  /** Takes what has happened to a claim. */
  take(input: ClaimInput): void {
    switch (input.type) {
      case "claimed":
        this.#take(this.#entries.indexOf(input.id), input.failedNeed)
        break
      case "claim-lost":
        this.#lose(this.#entries.indexOf(input.id))
        break
      case "claims-over":
        this.#over = true
        for (const [index, { status }] of this.#entries.all()) {
          if (status === "held") this.#verdicts.drop(index)
        }
        break
      default:
        unreachable(input)
    }
  }

  /** Asks for as many more as so many workers can run. */
  ask(workers: number): void {
    if (this.#over || this.#verdicts.open === 0) return
    for (const index of this.#claimed) {
      if (this.#entries.at(index).status === "done") this.#claimed.delete(index)
    }
    const count = workers - this.#claimed.size - this.#asked
    if (count <= 0) return
    this.#asked += count
    this.#issue({ type: "claim", count })
  }

  /** An attempt has ended; true where it ran for nothing. */
  takeBack(index: number): boolean {
    if (!this.#lost.delete(index)) return false
    this.#claimed.delete(index)
    this.#entries.hold(index)
    if (this.#over || this.#verdicts.stopping !== null) this.#verdicts.drop(index)
    else if (this.#again.has(index)) this.#begin(index, this.#again.get(index))
    this.#again.delete(index)
    return true
  }

  #take(index: number, failedNeed: string | undefined): void {
    this.#asked = Math.max(0, this.#asked - 1)
    if (this.#lost.has(index)) this.#again.set(index, failedNeed)
    else if (this.#entries.at(index).status === "held") this.#begin(index, failedNeed)
  }

  #begin(index: number, failedNeed: string | undefined): void {
    const { item } = this.#entries.at(index)
    this.#claimed.add(index)
    this.#entries.claim(index)
    if (failedNeed === undefined || item.runsAfterFailure) this.#onFree(index)
    else {
      const message = `needs ${failedNeed}, which did not pass`
      this.#verdicts.skip(index, { reason: "dependency-failed", message })
    }
  }

  #lose(index: number): void {
    const { status, id, attempts } = this.#entries.at(index)
    if (status === "held" || status === "done") return
    if (status === "running") {
      const isLost = this.#lost.has(index)
      this.#again.delete(index)
      this.#lost.add(index)
      if (!isLost) this.#issue({ type: "stop-attempt", id, number: attempts })
    } else {
      this.#claimed.delete(index)
      this.#room.leave(index)
      this.#entries.hold(index)
    }
  }
}
