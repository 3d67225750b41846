/**
 * The loop of a shard: owns the scheduler, turns its commands into attempts and their ends into its
 * inputs, and is the only one that says what happens. Everything pure is decided elsewhere.
 */
import { defined } from "../../core/defined.ts"
import { unreachable } from "../../core/problems/unreachable.ts"
import { rounded } from "../../core/quantities/rounded.ts"
import type { CancelReason, Verdict } from "../../core/verdict.ts"
import type { EventBody } from "../../events/event.ts"
import { Scheduler } from "../../schedule/scheduler.ts"
import type { Command, Input } from "../../schedule/types.ts"
import { outageText, toAttemptEnd, toAttemptEvent, toWorkerEvent } from "../attempt/attempt-end.ts"
import { AttemptRunner, type Ground, type Start } from "../attempt/attempt-runner.ts"
import type { Adjustment, DispatchOptions } from "../attempt/shard-options.ts"
import { ShardContainers } from "../containers/shard-containers.ts"
import { FixtureRunner } from "../fixtures/fixture-runner.ts"
import { eachOnce } from "../hooks/hook.ts"
import { PULL_TIMEOUT_MS } from "../kinds/run-contained.ts"
import type { AttemptPorts } from "../request/attempt-request.ts"
import { renderWith } from "../request/render-text.ts"
import { withoutLeases } from "./leaseless.ts"
import { ShardStages } from "./shard-stages.ts"
import { Stopping } from "./stopping.ts"

/** What is only found when the grace of a stopped run is over has so long after its TERM. */
const REST_MS = 1_000

/**
 * Where a shard stands. `running` until every scenario has its verdict, then `finished`; once it was
 * stopped from outside `stopping`, then `stopped`. After an internal error it is `given-up`.
 */
type State = "running" | "stopping" | "finished" | "stopped" | "given-up"

/** What moves a shard on; what has no entry leaves it where it is. */
const MOVES = {
  cancel: { running: "stopping" },
  done: { running: "finished", stopping: "stopped" },
} as const satisfies Record<string, Partial<Record<State, State>>>

/** Runs one shard's scenarios to the end; one instance a run. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #ports: AttemptPorts
  #scheduler: Scheduler
  #state: State = "running"
  readonly #stopping: Stopping
  readonly #verdicts = new Map<string, Verdict>()
  readonly #runner: AttemptRunner
  readonly #stages: ShardStages
  readonly #fixtures: FixtureRunner
  readonly #containers: ShardContainers
  /** What runs. */
  readonly #attempts = new Set<Promise<void>>()
  #ground: Ground
  /** The latest of each kind: the gate brings a scheduler that knows nothing of them. */
  readonly #limits = new Map<Adjustment["type"], Adjustment>()
  #takeBackWake = () => {}
  /** Resolves when every scenario has its verdict, or none will. */
  readonly #settled = Promise.withResolvers<void>()
  /** Rejects with an internal error. */
  readonly #broken = Promise.withResolvers<never>()

  constructor(options: DispatchOptions, ports: AttemptPorts) {
    this.#options = options
    this.#ports = ports
    this.#scheduler = new Scheduler(options.schedule)
    this.#ground = {
      env: options.env,
      workers: options.schedule.workers,
      verdicts: this.#verdicts,
      broken: null,
      leaked: null,
      missing: new Map(),
    }
    const { graceMs, leavesOwed = false } = options
    this.#stopping = new Stopping({ graceMs, owes: leavesOwed }, ports.clock)
    const own = { ...options, emit: (body: EventBody) => this.#emit(body) }
    const { env, root, temporary, contexts, shard, onMasks } = options
    const { stop } = this.#stopping.signals
    this.#containers = new ShardContainers(
      { ...{ env, root, temporary, shard, onMasks, stop }, runId: contexts.run.id, emit: own.emit },
      ports,
    )
    const to = { ports, signals: this.#stopping.signals, containers: this.#containers }
    this.#stages = new ShardStages(own, to)
    // It may break before anybody waits for it.
    this.#broken.promise.catch(() => {})
    const { workers, seed } = options.schedule
    this.#fixtures = new FixtureRunner(
      {
        ...{ ...own, workers, seed, now: () => this.#now(), onError: this.#broken.reject },
        feed: (input) => {
          this.#feed(input)
        },
      },
      to,
    )
    this.#runner = new AttemptRunner(own, { ...to, fixtures: this.#fixtures })
  }

  /** Runs until every scenario has its verdict and nothing that was started is left. */
  async run(): Promise<{ readonly verdicts: number }> {
    const stages = this.#runStages()
    try {
      await Promise.race([stages, this.#broken.promise])
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
    this.#fetchImages()
    // A run that was stopped by then has given every scenario its verdict.
    this.#feed({ type: "begin", at: this.#now() })
    await this.#settled.promise
    if (this.#isGivenUp) return
    await this.#after()
    if (this.#isGivenUp) return
    const { graceMs } = this.#options
    const { hurry } = this.#stopping.signals
    await this.#stages.sweep(hurry.aborted ? Math.min(graceMs, REST_MS) : graceMs)
    await this.#containers.end()
    this.#stopping.settle()
    if (this.cancelled) await this.#stages.cleanUp(this.#ground.env)
  }

  /** An internal error that was found elsewhere: all that was started is ended, and `run` rejects. */
  crash(error: unknown): void {
    this.#broken.reject(error)
  }

  /** Nothing more starts; what runs may end by itself. */
  drain(reason: CancelReason): void {
    if (this.#state !== "running") return
    this.#emit({ type: "run-cancelling", reason, signal: null })
    this.#feed({ type: "cancel", at: this.#now(), reason, drain: true })
  }

  /** Nothing more starts and what runs is ended; for `interrupted` at most within the grace. */
  cancel(reason: CancelReason, signal: string | null): void {
    if (this.#isOver) return
    this.#emit({ type: "run-cancelling", reason, signal })
    this.#move("cancel")
    this.#stopping.send("owed")
    this.#stopping.limitGrace()
    this.#feed({ type: "cancel", at: this.#now(), reason })
    // Hooks before the first scenario are nothing that the scheduler knows of.
    this.#stopping.send("stop")
  }

  /** Number of attempts that run. */
  get running(): number {
    return this.#scheduler.running
  }

  /** Whether what ran was ended from outside. */
  get cancelled(): boolean {
    return this.#state === "stopping" || this.#state === "stopped"
  }

  /** Whether something is left to a later engine, which needs the attempts' folders. */
  get owes(): boolean {
    const owes = this.#options.notes?.owesInstances === true
    return owes || this.#stopping.signals.owed?.aborted === true
  }

  /** What containers have left in a folder can be removed from here afterwards. */
  async takeOver(folder: string): Promise<void> {
    await this.#containers.takeOver(folder)
  }

  /** Passes on what was decided by looking at the machine. */
  adjust(change: Adjustment): void {
    if (change.type.startsWith("limit")) this.#limits.set(change.type, change)
    this.#feed({ ...change, at: this.#now() })
  }

  /** Ends everything at once, without a grace. */
  hurry(): void {
    this.#stopping.send("leave", "hurry", "cleanup")
  }

  /** No scenario will be given a verdict any more. */
  get #isOver(): boolean {
    return this.#state !== "running" && this.#state !== "stopping"
  }

  get #isGivenUp(): boolean {
    return this.#state === "given-up"
  }

  #move(by: keyof typeof MOVES): void {
    const moves: Partial<Record<State, State>> = MOVES[by]
    this.#state = moves[this.#state] ?? this.#state
  }

  /** When a hook before the scenarios fails, each of them fails by it; none is tried. */
  async #before(): Promise<void> {
    const end = await this.#stages.before(this.#ground.env)
    if (end === null) return
    const env = { ...this.#ground.env, ...end.told }
    this.#ground = { ...this.#ground, env, leaked: end.leaked }
    this.#noteShard(end.told)
    if (end.failure === null || this.#isOver) return
    this.#ground = { ...this.#ground, broken: end.failure }
    this.#scheduler = new Scheduler(eachOnce(this.#options.schedule))
  }

  /** Only now: the hooks may have made what is missing elsewhere. What will be skipped leases nothing. */
  async #passGate(): Promise<void> {
    const { gate, schedule: planned } = this.#options
    if (this.#isOver || this.#ground.broken !== null) return
    const passed = await gate?.({ env: this.#ground.env, signal: this.#stopping.signals.stop })
    const { schedule = planned, missing = new Map() } = passed ?? {}
    if (this.#isOver) return
    this.#ground = { ...this.#ground, missing, workers: schedule.workers }
    const own = withoutLeases(schedule, { ...this.#options, ...this.#ground })
    if (own !== planned) this.#scheduler = new Scheduler(own)
  }

  async #after(): Promise<void> {
    const { env, broken } = this.#ground
    const earlier = [...(this.#options.earlier?.values() ?? [])].map(({ verdict }) => verdict)
    const failure = [...earlier, ...this.#verdicts.values()].includes("failed")
    const verdict = this.cancelled ? "cancelled" : failure ? "failed" : "passed"
    await this.#stages.after({ verdict, broken: broken !== null }, env)
  }

  /** After an internal error: what was started is ended all the same. */
  async #giveUp(stages: Promise<void>): Promise<void> {
    this.#state = "given-up"
    this.#takeBackWake()
    this.#stopping.settle()
    this.#stopping.send("owed", "stop")
    this.hurry()
    this.#settled.resolve()
    await Promise.allSettled([stages, ...this.#attempts])
    await this.#stages.sweep(0)
    await this.#containers.end()
  }

  /** What scenarios run in is there when the first of them starts, or on its way; they see how that ends. */
  #fetchImages(): void {
    const { plan, schedule } = this.#options
    const render = renderWith(() => ({ env: this.#ground.env }))
    for (const { id } of schedule.items) {
      const spec = plan.scenarios[id]?.definition.container
      if (spec === undefined) continue
      const until = { stop: this.#stopping.signals.stop, timeoutMs: PULL_TIMEOUT_MS }
      this.#containers.fetch({ spec, render }, until).catch(this.#broken.reject)
    }
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
    if (this.#stopping.signals.stop.aborted) return false
    // What cannot be written down must not go on happening.
    this.#stopping.send("stop", "cleanup")
    const reason = "unwritable"
    this.#options.emit({ type: "run-cancelling", reason, signal: null })
    // A step calls back only after it has returned.
    queueMicrotask(() => {
      this.#feed({ type: "cancel", at: this.#now(), reason })
    })
    return false
  }

  #feed(input: Input): void {
    if (this.#isOver) return
    try {
      for (const command of this.#scheduler.step(input)) this.#carryOut(command)
    } catch (error) {
      this.#broken.reject(error)
    }
  }

  #carryOut(command: Command): void {
    switch (command.type) {
      case "start":
        this.#start(command)
        break
      case "retry": {
        const { type: _, ...retry } = command
        this.#emit({ type: "retry-scheduled", ...retry })
        break
      }
      case "outage": {
        const { type: _, ...outage } = command
        this.#emit({ type: "note", level: "warning", message: outageText(outage), outage })
        break
      }
      case "iteration-ended": {
        const { id, iteration, verdict, cause } = command
        // What needs it may go on before all iterations have ended.
        if (!this.#verdicts.has(id)) this.#verdicts.set(id, verdict)
        const durationMs = rounded(command.durationMs)
        this.#emit({ type: "iteration-finished", id, iteration, verdict, cause, durationMs })
        break
      }
      case "finish": {
        const { type: _, ...end } = command
        this.#verdicts.set(end.id, end.verdict)
        this.#emit({ type: "scenario-finished", ...end })
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
      case "claim":
        this.#options.claims?.ask(command.count)
        break
      case "stop-attempts":
        this.#stopping.send("stop")
        break
      case "stop-attempt":
        this.#runner.end(command)
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
        this.#move("done")
        this.#takeBackWake()
        this.#settled.resolve()
        break
      default:
        unreachable(command)
    }
  }

  #start(start: Start): void {
    const attempt = this.#attempt(start)
    this.#attempts.add(attempt)
    attempt.catch(this.#broken.reject).finally(() => this.#attempts.delete(attempt))
  }

  async #attempt(start: Start): Promise<void> {
    const { id, number, leases = [], iteration } = start
    const result = await this.#runner.run(start, this.#ground)
    if (!result.began) {
      this.#attemptEnded({ id, number, end: result.end })
      return
    }
    const { log, evicted } = result
    const facts =
      leases.length === 0
        ? result.facts
        : await this.#fixtures.end({ id, leases, log, facts: result.facts })
    const end = defined({ id, number, log, facts, iteration })
    const keepsLog = this.#options.onAttemptEnd(end)
    this.#emit({ ...toAttemptEvent(start, facts), ...(keepsLog ? {} : { logDropped: true }) })
    const ended = toAttemptEnd(facts)
    const clean = facts.outputs.get("clean")?.split(/[\s,]+/u) ?? []
    const isEvicted = evicted && ended.outcome === "cancelled"
    this.#attemptEnded({ id, number, end: isEvicted ? { outcome: "evicted" } : ended, clean })
  }

  #attemptEnded(ended: Omit<Extract<Input, { type: "attempt-ended" }>, "type" | "at">): void {
    this.#feed({ type: "attempt-ended", at: this.#now(), ...ended })
  }
}
