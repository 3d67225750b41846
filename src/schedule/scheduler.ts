/**
 * The one scheduler: a synchronous state machine. Inputs with the time in them go in, commands come
 * out; it knows no clock, process or promise. The engine drives it with real processes, the planner
 * with estimates.
 */
import { unreachable } from "../core/problems/unreachable.ts"
import type { CancelReason, Cause } from "../core/verdict.ts"
import { CANCEL_MESSAGES } from "./cancel-messages.ts"
import { Entries } from "./entries.ts"
import { endWithFollowers } from "./followers.ts"
import { Leasing } from "./leasing.ts"
import { Precedence } from "./precedence.ts"
import { Retries } from "./retries.ts"
import { Room } from "./room.ts"
import type { AttemptEnd, Command, IdleCause, Input, ScheduleOptions } from "./types.ts"
import { rampedWorkers, Workers } from "./workers.ts"

/** Schedules the items of one shard; one instance a run. */
export class Scheduler {
  readonly #options: ScheduleOptions
  readonly #entries: Entries
  readonly #precedence: Precedence
  readonly #retries: Retries
  readonly #room: Room
  #workers: Workers
  #limit: number
  #beganAt: number | null = null
  #failed = 0
  #stopping: CancelReason | null = null
  /** True once the time of the whole run was over. */
  #timedOut = false
  /** True once everything that runs was told to end. */
  #ending = false
  readonly #leasing: Leasing
  #idle: IdleCause = "nothing-left"
  #wakeAt: number | null = null
  #finished = false
  #commands: Command[] = []

  constructor(options: ScheduleOptions) {
    const { items, groups } = options
    this.#options = options
    this.#precedence = new Precedence(items, groups)
    this.#entries = new Entries(items, this.#precedence.open)
    this.#room = new Room(options)
    this.#retries = new Retries(options)
    this.#leasing = new Leasing(this.#room, this.#entries)
    this.#workers = new Workers(options.workers, 0)
    this.#limit = options.workers
  }

  /** Number of items without a verdict. */
  get open(): number {
    return this.#entries.open
  }

  /** Number of attempts that run. */
  get running(): number {
    return this.#workers.busy
  }

  /** Why the workers that are idle now are; null when none is. */
  get idle(): IdleCause | null {
    return this.#workers.someIdle ? this.#idle : null
  }

  /** Takes one input and returns what must happen now, in order. */
  step(input: Input): readonly Command[] {
    return this.stepAll([input])
  }

  /** Takes inputs of the same time together: nothing starts before all of them are known. */
  stepAll(inputs: readonly Input[]): readonly Command[] {
    this.#commands = []
    for (const input of inputs) this.#take(input)
    const at = inputs.at(-1)?.at
    if (at !== undefined) {
      this.#dispatch(at)
      this.#end(at)
    }
    return this.#commands
  }

  #take(input: Input): void {
    this.#room.beginStep(input.at)
    this.#workers.advance(input.at, this.#idle)
    switch (input.type) {
      case "begin":
        this.#begin(input.at)
        break
      case "attempt-ended":
        this.#attemptEnded(this.#entries.indexOf(input.id), input)
        break
      case "tick":
        this.#wakeAt = null
        break
      case "limit-workers":
        this.#limit = Math.max(1, Math.floor(input.workers))
        break
      case "resize":
        if (this.#room.resources.resize(input.resource, input.quantity)) this.#skipTooLarge()
        break
      case "limit-memory":
        this.#room.resources.limitMemory(input.room)
        break
      case "evict": {
        // What ends anyway is not put back besides.
        if (this.#ending) break
        const latest = this.#room.evict()
        if (latest === null) break
        const { item, attempts } = this.#entries.at(latest)
        this.#commands.push({ type: "stop-attempt", id: item.id, number: attempts })
        break
      }
      case "cancel":
        this.#stop(input.reason, input.drain !== true)
        if (this.#workers.busy > 0 && input.drain !== true) {
          this.#ending = true
          this.#commands.push({ type: "stop-attempts", reason: input.reason })
        }
        break
      default:
        this.#room.fixtures.lives.take(input)
        this.#commands.push(...this.#leasing.stopLost(this.#ending))
    }
  }

  #begin(at: number): void {
    this.#workers = new Workers(this.#options.workers, at)
    this.#beganAt = at
    if (this.#stopping !== null) return
    this.#skipTooLarge()
    this.#room.fixtures.begin()
    for (const [index, { open, status, failures, item }] of this.#entries.all()) {
      if (open > 0 || status !== "waiting") continue
      const { when } = item.retry
      if (failures === 0 || when === undefined) this.#makeReady(index)
      else {
        // What an engine before has tried waits for the others, as it did there.
        this.#entries.delay(index)
        this.#retries.put({ index, when, at })
      }
    }
  }

  #attemptEnded(index: number, input: Extract<Input, { type: "attempt-ended" }>): void {
    const { end, at } = input
    const entry = this.#entries.at(index)
    if (entry.status !== "running") throw new Error(`${entry.item.id} does not run`)
    this.#workers.release(entry.worker, at)
    this.#room.release(index, at, input.clean)
    entry.status = "waiting"
    this.#retries.note(index, end)
    const { id } = entry.item
    const lost = this.#leasing.takeLoss(index, end)
    if (lost !== null) {
      if (this.#stopping !== null) this.#cancelled(index)
      else if (lost.again) this.#makeReady(index)
      else this.#fail(index, "fixture", lost.message)
      return
    }
    switch (end.outcome) {
      case "passed": {
        this.#commands.push({ type: "finish", id, verdict: "passed", cause: null })
        this.#done(index, true)
        break
      }
      case "failed":
        this.#attemptFailed(index, end, at)
        break
      case "skipped":
        this.#skip(index, { reason: end.reason, message: end.message })
        break
      case "cancelled":
        this.#cancelled(index)
        break
      case "evicted":
        if (this.#stopping !== null) this.#cancelled(index)
        else if (!this.#endTooLarge(index)) this.#makeReady(index)
        break
      default:
        unreachable(end)
    }
  }

  #attemptFailed(index: number, end: Extract<AttemptEnd, { outcome: "failed" }>, at: number): void {
    const entry = this.#entries.at(index)
    const { item } = entry
    entry.failures += 1
    entry.cause = end.cause
    const mayRetry = this.#stopping === null && this.#room.resources.tooLarge(index) === null
    const retry = mayRetry
      ? this.#retries.plan({ index, item, number: entry.failures, end, at })
      : null
    if (retry === null) this.#fail(index, end.cause)
    else {
      this.#entries.delay(index)
      this.#commands.push({ type: "retry", id: item.id, number: entry.attempts + 1, ...retry })
    }
    // Most scenarios fail alike: what waits for its next attempt has failed.
    const { outage, withheld } = this.#retries.takeOutage()
    this.#commands.push(...outage)
    for (const other of withheld) {
      const { status, cause } = this.#entries.at(other)
      if (status === "delayed") this.#fail(other, cause)
    }
  }

  #fail(index: number, cause: Cause | null, message?: string): void {
    const { item } = this.#entries.at(index)
    const { failFast } = this.#options
    this.#commands.push({
      ...{ type: "finish", id: item.id, verdict: "failed", cause },
      ...(message === undefined ? {} : { message }),
    })
    if (item.tolerated !== true) this.#failed += 1
    this.#done(index, false)
    if (failFast !== null && this.#failed >= failFast) this.#stop("fail-fast")
  }

  /** Counts the item as ended and lets what waits for it go on, or skips it. */
  #done(index: number, passed: boolean): void {
    const skips = this.#stopping === null
    const of = { entries: this.#entries, precedence: this.#precedence, skips }
    const { ended, freed } = endWithFollowers({ index, passed }, of)
    for (const { index: one, need } of ended) {
      this.#room.end(one)
      if (need === undefined) continue
      const { id } = this.#entries.at(one).item
      const message = `needs ${need}, which did not pass`
      this.#commands.push({ type: "skip", id, reason: "dependency-failed", message })
    }
    for (const one of freed) this.#oneLess(one)
  }

  #oneLess(index: number): void {
    const entry = this.#entries.at(index)
    entry.open -= 1
    const ready = entry.open === 0 && entry.status === "waiting"
    if (ready && this.#stopping === null && this.#beganAt !== null) this.#makeReady(index)
  }

  #skip(index: number, why: Pick<Extract<Command, { type: "skip" }>, "reason" | "message">): void {
    this.#commands.push({ type: "skip", id: this.#entries.at(index).item.id, ...why })
    this.#done(index, false)
  }

  /** Skips what demands more than there is: it would wait for ever. */
  #skipTooLarge(): void {
    for (const [index, { status }] of this.#entries.all()) {
      if (status !== "running" && status !== "done") this.#endTooLarge(index)
    }
  }

  /** One that demands too much is skipped; but one that has failed before stays failed. */
  #endTooLarge(index: number): boolean {
    const message = this.#room.resources.tooLarge(index)
    const { status, failures, cause } = this.#entries.at(index)
    if (message === null || status === "done") return false
    if (failures > 0) this.#fail(index, cause)
    else this.#skip(index, { reason: "missing-capability", message })
    return true
  }

  /** Nothing more starts; what has not begun is cancelled. */
  #stop(reason: CancelReason, now = false): void {
    if (this.#stopping === null || reason === "interrupted") this.#stopping = reason
    if (now && reason === "budget") this.#timedOut = true
    for (const [index, entry] of this.#entries.all()) {
      if (entry.status !== "running" && entry.status !== "done") this.#cancelled(index)
    }
    this.#retries.drain()
  }

  #cancelled(index: number): void {
    const entry = this.#entries.at(index)
    const reason = this.#stopping ?? "interrupted"
    const why = reason === "budget" && this.#timedOut ? "timeout" : reason
    const message = CANCEL_MESSAGES[why][entry.attempts > 0 ? "begun" : "open"]
    this.#commands.push({ type: "cancelled", id: entry.item.id, reason, message })
    this.#entries.end(index)
    this.#room.end(index)
  }

  #makeReady(index: number): void {
    this.#entries.at(index).status = "ready"
    this.#room.enter(index)
  }

  #dispatch(at: number): void {
    if (this.#stopping !== null || this.#beganAt === null) {
      this.#idle = "stopping"
      if (this.#beganAt !== null) this.#moveFixtures(at)
      return
    }
    this.#takeDue(at)
    const beganAt = this.#beganAt
    const ramp = rampedWorkers(this.#options, at - beganAt)
    this.#workers.limit(Math.min(this.#limit, ramp.workers))
    this.#room.pausesUntil(at)
    do this.#startAll(at, this.#retries.nextAt !== undefined)
    while (this.#moveFixtures(at, this.#retries.nextAt !== undefined) || this.#releaseLast(at))
    this.#idle = this.#whyIdle(at, ramp.workers)
    const allowsMore =
      ramp.nextMs === null || this.#room.waiting === 0 ? null : beganAt + ramp.nextMs
    const next = this.#room.fixtures.nextAt(at)
    this.#wake([this.#retries.nextAt, this.#room.pausesUntil(at), allowsMore, next])
  }

  #takeDue(at: number): void {
    for (const index of this.#retries.takeDue(at)) {
      // One that was skipped meanwhile stays out.
      if (this.#entries.at(index).status === "delayed") this.#makeReady(index)
    }
  }

  /** Lets retries go on that wait for everything else; true where that is so. */
  #releaseLast(at: number): boolean {
    const quiet = this.#workers.busy === 0 && this.#room.waiting === 0
    if (!this.#retries.release({ allTried: this.#entries.allTried, quiet })) return false
    this.#takeDue(at)
    return true
  }

  #startAll(at: number, isDue: boolean): void {
    this.#room.openKeys(Math.min(this.#limit, this.#options.workers), isDue)
    this.#room.wakeLeases()
    this.#leasing.noteFree(this.#workers.free, at)
    while (this.#workers.free > 0) {
      const index = this.#room.choose(at, this.#workers)
      if (index === null) break
      this.#start(index, at)
    }
  }

  /** Starts and stops instances; true when something ended by it, so that other things may start. */
  #moveFixtures(at: number, isDue = false): boolean {
    const workers = Math.min(this.#limit, this.#options.workers)
    const mayForce = this.#workers.busy === 0 && !isDue && this.#stopping === null
    const refused = this.#leasing.advance({ at, workers, free: this.#workers.free }, mayForce)
    for (const [index, { message, ...refusal }] of refused) {
      const { failures, cause } = this.#entries.at(index)
      if (refusal.kind === "failed") this.#fail(index, "fixture", message)
      else if (failures > 0) this.#fail(index, cause)
      else this.#skip(index, { reason: refusal.reason, message })
    }
    this.#commands.push(...this.#room.fixtures.lives.takeCommands())
    return refused.length > 0 && this.#stopping === null
  }

  /** Asks for a tick at the earliest of these times. */
  #wake(times: readonly (number | null | undefined)[]): void {
    const at = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY))
    if (at === Number.POSITIVE_INFINITY || at === this.#wakeAt) return
    this.#wakeAt = at
    this.#commands.push({ type: "wake", at })
  }

  #whyIdle(at: number, ramp: number): IdleCause {
    if (this.#stopping !== null) return "stopping"
    if (this.#room.waiting === 0) {
      if (this.#retries.size > 0) return "retry-delay"
      const key = this.#room.waitedKey
      if (key !== null) return `group:${key}`
      return this.open > this.#workers.busy ? "needs" : "nothing-left"
    }
    if (this.#workers.free === 0) return ramp < this.#limit ? "ramp" : "limited"
    return this.#room.why(at)
  }

  #start(index: number, at: number): void {
    const entry = this.#entries.at(index)
    entry.status = "running"
    entry.attempts += 1
    this.#entries.setTried(index)
    entry.worker = this.#workers.take(at, this.#room.ownerOf(index))
    const { item, attempts: number, worker } = entry
    const { slots: groupSlots, leases } = this.#room.take(index, at)
    const leaseWaitMs = this.#leasing.waitMs(index, at)
    this.#commands.push({
      ...{ type: "start", id: item.id, number, worker, groupSlots },
      ...(leases.length === 0 ? {} : { leases, leaseWaitMs }),
      ...(this.#retries.isApart(index) ? { alone: true } : {}),
    })
  }

  #end(at: number): void {
    if (this.#finished || this.open > 0 || this.#workers.busy > 0) return
    if (this.#room.fixtures.lives.live > 0) return
    this.#finished = true
    const because = this.#stopping ?? "queue-empty"
    for (const times of this.#workers.times(at)) {
      this.#commands.push({ type: "worker-ended", ...times, because })
    }
    this.#commands.push({ type: "done" })
  }
}
