/**
 * The worker slots of a shard: which are free, and what each did with its time.
 */
import { numberHeap } from "./heap.ts"

interface Worker {
  scenarios: number
  busyMs: number
  /** Milliseconds of the starved clock that had passed when this worker became idle. */
  starvedSince: number
  starvedMs: number
  since: number
}

/** Time of one worker, in milliseconds. */
export interface WorkerTimes {
  readonly worker: number
  readonly scenarios: number
  readonly busyMs: number
  readonly idleMs: number
  readonly starvedMs: number
}

/** Slots numbered from 1; the lowest free one is taken first. */
export class Workers {
  readonly #workers: Worker[]
  readonly #free = numberHeap()
  readonly #beganAt: number
  /** Time during which something was ready but held back, so far. */
  #starvedClockMs = 0
  #clockAt: number

  constructor(count: number, at: number) {
    this.#beganAt = at
    this.#clockAt = at
    this.#workers = Array.from({ length: count }, (_, index) => {
      this.#free.push(index + 1)
      return { scenarios: 0, busyMs: 0, starvedSince: 0, starvedMs: 0, since: at }
    })
  }

  get free(): number {
    return this.#free.size
  }

  get busy(): number {
    return this.#workers.length - this.#free.size
  }

  /** Moves the clock; `starving` tells whether something ready was held back since the last call. */
  advance(at: number, starving: boolean): void {
    if (starving && this.#free.size > 0) this.#starvedClockMs += at - this.#clockAt
    this.#clockAt = at
  }

  /** Takes the lowest free slot. */
  take(at: number): number {
    const number = this.#free.pop()
    if (number === undefined) throw new Error("no worker is free")
    const worker = this.#worker(number)
    worker.starvedMs += this.#starvedClockMs - worker.starvedSince
    worker.scenarios += 1
    worker.since = at
    return number
  }

  /** Gives a slot back. */
  release(number: number, at: number): void {
    const worker = this.#worker(number)
    worker.busyMs += at - worker.since
    worker.since = at
    worker.starvedSince = this.#starvedClockMs
    this.#free.push(number)
  }

  /** What each worker did from the beginning to `at`; all must be free. */
  times(at: number): WorkerTimes[] {
    return this.#workers.map((worker, index) => ({
      worker: index + 1,
      scenarios: worker.scenarios,
      busyMs: worker.busyMs,
      idleMs: at - this.#beganAt - worker.busyMs,
      starvedMs: worker.starvedMs + this.#starvedClockMs - worker.starvedSince,
    }))
  }

  #worker(number: number): Worker {
    const worker = this.#workers[number - 1]
    if (worker === undefined) throw new Error(`no worker ${number}`)
    return worker
  }
}
