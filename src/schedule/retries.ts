/**
 * Which failed attempts of a shard are repeated, and when each may start: after its delay, after everything
 * else, or alone. How long a delay is, and whether the kind of failure asks for one, is `retry.ts`.
 */
import { Heap } from "./heap.ts"
import { Outage } from "./outage.ts"
import { retryDelayMs } from "./retry.ts"
import type { AttemptEnd, Command, Item, ScheduleOptions } from "./types.ts"

type Failed = Extract<AttemptEnd, { outcome: "failed" }>
type Retry = Omit<Extract<Command, { type: "retry" }>, "type" | "id" | "number">

/** A retry that may start at this time. */
interface Due {
  readonly at: number
  readonly index: number
}

/** How far everything else is. */
export interface Others {
  /** Every scenario has begun, or ended without. */
  readonly allTried: boolean
  /** Nothing runs, and nothing waits for room. */
  readonly quiet: boolean
}

/** The retries of one shard. Items are known by their places in the list. */
export class Retries {
  readonly #options: Pick<ScheduleOptions, "seed" | "retryBudget">
  readonly #delayed = new Heap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.index < b.index))
  /** Those that wait until everything else was tried, and those that wait to be alone. */
  #last: Due[] = []
  #alone: Due[] = []
  /** The one that nothing starts beside, until its attempt has ended. */
  #apart: number | null = null
  #made = 0
  /** Retries that an outage has prevented, and whether that was said. */
  #withheld = 0
  #isTold = false
  readonly #outage = new Outage()

  constructor(options: Pick<ScheduleOptions, "seed" | "retryBudget">) {
    this.#options = options
  }

  /** Number of retries that have not started. */
  get size(): number {
    return this.#delayed.size + this.#last.length + this.#alone.length
  }

  /** Whether this one runs, or is about to, with nothing beside it. */
  isApart(index: number): boolean {
    return this.#apart === index
  }

  /** Whether one runs, or is about to, that nothing may start beside. */
  get hasApart(): boolean {
    return this.#apart !== null
  }

  /** An attempt has ended. */
  note(index: number, end: AttemptEnd): void {
    if (this.#apart === index) this.#apart = null
    if (end.outcome === "failed") this.#outage.note(index, end.alike ?? null)
    // What was cut says nothing, and runs again or never.
    else if (end.outcome === "passed" || end.outcome === "skipped") {
      this.#outage.note(index, undefined)
    }
  }

  /** Once most scenarios fail alike: what to say of it, the first time that it matters, and what waits in vain. */
  takeOutage(): {
    readonly outage: readonly Extract<Command, { type: "outage" }>[]
    readonly withheld: readonly number[]
  } {
    const { found } = this.#outage
    const withheld = found === null ? [] : this.drain()
    this.#withheld += withheld.length
    if (found === null || this.#withheld === 0 || this.#isTold) return { outage: [], withheld }
    this.#isTold = true
    return { outage: [{ type: "outage", ...found }], withheld }
  }

  /** Plans the attempt after one that has failed; null when there is none. */
  plan(of: {
    readonly index: number
    readonly item: Pick<Item, "id" | "retry">
    /** How many attempts have failed. */
    readonly number: number
    readonly end: Failed
    readonly at: number
  }): Retry | null {
    const { index, item, number, end, at } = of
    const { seed, retryBudget = null } = this.#options
    if (retryBudget !== null && this.#made >= retryBudget) return null
    const delayMs = retryDelayMs({ spec: item.retry, id: item.id, number, seed, end })
    if (delayMs === null) return null
    if (this.#outage.found !== null) {
      this.#withheld += 1
      return null
    }
    this.#made += 1
    const { when } = item.retry
    this.put({ index, when, at: at + delayMs })
    return when === undefined ? { delayMs } : { delayMs, when }
  }

  /** Keeps a retry until its time. */
  put({ when, ...due }: Due & Pick<Item["retry"], "when">): void {
    if (when === "end") this.#last.push(due)
    else if (when === "alone") this.#alone.push(due)
    else this.#delayed.push(due)
  }

  /** Those whose time has come. */
  takeDue(at: number): number[] {
    const due: number[] = []
    for (let next = this.#delayed.peek(); next !== undefined && next.at <= at; ) {
      this.#delayed.pop()
      due.push(next.index)
      next = this.#delayed.peek()
    }
    return due
  }

  /** When the next one's delay is over; undefined where none has one. */
  get nextAt(): number | undefined {
    return this.#delayed.peek()?.at
  }

  /** Lets those go on that wait for the others; true where there were some. */
  release({ allTried, quiet }: Others): boolean {
    const isQuiet = quiet && this.#delayed.size === 0
    if (this.#last.length > 0) {
      if (!allTried && !isQuiet) return false
      for (const due of this.#last.splice(0)) this.#delayed.push(due)
      return true
    }
    const next = isQuiet && this.#apart === null ? this.#alone.shift() : undefined
    if (next === undefined) return false
    this.#apart = next.index
    this.#delayed.push(next)
    return true
  }

  /** Gives all of them up. */
  drain(): number[] {
    const all = [...this.#delayed.drain(), ...this.#last.splice(0), ...this.#alone.splice(0)]
    this.#apart = null
    return all.map(({ index }) => index)
  }
}
