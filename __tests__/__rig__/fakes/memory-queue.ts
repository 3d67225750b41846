/**
 * A shared queue in memory: leases end when a test says so.
 */
import { ok, type Result } from "../../../src/core/problems/result.ts"
import type { Claim, QueueEnd, SharedQueue } from "../../../src/ports/shared-queue.ts"

/** What all workers of a memory queue share. */
export class MemoryQueue {
  readonly #waiting: string[] = []
  readonly #added = new Set<string>()
  readonly #tokens = new Map<string, number>()
  readonly #active = new Map<string, number>()
  readonly #ends = new Map<string, QueueEnd>()
  #workers = 0
  /** Set to make every answer an error. */
  problem: string | null = null

  /** The lease of a scenario is over: it can be claimed again. */
  expire(id: string): void {
    if (this.#active.delete(id)) this.#waiting.unshift(id)
  }

  /** A worker of it. */
  open(leaseMs = 3_000): SharedQueue {
    const told = async <T>(answer: () => T): Promise<Result<T, string>> =>
      this.problem === null ? ok(answer()) : { ok: false, error: this.problem }
    const holds = ({ id, token }: Claim) => this.#active.get(id) === token
    return {
      leaseMs,
      join: () =>
        told(() => {
          this.#workers += 1
          return { worker: this.#workers, run: "memory" }
        }),
      offer: (ids) =>
        told(() => {
          for (const id of ids) {
            if (!this.#added.has(id)) this.#waiting.push(id)
            this.#added.add(id)
          }
        }),
      claim: () =>
        told(() => {
          const id = this.#waiting.shift()
          if (id === undefined) return null
          const token = (this.#tokens.get(id) ?? 0) + 1
          this.#tokens.set(id, token)
          this.#active.set(id, token)
          return { id, token }
        }),
      renew: (claim) => told(() => holds(claim)),
      settle: (claim, end) =>
        told(() => {
          if (!holds(claim)) return false
          this.#active.delete(claim.id)
          this.#ends.set(claim.id, { ...end, token: claim.token })
          return true
        }),
      giveBack: (claim) =>
        told(() => {
          if (holds(claim)) this.expire(claim.id)
        }),
      ends: (ids) => told(() => new Map([...this.#ends].filter(([id]) => ids.includes(id)))),
      countEnded: () => told(() => this.#ends.size),
      close: async () => {},
    }
  }
}
