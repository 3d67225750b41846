/**
 * The worker slots of a shard: which are free, how many may be used, and what each did with its time.
 */
import { numberHeap } from "./heap.ts"
import type { Room } from "./room.ts"
import type { IdleCause, ScheduleOptions, WorkerTimes } from "./types.ts"

interface Worker {
  scenarios: number
  busyMs: number
  since: number
  /** By the numbers of causes. */
  readonly idleMs: number[]
  /** How far the clocks of the causes had gone when this worker became idle. */
  idleFrom: readonly number[]
}

/** What holds while nothing could start whatever room there was. */
const NOTHING_READY: readonly IdleCause[] = ["nothing-left", "needs", "retry-delay", "stopping"]

/** Slots numbered from 1; the lowest free one is taken first. */
export class Workers {
  readonly #workers: Worker[]
  /** Free slots, besides some that were taken by their number since. */
  readonly #freeSlots = numberHeap()
  readonly #isBusy: Uint8Array
  #busy = 0
  readonly #beganAt: number
  /** What has kept workers idle, in the order in which it came. */
  readonly #causes: IdleCause[] = []
  /** One clock for each cause: how long it has done so. */
  #clocks: readonly number[] = []
  #clockAt: number
  #limit: number

  constructor(count: number, at: number) {
    this.#beganAt = at
    this.#clockAt = at
    this.#limit = count
    this.#isBusy = new Uint8Array(count + 1)
    this.#workers = Array.from({ length: count }, (_, index) => {
      this.#freeSlots.push(index + 1)
      return { scenarios: 0, busyMs: 0, since: at, idleMs: [], idleFrom: this.#clocks }
    })
  }

  /** How many more items may start. */
  get free(): number {
    return Math.max(0, Math.min(this.#limit, this.#workers.length) - this.busy)
  }

  get busy(): number {
    return this.#busy
  }

  /** True while some worker does nothing, be it allowed or not. */
  get someIdle(): boolean {
    return this.#busy < this.#workers.length
  }

  /** True when this worker does nothing. */
  isFree(number: number): boolean {
    return this.#isBusy[number] === 0
  }

  /** From now on so many are used, at least one. */
  limit(count: number): void {
    this.#limit = Math.max(1, Math.floor(count))
  }

  /** Moves the clock; `cause` is what has kept workers idle since the last call. */
  advance(at: number, cause: IdleCause): void {
    const passed = at - this.#clockAt
    this.#clockAt = at
    if (passed === 0 || !this.someIdle) return
    const known = this.#causes.indexOf(cause)
    const which = known < 0 ? this.#causes.push(cause) - 1 : known
    const clocks = [...this.#clocks]
    clocks[which] = (clocks[which] ?? 0) + passed
    this.#clocks = clocks
  }

  /** Takes this slot where it is free, else the lowest free one. */
  take(at: number, wanted?: number): number {
    const number = wanted !== undefined && this.isFree(wanted) ? wanted : this.#lowestFree()
    this.#isBusy[number] = 1
    this.#busy += 1
    const worker = this.#worker(number)
    this.#settle(worker)
    worker.scenarios += 1
    worker.since = at
    return number
  }

  /** Gives a slot back. */
  release(number: number, at: number): void {
    const worker = this.#worker(number)
    worker.busyMs += at - worker.since
    worker.idleFrom = this.#clocks
    this.#isBusy[number] = 0
    this.#busy -= 1
    this.#freeSlots.push(number)
  }

  /** What each worker did from the beginning to `at`; all must be free. */
  times(at: number): WorkerTimes[] {
    return this.#workers.map((worker, index) => {
      this.#settle(worker)
      const idle = this.#causes
        .map((cause, i) => [cause, worker.idleMs[i] ?? 0] as const)
        .filter(([, ms]) => ms > 0)
      return {
        worker: index + 1,
        scenarios: worker.scenarios,
        busyMs: worker.busyMs,
        idleMs: at - this.#beganAt - worker.busyMs,
        starvedMs: idle.reduce((sum, [why, ms]) => sum + (NOTHING_READY.includes(why) ? 0 : ms), 0),
        idle: Object.fromEntries(idle),
      }
    })
  }

  /** Adds up why the worker was idle until now. */
  #settle(worker: Worker): void {
    const clocks = this.#clocks
    if (worker.idleFrom === clocks) return
    for (let i = 0; i < clocks.length; i++) {
      const passed = (clocks[i] ?? 0) - (worker.idleFrom[i] ?? 0)
      worker.idleMs[i] = (worker.idleMs[i] ?? 0) + passed
    }
    worker.idleFrom = clocks
  }

  #lowestFree(): number {
    let number = this.#freeSlots.pop()
    while (number !== undefined && !this.isFree(number)) number = this.#freeSlots.pop()
    if (number === undefined) throw new Error("no worker is free")
    return number
  }

  #worker(number: number): Worker {
    const worker = this.#workers[number - 1]
    if (worker === undefined) throw new Error(`no worker ${number}`)
    return worker
  }
}

/** How many workers are allowed `elapsedMs` after the beginning, and when one more is; null when all are. */
export function rampedWorkers(
  { workers, rampMs = 0 }: Pick<ScheduleOptions, "workers" | "rampMs">,
  elapsedMs: number,
): { readonly workers: number; readonly nextMs: number | null } {
  const each = rampMs / workers
  const allowed = each === 0 ? workers : 1 + Math.floor(elapsedMs / each + 1e-9)
  return allowed >= workers
    ? { workers, nextMs: null }
    : { workers: allowed, nextMs: allowed * each }
}

/** Why the workers that are idle now are: the first reason that holds. */
export function whyIdle(
  now: {
    readonly at: number
    readonly stopping: boolean
    /** Items that wait for their next attempt, and items without a verdict. */
    readonly retrying: number
    readonly open: number
    /** Workers that a ramped start allows, and that the machine does. */
    readonly ramp: number
    readonly limit: number
  },
  of: {
    readonly room: Room
    readonly workers: Workers
    /** The item that would begin its next iteration. */
    readonly idle: number | undefined
  },
): IdleCause {
  const { at, stopping, retrying, open, ramp, limit } = now
  const { room, workers, idle } = of
  if (stopping) return "stopping"
  if (room.waiting === 0) {
    if (retrying > 0) return "retry-delay"
    const key = room.waitedKey
    if (key !== null) return `group:${key}`
    if (idle !== undefined && workers.free > 0) return room.lacks(idle, at) ?? "limited"
    return open > workers.busy ? "needs" : "nothing-left"
  }
  if (workers.free === 0) return ramp < limit ? "ramp" : "limited"
  return room.why(at)
}
