/**
 * The loop of a shard: owns the scheduler, turns its commands into attempts and their ends into its
 * inputs, and is the only one that says what happens. Everything pure is decided elsewhere.
 */
import type { Result } from "../core/result.ts"
import { unreachable } from "../core/unreachable.ts"
import type { CancelReason, Verdict } from "../core/verdict.ts"
import type { EventBody } from "../events/event.ts"
import type { Plan, PlannedScenario } from "../formats/plan.ts"
import type { FileProblem } from "../ports/files.ts"
import { Scheduler } from "../schedule/scheduler.ts"
import type { AttemptEnd, Command, Input, ScheduleOptions } from "../schedule/types.ts"
import { type AttemptFacts, type AttemptPorts, notStarted, runAttempt } from "./attempt.ts"
import { evaluateStart } from "./condition.ts"
import { attemptContexts, type Need, needResult, type ShardContexts } from "./contexts.ts"
import { endProcesses } from "./end-processes.ts"
import { type AttemptPlace, smokeVariables } from "./environment.ts"
import { prepareAttempt } from "./prepare.ts"

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

type Start = Extract<Command, { type: "start" }>

/** Runs one shard's scenarios to the end; one instance a run. */
export class Dispatcher {
  readonly #options: DispatchOptions
  readonly #ports: AttemptPorts
  readonly #scheduler: Scheduler
  readonly #stop = new AbortController()
  readonly #hurry = new AbortController()
  readonly #verdicts = new Map<string, Verdict>()
  readonly #cacheFolders = new Set<string>()
  readonly #outputs = new Map<string, Readonly<Record<string, string>>>()
  #takeBackWake = () => {}
  #finish = () => {}
  #fail: (error: unknown) => void = () => {}
  #ended = false

  constructor(options: DispatchOptions, ports: AttemptPorts) {
    this.#options = options
    this.#ports = ports
    this.#scheduler = new Scheduler(options.schedule)
  }

  /** Runs until every scenario has its verdict and nothing that was started is left. */
  async run(): Promise<{ readonly verdicts: number }> {
    const finished = new Promise<void>((resolve, reject) => {
      this.#finish = resolve
      this.#fail = reject
    })
    this.#feed({ type: "begin", at: this.#now() })
    await finished
    await this.#sweep()
    return { verdicts: this.#verdicts.size }
  }

  /** Nothing more starts and what runs is ended; for `interrupted` at most within the grace. */
  cancel(reason: CancelReason, signal: string | null): void {
    if (this.#ended) return
    this.#emit({ type: "run-cancelling", reason, signal })
    this.#feed({ type: "cancel", at: this.#now(), reason })
  }

  /** Ends everything at once, without a grace. */
  hurry(): void {
    this.#hurry.abort()
  }

  #now(): number {
    return this.#ports.clock.monotonic()
  }

  #emit(body: EventBody): boolean {
    if (this.#options.emit(body)) return true
    if (this.#stop.signal.aborted) return false
    // What cannot be written down must not go on happening.
    this.#stop.abort()
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
        const times = { busyMs: round(busyMs), idleMs: round(idleMs), starvedMs: round(starvedMs) }
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
    const env = { ...this.#options.env, ...smokeVariables(place, planned.definition) }
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
      number > 1 || evaluateStart(planned.definition.if, { contexts: contexts(env), needs })
    if (go !== true && go.kind === "skip") {
      const end: AttemptEnd = { outcome: "skipped", reason: "condition", message: go.message }
      this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end })
      return
    }
    const log = `logs/${planned.definition.slug}.${number}.log`
    if (!this.#emit({ type: "attempt-started", id, number, worker, log })) {
      const end: AttemptEnd = { outcome: "cancelled" }
      this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end })
      return
    }
    const facts =
      go === true
        ? await this.#execute({ planned, place, env, contexts, log })
        : await Promise.resolve(notStarted(go.message))
    this.#attemptEnded(start, { facts, log })
  }

  async #execute(attempt: {
    readonly planned: PlannedScenario
    readonly place: AttemptPlace
    readonly env: Readonly<Record<string, string>>
    readonly contexts: (env: Readonly<Record<string, string>>) => ReturnType<typeof attemptContexts>
    readonly log: string
  }): Promise<AttemptFacts> {
    const { planned, place, env, contexts, log } = attempt
    const { files } = this.#ports
    const made = this.#makeFolders(place)
    if (!made.ok) return notStarted(made.error.message)
    const prepared = prepareAttempt({
      definition: planned.definition,
      root: this.#options.root,
      env,
      // Not in the attempt's own folder, which stays empty as long as the scenario writes nothing.
      scriptPath: `${this.#options.temporary}/scripts/${planned.definition.slug}.${place.number}`,
      contexts,
    })
    if (!prepared.ok) return notStarted(prepared.error)
    const facts = await runAttempt(
      {
        prepared: prepared.value,
        temporary: place.temporary,
        log: `${this.#options.folder}/${log}`,
        timeoutMs: planned.definition.timeoutMs,
        stop: this.#stop.signal,
        hurry: this.#hurry.signal,
      },
      this.#ports,
    )
    files.remove(place.temporary)
    return facts
  }

  #makeFolders(place: AttemptPlace): Result<void, FileProblem> {
    const { files } = this.#ports
    if (!this.#cacheFolders.has(place.cache)) {
      const made = files.makeDirectory(place.cache)
      if (!made.ok) return made
      this.#cacheFolders.add(place.cache)
    }
    return files.makeDirectory(place.temporary)
  }

  #attemptEnded(start: Start, ended: { readonly facts: AttemptFacts; readonly log: string }): void {
    const { id, number, worker } = start
    const { leaked, outputs, durationMs, ...facts } = ended.facts
    this.#emit({
      type: "attempt-finished",
      id,
      number,
      worker,
      ...facts,
      durationMs: round(durationMs),
    })
    if (leaked) {
      const message = `${id} left processes running behind it; they were ended`
      this.#emit({ type: "note", level: "warning", message })
    }
    this.#outputs.set(id, Object.fromEntries(outputs))
    this.#options.onAttemptEnd({ id, number, log: ended.log, facts: ended.facts })
    this.#feed({ type: "attempt-ended", at: this.#now(), id, end: endOf(ended.facts) })
  }

  #needs(planned: PlannedScenario): Need[] {
    return planned.needs.map((id) => ({
      id,
      result: needResult(this.#verdicts.get(id) ?? "lost"),
      outputs: this.#outputs.get(id) ?? {},
    }))
  }

  #place(start: Start): AttemptPlace {
    const { shard, shards, schedule, temporary, contexts } = this.#options
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

function endOf(facts: AttemptFacts): AttemptEnd {
  switch (facts.outcome) {
    case "passed":
    case "cancelled":
      return { outcome: facts.outcome }
    case "failed":
      return { outcome: "failed", cause: facts.cause ?? "spawn" }
    case "skipped":
      return { outcome: "skipped", reason: "self", message: facts.message ?? "" }
    default:
      return unreachable(facts.outcome)
  }
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
