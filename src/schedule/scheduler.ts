/**
 * The one scheduler: a synchronous state machine. Inputs with the time in them go in, commands come
 * out; it knows no clock, process or promise. The engine drives it with real processes, the planner
 * with estimates.
 */
import { unreachable } from "../core/unreachable.ts"
import type { CancelReason } from "../core/verdict.ts"
import { Groups } from "./groups.ts"
import { Heap, numberHeap } from "./heap.ts"
import { retryDelayMs } from "./retry.ts"
import type { AttemptEnd, Command, Input, Item, ScheduleOptions } from "./types.ts"
import { Workers } from "./workers.ts"

type Status = "waiting" | "ready" | "delayed" | "running" | "done"

interface Entry {
  readonly item: Item
  readonly dependents: number[]
  openNeeds: number
  status: Status
  attempts: number
  worker: number
  groupSlots: Readonly<Record<string, number>>
}

/** Schedules the items of one shard; one instance a run. */
export class Scheduler {
  readonly #options: ScheduleOptions
  readonly #entries: Entry[]
  readonly #index: ReadonlyMap<string, number>
  readonly #ready = numberHeap()
  readonly #delayed = new Heap<{ readonly at: number; readonly index: number }>(
    (a, b) => a.at < b.at || (a.at === b.at && a.index < b.index),
  )
  readonly #groups: Groups
  #workers: Workers
  #open: number
  #failed = 0
  #stopping: CancelReason | null = null
  #wakeAt: number | null = null
  #finished = false
  #commands: Command[] = []

  constructor(options: ScheduleOptions) {
    this.#options = options
    this.#index = new Map(options.items.map((item, index) => [item.id, index]))
    if (this.#index.size !== options.items.length) throw new Error("an item is there twice")
    this.#entries = options.items.map((item) => ({
      item,
      dependents: [],
      openNeeds: item.needs.length,
      status: "waiting",
      attempts: 0,
      worker: 0,
      groupSlots: {},
    }))
    for (const [index, entry] of this.#entries.entries()) {
      for (const need of entry.item.needs) this.#byId(need).dependents.push(index)
    }
    this.#groups = new Groups(options.groups)
    this.#workers = new Workers(options.workers, 0)
    this.#open = options.items.length
  }

  /** Number of items without a verdict. */
  get open(): number {
    return this.#open
  }

  /** Takes one input and returns what must happen now, in order. */
  step(input: Input): readonly Command[] {
    this.#commands = []
    this.#workers.advance(input.at, this.#stopping === null && this.#groups.waiting > 0)
    switch (input.type) {
      case "begin":
        this.#workers = new Workers(this.#options.workers, input.at)
        for (const [index, entry] of this.#entries.entries()) {
          if (entry.openNeeds === 0) this.#makeReady(index)
        }
        break
      case "attempt-ended":
        this.#attemptEnded(this.#indexOf(input.id), input.end, input.at)
        break
      case "tick":
        this.#wakeAt = null
        break
      case "cancel":
        this.#stop(input.reason)
        if (this.#workers.busy > 0) {
          this.#commands.push({ type: "stop-attempts", reason: input.reason })
        }
        break
      default:
        unreachable(input)
    }
    this.#dispatch(input.at)
    this.#end(input.at)
    return this.#commands
  }

  #attemptEnded(index: number, end: AttemptEnd, at: number): void {
    const entry = this.#entry(index)
    if (entry.status !== "running") throw new Error(`${entry.item.id} does not run`)
    this.#workers.release(entry.worker, at)
    this.#groups.release(entry.groupSlots)
    for (const next of this.#groups.next(Object.keys(entry.groupSlots))) this.#ready.push(next)
    entry.status = "waiting"
    const { id } = entry.item
    switch (end.outcome) {
      case "passed": {
        const verdict = entry.attempts > 1 ? "flaky" : "passed"
        this.#commands.push({ type: "finish", id, verdict, cause: null })
        this.#done(index, true)
        break
      }
      case "failed": {
        const { retry } = entry.item
        const delayMs =
          this.#stopping === null
            ? retryDelayMs({ spec: retry, id, number: entry.attempts, seed: this.#options.seed })
            : null
        if (delayMs !== null) {
          this.#commands.push({ type: "retry", id, number: entry.attempts + 1, delayMs })
          entry.status = "delayed"
          this.#delayed.push({ at: at + delayMs, index })
          break
        }
        this.#commands.push({ type: "finish", id, verdict: "failed", cause: end.cause })
        if (entry.item.tolerated !== true) this.#failed += 1
        this.#done(index, false)
        const { failFast } = this.#options
        if (failFast !== null && this.#failed >= failFast) this.#stop("fail-fast")
        break
      }
      case "skipped":
        this.#commands.push({ type: "skip", id, reason: end.reason, message: end.message })
        this.#done(index, false)
        break
      case "cancelled":
        this.#cancelled(index)
        break
      default:
        unreachable(end)
    }
  }

  /** Counts the item as ended and lets what needs it go on, or skips it. */
  #done(index: number, passed: boolean): void {
    const ended: { readonly index: number; readonly passed: boolean }[] = []
    const end = (one: { readonly index: number; readonly passed: boolean }) => {
      this.#entry(one.index).status = "done"
      this.#open -= 1
      ended.push(one)
    }
    end({ index, passed })
    for (let one = ended.pop(); one !== undefined; one = ended.pop()) {
      const entry = this.#entry(one.index)
      for (const dependent of entry.dependents) {
        const other = this.#entry(dependent)
        if (other.status !== "waiting") continue
        other.openNeeds -= 1
        if (!one.passed && !other.item.runsAfterFailure && this.#stopping === null) {
          this.#commands.push({
            type: "skip",
            id: other.item.id,
            reason: "dependency-failed",
            message: `needs ${entry.item.id}, which did not pass`,
          })
          end({ index: dependent, passed: false })
        } else if (other.openNeeds === 0 && this.#stopping === null) {
          this.#makeReady(dependent)
        }
      }
    }
  }

  /** Nothing more starts; what has not begun is cancelled. */
  #stop(reason: CancelReason): void {
    if (this.#stopping === null || reason === "interrupted") this.#stopping = reason
    for (const [index, entry] of this.#entries.entries()) {
      if (entry.status !== "running" && entry.status !== "done") this.#cancelled(index)
    }
    this.#ready.drain()
    this.#delayed.drain()
  }

  #cancelled(index: number): void {
    const entry = this.#entry(index)
    const reason = this.#stopping ?? "interrupted"
    const message = CANCEL_MESSAGES[reason][entry.attempts > 0 ? "begun" : "open"]
    this.#commands.push({ type: "cancelled", id: entry.item.id, reason, message })
    entry.status = "done"
    this.#open -= 1
  }

  #makeReady(index: number): void {
    this.#entry(index).status = "ready"
    this.#ready.push(index)
  }

  #dispatch(at: number): void {
    if (this.#stopping !== null) return
    for (let next = this.#delayed.peek(); next !== undefined && next.at <= at; ) {
      this.#delayed.pop()
      this.#makeReady(next.index)
      next = this.#delayed.peek()
    }
    while (this.#workers.free > 0) {
      const index = this.#ready.pop()
      if (index === undefined) break
      const entry = this.#entry(index)
      const full = this.#groups.full(entry.item.groups)
      if (full === undefined) {
        this.#start(entry, at)
      } else {
        // A member that goes on to wait elsewhere must not keep a free slot from the next in line.
        this.#groups.wait(full, index)
        for (const next of this.#groups.next(entry.item.groups)) this.#ready.push(next)
      }
    }
    const due = this.#delayed.peek()?.at ?? null
    if (due !== null && due !== this.#wakeAt) {
      this.#wakeAt = due
      this.#commands.push({ type: "wake", at: due })
    }
  }

  #start(entry: Entry, at: number): void {
    entry.status = "running"
    entry.attempts += 1
    entry.worker = this.#workers.take(at)
    entry.groupSlots = this.#groups.take(entry.item.groups)
    this.#commands.push({
      type: "start",
      id: entry.item.id,
      number: entry.attempts,
      worker: entry.worker,
      groupSlots: entry.groupSlots,
    })
  }

  #end(at: number): void {
    if (this.#finished || this.#open > 0 || this.#workers.busy > 0) return
    this.#finished = true
    const because = this.#stopping ?? "queue-empty"
    for (const times of this.#workers.times(at)) {
      this.#commands.push({ type: "worker-ended", ...times, because })
    }
    this.#commands.push({ type: "done" })
  }

  #entry(index: number): Entry {
    const entry = this.#entries[index]
    if (entry === undefined) throw new Error(`no item ${index}`)
    return entry
  }

  #indexOf(id: string): number {
    const index = this.#index.get(id)
    if (index === undefined) throw new Error(`no item ${id}`)
    return index
  }

  #byId(id: string): Entry {
    return this.#entry(this.#indexOf(id))
  }
}

const CANCEL_MESSAGES: Readonly<
  Record<CancelReason, { readonly open: string; readonly begun: string }>
> = {
  interrupted: {
    open: "the run was interrupted before it started",
    begun: "the run was interrupted while it ran",
  },
  "fail-fast": {
    open: "not started: enough scenarios had failed (fail-fast)",
    begun: "not tried again: enough scenarios had failed (fail-fast)",
  },
  budget: {
    open: "not started: the time budget had ended",
    begun: "stopped: the time budget had ended",
  },
}
