/**
 * The one scheduler: a synchronous state machine. Inputs with the time in them go in, commands come out; it knows
 * no clock, process or promise. The engine drives it with real processes, the planner with estimates.
 */
import { unreachable } from "../core/problems/unreachable.ts"
import { isInfrastructure } from "../core/verdict.ts"
import { Claims } from "./claims.ts"
import { Entries } from "./entries.ts"
import { Iterations, repeated } from "./iterations.ts"
import { BROKEN, Leasing } from "./leasing.ts"
import { Precedence } from "./precedence.ts"
import { Retries } from "./retries.ts"
import { Room } from "./room.ts"
import type { AttemptEnd, Command, IdleCause, Input, ScheduleOptions } from "./types.ts"
import { Verdicts } from "./verdicts.ts"
import { rampedWorkers, Workers, whyIdle } from "./workers.ts"

/** Schedules the items of one shard; one instance a run. */
export class Scheduler {
  readonly #options: ScheduleOptions
  readonly #entries: Entries
  readonly #retries: Retries
  readonly #room: Room
  #workers: Workers
  #limit: number
  #beganAt: number | null = null
  /** When a soak is over. */
  #endsAt = Number.POSITIVE_INFINITY
  readonly #verdicts: Verdicts
  /** Null where each item runs once. */
  readonly #iterations: Iterations | null
  /** Null where all items are this shard's own. */
  readonly #claims: Claims | null
  /** True once everything that runs was told to end. */
  #ending = false
  readonly #leasing: Leasing
  #idle: IdleCause = "nothing-left"
  #wakeAt: number | null = null
  #finished = false
  #commands: Command[] = []

  constructor(asked: ScheduleOptions) {
    const options = repeated(asked)
    const { items, groups, iterations } = options
    this.#options = options
    const precedence = new Precedence(items, groups)
    const entries = new Entries(items, precedence.open)
    const room = new Room(options)
    this.#entries = entries
    this.#room = room
    this.#retries = new Retries(options)
    this.#iterations =
      iterations === undefined
        ? null
        : new Iterations(items, { ...options, ...iterations, entries })
    const issue = (command: Command) => {
      this.#commands.push(command)
    }
    const onFree = (index: number) => {
      if (this.#isStopping || this.#beganAt === null) return
      if (this.#claims === null || !this.#endTooLarge(index)) this.#enter(index)
    }
    const of = { entries, precedence, room, issue, onFree, iterations: this.#iterations }
    this.#verdicts = new Verdicts({ ...options, count: asked.items.length }, of)
    this.#claims = options.claimed === true ? new Claims({ ...of, verdicts: this.#verdicts }) : null
    this.#leasing = new Leasing(room, entries)
    this.#workers = new Workers(options.workers, 0)
    this.#limit = options.workers
  }

  /** Number of items without a verdict. */
  get open(): number {
    return this.#verdicts.open
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
      if (at >= this.#endsAt && !this.#isStopping) this.#endSoak()
      this.#dispatch(at)
      this.#end(at)
    }
    return this.#commands
  }

  get #isStopping(): boolean {
    return this.#verdicts.stopping !== null
  }

  #take(input: Input): void {
    this.#room.beginStep(input.at)
    this.#verdicts.beginStep(input.at)
    this.#workers.advance(input.at, this.#idle)
    switch (input.type) {
      case "begin":
        this.#begin(input.at)
        break
      case "attempt-ended":
        this.#attemptEnded(this.#entries.indexOf(input.id, input.number), input)
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
        const { id, attempts } = this.#entries.at(latest)
        this.#commands.push({ type: "stop-attempt", id, number: attempts })
        break
      }
      case "cancel":
        this.#verdicts.stop(input.reason, input.drain === true ? null : "timeout")
        if (this.#workers.busy > 0 && input.drain !== true) {
          this.#ending = true
          this.#commands.push({ type: "stop-attempts", reason: input.reason })
        }
        break
      case "claimed":
      case "claim-lost":
      case "claims-over":
        if (!this.#isStopping) this.#claims?.take(input)
        break
      default:
        this.#room.fixtures.lives.take(input)
        this.#commands.push(...this.#leasing.stopLost(this.#ending))
    }
  }

  #begin(at: number): void {
    this.#workers = new Workers(this.#options.workers, at)
    this.#beganAt = at
    this.#endsAt = at + (this.#options.iterations?.soakMs ?? Number.POSITIVE_INFINITY)
    if (this.#isStopping) return
    this.#skipTooLarge()
    this.#room.fixtures.begin()
    this.#verdicts.begin()
    for (const [index, { open, status, failures, item }] of this.#entries.all()) {
      if (open > 0 || status !== "waiting") continue
      const { when } = item.retry
      if (failures === 0 || when === undefined || this.#iterations !== null) this.#enter(index)
      else {
        // What an engine before has tried waits for the others, as it did there.
        this.#entries.delay(index)
        this.#retries.put({ index, when, at })
      }
    }
  }

  /** The time of a soak is over: what runs is ended. */
  #endSoak(): void {
    this.#verdicts.stop("budget", "soak")
    for (const [index, { status, id, attempts }] of this.#entries.all()) {
      if (status !== "running") continue
      const why = this.#iterations?.findHung(index, this.#endsAt)
      this.#commands.push({ type: "stop-attempt", id, number: attempts, ...why })
    }
  }

  #attemptEnded(index: number, input: Extract<Input, { type: "attempt-ended" }>): void {
    const { end, at } = input
    const entry = this.#entries.at(index)
    if (entry.status !== "running") throw new Error(`${entry.id} does not run`)
    this.#workers.release(entry.worker, at)
    this.#room.release(index, at, input.clean)
    entry.status = "waiting"
    if (this.#claims?.takeBack(index) === true) return
    this.#retries.note(index, end)
    const lost = this.#leasing.takeLoss(index, end)
    if (lost !== null) {
      if (this.#isStopping) this.#verdicts.cancelled(index)
      else if (lost.again) this.#makeReady(index)
      else this.#verdicts.conclude(index, BROKEN, lost.message)
      return
    }
    switch (end.outcome) {
      case "passed":
        this.#verdicts.conclude(index, { verdict: "passed", cause: null })
        break
      case "failed":
        this.#attemptFailed(index, end, at)
        break
      case "skipped":
        this.#verdicts.skip(index, { reason: end.reason, message: end.message })
        break
      case "cancelled":
        this.#cut(index)
        break
      case "evicted":
        if (this.#isStopping) this.#cut(index)
        else if (!this.#endTooLarge(index)) this.#makeReady(index)
        break
      default:
        unreachable(end)
    }
  }

  /** What was ended from outside; one that hung by then must not hide behind the end. */
  #cut(index: number): void {
    const hangs = this.#entries.at(index).iteration?.hangs === true
    if (hangs) this.#verdicts.conclude(index, { verdict: "failed", cause: "timeout" })
    else this.#verdicts.cancelled(index)
  }

  #attemptFailed(index: number, end: Extract<AttemptEnd, { outcome: "failed" }>, at: number): void {
    const entry = this.#entries.at(index)
    const { id, item } = entry
    entry.failures += 1
    entry.cause = end.cause
    if (entry.iteration !== null && !isInfrastructure(end.cause)) entry.iteration.hasFailed = true
    const mayRetry = !this.#isStopping && this.#room.resources.tooLarge(index) === null
    const number = entry.failures
    const retry = mayRetry ? this.#retries.plan({ index, item, number, end, at }) : null
    if (retry === null) this.#verdicts.conclude(index, { verdict: "failed", cause: end.cause })
    else {
      const follows = this.#iterations?.retry(index) ?? entry.attempts + 1
      this.#entries.delay(index)
      this.#commands.push({ type: "retry", id, number: follows, ...retry })
    }
    // Most scenarios fail alike: what waits for its next attempt has failed.
    const { outage, withheld } = this.#retries.takeOutage()
    this.#commands.push(...outage)
    for (const other of withheld) {
      const { status, cause } = this.#entries.at(other)
      if (status === "delayed") this.#verdicts.conclude(other, { verdict: "failed", cause })
    }
  }

  /** Skips what demands more than there is: it would wait for ever. */
  #skipTooLarge(): void {
    for (const [index, { status }] of this.#entries.all()) {
      if (status !== "running" && status !== "held") this.#endTooLarge(index)
    }
  }

  #endTooLarge(index: number): boolean {
    const message = this.#room.resources.tooLarge(index)
    if (message === null || this.#entries.at(index).status === "done") return false
    this.#verdicts.giveUp(index, { reason: "missing-capability", message })
    return true
  }

  /** Nothing that the item waits for is left. In a soak the time decides whether it starts at all. */
  #enter(index: number): void {
    if (this.#iterations === null || this.#options.iterations?.soakMs === undefined) {
      this.#makeReady(index)
      return
    }
    this.#entries.at(index).status = "idle"
    this.#iterations.offer(index)
  }

  #makeReady(index: number): void {
    this.#iterations?.begin(index)
    this.#entries.at(index).status = "ready"
    this.#room.enter(index)
  }

  #dispatch(at: number): void {
    if (this.#isStopping || this.#beganAt === null) {
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
    this.#claims?.ask(Math.min(this.#limit, this.#options.workers))
    this.#idle = this.#whyIdle(at, ramp.workers)
    const allowsMore =
      ramp.nextMs === null || this.#room.waiting === 0 ? null : beganAt + ramp.nextMs
    const next = this.#room.fixtures.nextAt(at)
    this.#wake([this.#retries.nextAt, this.#room.pausesUntil(at), allowsMore, next, this.#endsAt])
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
      if (index !== null) this.#start(index, at)
      else if (!this.#again(at)) break
    }
  }

  /** Makes one more idle item ready, which begins its next iteration; false where none may. */
  #again(at: number): boolean {
    if (this.#retries.hasApart) return false
    const admits = (one: number) => this.#room.admits(one, at, this.#workers)
    const index = this.#iterations?.next(admits, this.#endsAt - at) ?? null
    if (index !== null && !this.#endTooLarge(index)) this.#makeReady(index)
    return index !== null
  }

  /** Starts and stops instances; true when something ended by it, so that other things may start. */
  #moveFixtures(at: number, isDue = false): boolean {
    const workers = Math.min(this.#limit, this.#options.workers)
    const mayForce = this.#workers.busy === 0 && !isDue && !this.#isStopping
    const refused = this.#leasing.advance({ at, workers, free: this.#workers.free }, mayForce)
    for (const [index, { message, ...refusal }] of refused) {
      if (refusal.kind === "failed") this.#verdicts.conclude(index, BROKEN, message)
      else this.#verdicts.giveUp(index, { reason: refusal.reason, message })
    }
    this.#commands.push(...this.#room.fixtures.lives.takeCommands())
    return refused.length > 0 && !this.#isStopping
  }

  /** Asks for a tick at the earliest of these times. */
  #wake(times: readonly (number | null | undefined)[]): void {
    const at = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY))
    if (at === Number.POSITIVE_INFINITY || at === this.#wakeAt) return
    this.#wakeAt = at
    this.#commands.push({ type: "wake", at })
  }

  #whyIdle(at: number, ramp: number): IdleCause {
    const limits = { at, ramp, limit: this.#limit, stopping: this.#isStopping }
    const open = { retrying: this.#retries.size, open: this.#verdicts.open }
    const of = { room: this.#room, workers: this.#workers, idle: this.#iterations?.first }
    return whyIdle({ ...limits, ...open }, of)
  }

  #start(index: number, at: number): void {
    const entry = this.#entries.at(index)
    entry.status = "running"
    this.#entries.setTried(index)
    const begun = this.#iterations?.start(index, at)
    entry.attempts = begun?.number ?? entry.attempts + 1
    entry.worker = this.#workers.take(at, this.#room.ownerOf(index))
    const { id, attempts: number, worker } = entry
    const { slots: groupSlots, leases } = this.#room.take(index, at)
    const leaseWaitMs = this.#leasing.waitMs(index, at)
    this.#commands.push({
      ...{ type: "start", id, number, worker, groupSlots },
      ...(leases.length === 0 ? {} : { leases, leaseWaitMs }),
      ...(this.#retries.isApart(index) ? { alone: true } : {}),
      ...begun,
    })
  }

  #end(at: number): void {
    if (this.#finished || this.#verdicts.open > 0 || this.#workers.busy > 0) return
    if (this.#room.fixtures.lives.live > 0) return
    this.#finished = true
    const because = this.#verdicts.stopping ?? "queue-empty"
    for (const times of this.#workers.times(at)) {
      this.#commands.push({ type: "worker-ended", ...times, because })
    }
    this.#commands.push({ type: "done" })
  }
}
