/**
 * The loop of a shard: owns the scheduler, turns its commands into attempts and their ends into its
 * inputs, and is the only one that says what happens. Everything pure is decided elsewhere.
 */
import { unreachable } from "../../core/problems/unreachable.ts"
import type { CancelReason, Verdict } from "../../core/verdict.ts"
import type { EventBody } from "../../events/event.ts"
import { Scheduler } from "../../schedule/scheduler.ts"
import type { Lease } from "../../schedule/fixtures/types.ts"
import type { AttemptEnd, Command, Input } from "../../schedule/types.ts"
import { toAttemptEnd, toAttemptEvent, toWorkerEvent } from "../attempt/attempt-end.ts"
import { AttemptRunner, type Ground, type Start } from "../attempt/attempt-runner.ts"
import { eventLeases, FixtureRunner } from "../fixtures/fixture-runner.ts"
import { eachOnce } from "../hooks/shard-hooks.ts"
import { afterGrace } from "../processes/grace.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import type { Adjustment, DispatchOptions } from "./dispatch-options.ts"
import { ShardStages } from "./shard-stages.ts"

/** What is only found when the grace of a stopped run is over has so long after its TERM. */
const REST_MS = 1_000

/** How long hooks may go on after what ran has been ended, when the run stops. */
const CLEANUP_MS = 2_000

/** Runs one shard's scenarios to the end; one instance a run. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #ports: AttemptPorts
  #scheduler: Scheduler
  readonly #stop = new AbortController()
  readonly #hurry = new AbortController()
  readonly #leave = new AbortController()
  readonly #cleanup = new AbortController()
  readonly #owed = new AbortController()
  readonly #verdicts = new Map<string, Verdict>()
  readonly #runner: AttemptRunner
  readonly #stages: ShardStages
  readonly #fixtures: FixtureRunner
  /** What runs. */
  readonly #attempts = new Set<Promise<void>>()
  #ground: Ground
  #cancelled = false
  /** The latest of each kind: the gate brings a scheduler that knows nothing of them. */
  readonly #limits = new Map<Adjustment["type"], Adjustment>()
  #takeBackWake = () => {}
  #takeBackGrace = () => {}
  #takeBackCleanup = () => {}
  readonly #finished: Promise<void>
  #finish = () => {}
  readonly #broken: Promise<never>
  #fail: (error: unknown) => void = () => {}
  #ended = false
  #givenUp = false

  constructor(options: DispatchOptions, ports: AttemptPorts) {
    this.#options = options
    this.#ports = ports
    this.#scheduler = new Scheduler(options.schedule)
    this.#ground = {
      env: options.env,
      workers: options.schedule.workers,
      broken: null,
      leaked: null,
      missing: new Map(),
      verdicts: this.#verdicts,
    }
    const signals = {
      stop: this.#stop.signal,
      hurry: this.#hurry.signal,
      leave: this.#leave.signal,
      cleanup: this.#cleanup.signal,
      ...(options.notes === undefined ? {} : { owed: this.#owed.signal }),
    }
    const own = { ...options, emit: (body: EventBody) => this.#emit(body) }
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve
    })
    this.#broken = new Promise((_, reject) => {
      this.#fail = reject
    })
    // It may break before anybody waits for it.
    this.#broken.catch(() => {})
    const { workers, seed } = options.schedule
    this.#fixtures = new FixtureRunner(
      {
        ...{ ...own, workers, seed },
        feed: (input) => {
          this.#feed(input)
        },
        now: () => this.#now(),
        onError: (error) => {
          this.#fail(error)
        },
      },
      { ports, signals },
    )
    const fixtures = {
      leased: (leases: readonly Lease[]) => this.#fixtures.leased(leases),
      told: eventLeases,
    }
    this.#runner = new AttemptRunner({ ...own, fixtures }, { ports, signals })
    this.#stages = new ShardStages(own, { ports, signals })
  }

  /** Runs until every scenario has its verdict and nothing that was started is left. */
  async run(): Promise<{ readonly verdicts: number }> {
    const stages = this.#runStages()
    try {
      await Promise.race([stages, this.#broken])
    } catch (error) {
      await this.#giveUp(stages)
      throw error
    }
    return { verdicts: this.#verdicts.size }
  }

  async #runStages(): Promise<void> {
    this.#noteShard({})
    await this.#before()
    await this.#passGate()
    for (const change of [...this.#limits.values()]) this.adjust(change)
    this.#fixtures.inherit(this.#ground.env)
    // A run that was stopped by then has given every scenario its verdict.
    this.#feed({ type: "begin", at: this.#now() })
    await this.#finished
    if (this.#givenUp) return
    await this.#after()
    if (this.#givenUp) return
    const { graceMs } = this.#options
    await this.#stages.sweep(this.#hurry.signal.aborted ? Math.min(graceMs, REST_MS) : graceMs)
    this.#takeBackGrace()
    this.#takeBackCleanup()
    if (this.#cancelled) await this.#stages.cleanUp(this.#ground.env)
  }

  /** An internal error that was found elsewhere: all that was started is ended, and `run` rejects. */
  crash(error: unknown): void {
    this.#fail(error)
  }

  /** Nothing more starts; what runs may end by itself. */
  drain(reason: CancelReason): void {
    if (this.#ended || this.#cancelled) return
    this.#emit({ type: "run-cancelling", reason, signal: null })
    this.#feed({ type: "cancel", at: this.#now(), reason, drain: true })
  }

  /** Nothing more starts and what runs is ended; for `interrupted` at most within the grace. */
  cancel(reason: CancelReason, signal: string | null): void {
    if (this.#ended) return
    this.#emit({ type: "run-cancelling", reason, signal })
    this.#cancelled = true
    this.#owed.abort()
    this.#limitGrace()
    this.#feed({ type: "cancel", at: this.#now(), reason })
    // Hooks before the first scenario are nothing that the scheduler knows of.
    this.#stop.abort()
  }

  /** Whoever stops a run waits only so long: one grace holds for all that is ended, from now on. */
  #limitGrace(): void {
    const { clock } = this.#ports
    const grace = { graceMs: this.#options.graceMs, lateMs: clock.lateMs() }
    const over = () => {
      this.#hurry.abort()
      this.#takeBackCleanup = clock.after(CLEANUP_MS, () => {
        this.#cleanup.abort()
      })
    }
    this.#takeBackGrace()
    this.#takeBackCleanup()
    this.#takeBackGrace = afterGrace(grace, over, clock)
  }

  /** Number of attempts that run. */
  get running(): number {
    return this.#scheduler.running
  }

  /** Whether what ran was ended from outside. */
  get cancelled(): boolean {
    return this.#cancelled
  }

  /** Whether something is left to a later engine, which needs the attempts' folders. */
  get owes(): boolean {
    return this.#options.notes !== undefined && this.#owed.signal.aborted
  }

  /** Passes on what was decided by looking at the machine. */
  adjust(change: Adjustment): void {
    if (change.type !== "evict") this.#limits.set(change.type, change)
    this.#feed({ ...change, at: this.#now() })
  }

  /** Ends everything at once, without a grace. */
  hurry(): void {
    this.#leave.abort()
    this.#hurry.abort()
    this.#cleanup.abort()
  }

  /** When a hook before the scenarios fails, each of them fails by it; none is tried. */
  async #before(): Promise<void> {
    const end = await this.#stages.before(this.#ground.env)
    if (end === null) return
    const env = { ...this.#ground.env, ...end.told }
    this.#ground = { ...this.#ground, env, leaked: end.leaked }
    this.#noteShard(end.told)
    if (end.failure === null || this.#ended) return
    this.#ground = { ...this.#ground, broken: end.failure }
    this.#scheduler = new Scheduler(eachOnce(this.#options.schedule))
  }

  /** Only now: the hooks may have made what is missing elsewhere. */
  async #passGate(): Promise<void> {
    const { gate } = this.#options
    if (gate === undefined || this.#ended || this.#ground.broken !== null) return
    const signal = this.#stop.signal
    const { schedule, missing } = await gate({ env: this.#ground.env, signal })
    if (this.#ended) return
    this.#ground = { ...this.#ground, missing, workers: schedule.workers }
    this.#scheduler = new Scheduler(schedule)
  }

  async #after(): Promise<void> {
    const { env, broken } = this.#ground
    const earlier = [...(this.#options.earlier?.values() ?? [])].map(({ verdict }) => verdict)
    const failure = [...earlier, ...this.#verdicts.values()].includes("failed")
    const verdict = this.#cancelled ? "cancelled" : failure ? "failed" : "passed"
    await this.#stages.after({ verdict, broken: broken !== null }, env)
  }

  /** After an internal error: what was started is ended all the same. */
  async #giveUp(stages: Promise<void>): Promise<void> {
    this.#ended = true
    this.#givenUp = true
    this.#owed.abort()
    this.#takeBackWake()
    this.#takeBackGrace()
    this.#takeBackCleanup()
    this.#stop.abort()
    this.hurry()
    this.#finish()
    await Promise.allSettled([stages, ...this.#attempts])
    await this.#stages.sweep(0)
  }

  #noteShard(told: Readonly<Record<string, string>>): void {
    const { notes, shards, schedule } = this.#options
    notes?.noteShard({ shards, workers: schedule.workers, seed: schedule.seed, told: { ...told } })
  }

  #now(): number {
    return this.#ports.clock.monotonic()
  }

  #emit(body: EventBody): boolean {
    if (this.#options.emit(body)) return true
    if (this.#stop.signal.aborted) return false
    // What cannot be written down must not go on happening.
    this.#stop.abort()
    this.#cleanup.abort()
    const reason = "unwritable"
    this.#options.emit({ type: "run-cancelling", reason, signal: null })
    this.#feedLater({ type: "cancel", at: this.#now(), reason })
    return false
  }

  /** A step calls back only after it has returned. */
  #feedLater(input: Input): void {
    queueMicrotask(() => {
      this.#feed(input)
    })
  }

  #feed(input: Input): void {
    if (this.#ended) return
    try {
      for (const command of this.#scheduler.step(input)) this.#carryOut(command)
    } catch (error) {
      this.#fail(error)
    }
  }

  #carryOut(command: Command): void {
    switch (command.type) {
      case "start":
        this.#start(command)
        break
      case "retry": {
        const { id, number, delayMs } = command
        this.#emit({ type: "retry-scheduled", id, number, delayMs })
        break
      }
      case "finish": {
        const { id, verdict, cause, message } = command
        this.#verdicts.set(id, verdict)
        const why = message === undefined ? {} : { message }
        this.#emit({ type: "scenario-finished", id, verdict, cause, ...why })
        break
      }
      case "skip": {
        const { id, reason, message } = command
        this.#verdicts.set(id, "skipped")
        this.#emit({ type: "scenario-skipped", id, reason, message })
        break
      }
      case "cancelled": {
        const { id, reason, message } = command
        this.#verdicts.set(id, "cancelled")
        this.#emit({ type: "scenario-cancelled", id, reason, message })
        break
      }
      case "wake":
        this.#takeBackWake()
        this.#takeBackWake = this.#ports.clock.after(command.at - this.#now(), () => {
          this.#feed({ type: "tick", at: Math.max(this.#now(), command.at) })
        })
        break
      case "stop-attempts":
        this.#stop.abort()
        break
      case "stop-attempt":
        this.#runner.putBack(command.id)
        break
      case "worker-ended":
        this.#emit(toWorkerEvent(command))
        break
      case "start-instance":
      case "check-instance":
      case "reset-instance":
      case "stop-instance":
      case "fixture-broken":
        this.#fixtures.carryOut(command)
        break
      case "done":
        this.#ended = true
        this.#takeBackWake()
        this.#finish()
        break
      default:
        unreachable(command)
    }
  }

  #start(start: Start): void {
    const attempt = this.#attempt(start)
    this.#attempts.add(attempt)
    attempt.catch(this.#fail).finally(() => {
      this.#attempts.delete(attempt)
    })
  }

  async #attempt(start: Start): Promise<void> {
    const { id, number } = start
    const result = await this.#runner.run(start, this.#ground)
    if (!result.began) {
      this.#attemptEnded(id, result.end)
      return
    }
    const { facts, log, evicted } = result
    this.#emit(toAttemptEvent(start, facts))
    this.#options.onAttemptEnd({ id, number, log, facts })
    const ended = toAttemptEnd(facts)
    // An attempt that fails by the end of what it leases is often the first to say so.
    if (ended.outcome === "failed") this.#fixtures.noticeDeaths(start.leases ?? [])
    const clean = facts.outputs.get("clean")?.split(/[\s,]+/u) ?? []
    const isEvicted = evicted && ended.outcome === "cancelled"
    this.#attemptEnded(id, isEvicted ? { outcome: "evicted" } : ended, clean)
  }

  #attemptEnded(id: string, end: AttemptEnd, clean: readonly string[] = []): void {
    this.#feed({ type: "attempt-ended", at: this.#now(), id, end, clean })
  }
}
