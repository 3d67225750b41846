/**
 * The loop of a shard: owns the scheduler, turns its commands into attempts and their ends into its
 * inputs, and is the only one that says what happens. Everything pure is decided elsewhere.
 */
import { unreachable } from "../core/unreachable.ts"
import type { CancelReason, Verdict } from "../core/verdict.ts"
import type { EventBody } from "../events/event.ts"
import type { Plan, PlannedScenario } from "../formats/plan.ts"
import type { StatusFacts } from "../scenario/expression.ts"
import { Scheduler } from "../schedule/scheduler.ts"
import type { AttemptEnd, Command, Input, ScheduleOptions } from "../schedule/types.ts"
import { type AttemptFacts, type AttemptPorts, notStarted } from "./attempt.ts"
import { toAttemptEnd, toAttemptEvent, toMicroseconds } from "./attempt-end.ts"
import { evaluateStart } from "./condition.ts"
import { attemptContexts, type Need, needResult, type ShardContexts } from "./contexts.ts"
import { endProcesses } from "./end-processes.ts"
import { type AttemptPlace, smokeVariables } from "./environment.ts"
import type { Kind } from "./kind.ts"
import { runScenario, type StopSignals } from "./run-scenario.ts"
import { eachOnce, runShardHooks, shardHookLog } from "./shard-hooks.ts"

export interface DispatchOptions {
  readonly plan: Plan
  readonly shard: number
  readonly shards: number
  readonly schedule: ScheduleOptions
  readonly contexts: ShardContexts
  /** Folder that all paths of the plan are relative to; absolute. */
  readonly root: string
  /** The run's folder; absolute. */
  readonly folder: string
  /** A folder of this engine alone; its path marks every process that the run starts. */
  readonly temporary: string
  /** What children inherit, scrubbed. */
  readonly env: Readonly<Record<string, string>>
  /** The program of Node, for kinds that are modules; absolute. */
  readonly node: string
  /** Kinds that the embedding program registered. */
  readonly kinds: Readonly<Record<string, Kind>>
  /** Milliseconds between TERM and KILL when the run ends. */
  readonly graceMs: number
  /** Writes an event; false when it could not be written and the run must stop. */
  readonly emit: (body: EventBody) => boolean
  /** Told when an attempt has ended, for the combined log. */
  readonly onAttemptEnd: (end: {
    readonly id: string
    readonly number: number
    readonly log: string
    readonly facts: AttemptFacts
  }) => void
}

/** How long hooks may go on after what ran has been ended, when the run stops. */
const CLEANUP_MS = 2_000

type Start = Extract<Command, { type: "start" }>

/** Runs one shard's scenarios to the end; one instance a run. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #ports: AttemptPorts
  #scheduler: Scheduler
  readonly #stop = new AbortController()
  readonly #hurry = new AbortController()
  readonly #cleanup = new AbortController()
  readonly #verdicts = new Map<string, Verdict>()
  readonly #outputs = new Map<string, Readonly<Record<string, string>>>()
  /** Why no scenario of the shard can run; null while they can. */
  #broken: string | null = null
  #cancelled = false
  #env: Readonly<Record<string, string>>
  #takeBackWake = () => {}
  #takeBackCleanup = () => {}
  #finish = () => {}
  #fail: (error: unknown) => void = () => {}
  #ended = false

  constructor(options: DispatchOptions, ports: AttemptPorts) {
    this.#options = options
    this.#ports = ports
    this.#scheduler = new Scheduler(options.schedule)
    this.#env = options.env
  }

  /** Runs until every scenario has its verdict and nothing that was started is left. */
  async run(): Promise<{ readonly verdicts: number }> {
    const finished = new Promise<void>((resolve, reject) => {
      this.#finish = resolve
      this.#fail = reject
    })
    await this.#before()
    // A run that was stopped by then has given every scenario its verdict.
    this.#feed({ type: "begin", at: this.#now() })
    await finished
    await this.#after()
    await this.#sweep()
    this.#takeBackCleanup()
    return { verdicts: this.#verdicts.size }
  }

  /** Nothing more starts and what runs is ended; for `interrupted` at most within the grace. */
  cancel(reason: CancelReason, signal: string | null): void {
    if (this.#ended) return
    this.#emit({ type: "run-cancelling", reason, signal })
    this.#cancelled = true
    this.#takeBackCleanup()
    this.#takeBackCleanup = this.#ports.clock.after(this.#options.graceMs + CLEANUP_MS, () => {
      this.#cleanup.abort()
    })
    this.#feed({ type: "cancel", at: this.#now(), reason })
    // Hooks before the first scenario are nothing that the scheduler knows of.
    this.#stop.abort()
  }

  /** Ends everything at once, without a grace. */
  hurry(): void {
    this.#hurry.abort()
    this.#cleanup.abort()
  }

  /** When a hook before the scenarios fails, each of them fails by it; none is tried. */
  async #before(): Promise<void> {
    const { plan, schedule } = this.#options
    if (plan.before === undefined || schedule.items.length === 0) return
    const status = { success: true, failure: false, cancelled: false }
    const end = await runShardHooks(
      { ...this.#shardHooks(status), hooks: plan.before, stage: "before", env: this.#env },
      this.#ports,
    )
    this.#env = { ...this.#env, ...end.told }
    if (end.failure === null || this.#ended) return
    this.#broken = end.failure
    this.#scheduler = new Scheduler(eachOnce(schedule))
  }

  async #after(): Promise<void> {
    const { plan, schedule } = this.#options
    if (plan.after === undefined || schedule.items.length === 0) return
    const failure = [...this.#verdicts.values()].includes("failed")
    const cancelled = this.#cancelled
    const verdict = cancelled ? "cancelled" : failure ? "failed" : "passed"
    const env = {
      ...this.#env,
      SMOKE_VERDICT: verdict,
      SMOKE_CAUSE: this.#broken === null ? "" : "hook",
    }
    const status = { success: verdict === "passed", failure: verdict === "failed", cancelled }
    await runShardHooks(
      { ...this.#shardHooks(status), hooks: plan.after, stage: "after", env },
      this.#ports,
    )
  }

  #shardHooks(status: StatusFacts) {
    const { contexts, shards, schedule, root, folder, temporary } = this.#options
    const { workers, seed } = schedule
    return {
      ...{ status, shared: contexts, shards, workers, seed, root, folder, temporary },
      signals: this.#signals(),
      emit: (body: EventBody) => this.#emit(body),
    }
  }

  #signals(): StopSignals {
    return {
      stop: this.#stop.signal,
      hurry: this.#hurry.signal,
      cleanup: this.#cleanup.signal,
    }
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
    this.#feedLater({ type: "cancel", at: this.#now(), reason: "interrupted" })
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
    for (const command of this.#scheduler.step(input)) this.#carryOut(command)
  }

  #carryOut(command: Command): void {
    switch (command.type) {
      case "start":
        this.#attempt(command).catch(this.#fail)
        break
      case "retry": {
        const { id, number, delayMs } = command
        this.#emit({ type: "retry-scheduled", id, number, delayMs })
        break
      }
      case "finish": {
        const { id, verdict, cause } = command
        this.#verdicts.set(id, verdict)
        this.#emit({ type: "scenario-finished", id, verdict, cause })
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
      case "worker-ended": {
        const { worker, scenarios, busyMs, idleMs, starvedMs, because } = command
        const times = {
          busyMs: toMicroseconds(busyMs),
          idleMs: toMicroseconds(idleMs),
          starvedMs: toMicroseconds(starvedMs),
        }
        this.#emit({ type: "worker-finished", worker, scenarios, ...times, endedBecause: because })
        break
      }
      case "done":
        this.#ended = true
        this.#takeBackWake()
        this.#finish()
        break
      default:
        unreachable(command)
    }
  }

  async #attempt(start: Start): Promise<void> {
    const { id, number, worker } = start
    const planned = this.#options.plan.scenarios[id]
    if (planned === undefined) throw new Error(`the plan has no scenario ${id}`)
    const needs = this.#needs(planned)
    const place = this.#place(start)
    const env = { ...this.#env, ...smokeVariables(place, planned.definition) }
    const contexts = (childEnv: Readonly<Record<string, string>>) =>
      attemptContexts({
        shared: this.#options.contexts,
        id,
        definition: planned.definition,
        needs,
        env: childEnv,
        number,
        worker,
      })
    const go =
      this.#broken !== null ||
      number > 1 ||
      evaluateStart(planned.definition.if, { contexts: contexts(env), needs })
    if (go !== true && go.kind === "skip") {
      const end: AttemptEnd = { outcome: "skipped", reason: "condition", message: go.message }
      this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end })
      return
    }
    const log =
      this.#broken === null
        ? `logs/${planned.definition.slug}.${number}.log`
        : shardHookLog("before", this.#options.contexts.run.attempt)
    if (!this.#emit({ type: "attempt-started", id, number, worker, log })) {
      const end: AttemptEnd = { outcome: "cancelled" }
      this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end })
      return
    }
    const facts =
      this.#broken !== null
        ? { ...notStarted(this.#broken), cause: "hook" as const }
        : go === true
          ? await runScenario(
              {
                definition: planned.definition,
                place,
                env,
                contexts,
                root: this.#options.root,
                folder: this.#options.folder,
                log,
                node: this.#options.node,
                kinds: this.#options.kinds,
                signals: this.#signals(),
                emit: (body) => this.#emit(body),
              },
              this.#ports,
            )
          : notStarted(go.message)
    this.#attemptEnded(start, { facts, log })
  }

  #attemptEnded(start: Start, ended: { readonly facts: AttemptFacts; readonly log: string }): void {
    const { id, number } = start
    const { leaked, outputs } = ended.facts
    this.#emit(toAttemptEvent(start, ended.facts))
    if (leaked) {
      const message = `${id} left processes running behind it; they were ended`
      this.#emit({ type: "note", level: "warning", message })
    }
    this.#outputs.set(id, Object.fromEntries(outputs))
    this.#options.onAttemptEnd({ id, number, log: ended.log, facts: ended.facts })
    this.#feed({ type: "attempt-ended", at: this.#now(), id, end: toAttemptEnd(ended.facts) })
  }

  #needs(planned: PlannedScenario): Need[] {
    return planned.needs.map((id) => ({
      id,
      result: needResult(this.#verdicts.get(id) ?? "lost"),
      outputs: this.#outputs.get(id) ?? {},
    }))
  }

  #place(start: Start): AttemptPlace {
    const { shard, shards, schedule, root, temporary, contexts } = this.#options
    const { id, number, worker, groupSlots } = start
    const slug = this.#options.plan.scenarios[id]?.definition.slug ?? ""
    return {
      runId: contexts.run.id,
      id,
      number,
      shard,
      shards,
      worker,
      workers: schedule.workers,
      groupSlots,
      seed: schedule.seed,
      root,
      temporary: `${temporary}/${slug}.${number}`,
      cache: `${temporary}/cache.${worker}`,
    }
  }

  /** Ends what left its group and is known only by where its temporary folder lies. */
  async #sweep(): Promise<void> {
    const { clock, processes } = this.#ports
    const { temporary, graceMs } = this.#options
    const marker = `SMOKE_TMP=${temporary}/`
    const strays = processes.marked(marker)
    if (strays.length === 0) return
    const message = `${strays.length} processes had left their groups and were ended`
    this.#emit({ type: "note", level: "warning", message })
    const hurry = this.#hurry.signal
    await endProcesses(null, { clock, processes, graceMs, marker, hurry })
  }
}
