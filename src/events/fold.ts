/**
 * The only aggregation in the code base: from events to state. Events of one shard must be in
 * order; the interleaving of shards does not matter. Live views apply events one by one with the
 * same code that merges whole journals.
 */
import { defined } from "../core/defined.ts"
import { unreachable } from "../core/problems/unreachable.ts"
import type { EventOf, RunEvent } from "./event.ts"
import {
  changed,
  countIn,
  measureInstance,
  startInstance,
  stopInstance,
  takeLeases,
  withoutInstances,
} from "./fold-fixtures.ts"
import {
  carriedIterations,
  stillKept,
  withAttempt,
  withIteration,
  withStart,
} from "./iterations.ts"
import {
  type AttemptState,
  type AttemptUnderWay,
  type Ending,
  type RunState,
  type ScenarioState,
  type ShardState,
  verdictOfPass,
} from "./state.ts"

type Writable<T> =
  T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer E)[] ? E[] : T
/** What of the state the fold goes on to change. */
type Mutable<T> = { -readonly [K in keyof T]: Writable<T[K]> }
type MutableShard = Mutable<ShardState>
type MutableScenario = Mutable<ScenarioState>

const PASSED: Ending = { verdict: "passed", cause: null }

/** Folds a stream of events; one instance for each run. */
export class RunFold {
  readonly #shards = new Map<number, MutableShard>()
  readonly #scenarios = new Map<string, MutableScenario>()
  #ended = 0
  /** When an engine was gone, by its shard: another one has begun to stop what it left. */
  readonly #goneAt = new Map<number, number>()

  /** The state so far; its maps are live, not copies. */
  get state(): RunState {
    return { shards: this.#shards, scenarios: this.#scenarios, ended: this.#ended }
  }

  /** Takes the next event of its shard. */
  apply(event: RunEvent): void {
    const shard = this.#shard(event)
    switch (event.type) {
      case "run-started":
        this.#begin(event, shard)
        break
      case "attempt-started":
        this.#startAttempt(event, shard)
        break
      case "attempt-finished":
        this.#finishAttempt(event)
        break
      case "hook-finished":
        if (event.id === null) shard.hooks.push(event)
        break
      case "retry-scheduled":
      case "scenario-claimed":
      case "claim-ended":
      case "queue-ended":
        break
      case "iteration-finished":
        this.#finishIteration(event)
        break
      case "iterations-carried":
        this.#scenario(event.id, event.shard).iterations = carriedIterations(event)
        break
      case "scenario-finished":
        this.#finish(event)
        break
      case "scenario-skipped":
        this.#end(event, { verdict: "skipped", reason: event.reason, message: event.message })
        break
      case "scenario-cancelled":
        this.#end(event, { verdict: "cancelled", reason: event.reason, message: event.message })
        break
      case "worker-finished":
        shard.workers.push(event)
        break
      case "run-cancelling":
        // The first reason counts, but an interruption has priority over all others.
        if (shard.cancelling === null || outranks(event, shard.cancelling)) shard.cancelling = event
        break
      case "capability-probed":
        shard.capabilities.push(event)
        break
      case "instance-started":
        startInstance(event, shard.fixtures)
        break
      case "instance-stopped":
        this.#stopInstance(event, shard)
        break
      case "instance-measured":
        measureInstance(event, shard.fixtures)
        break
      case "fixture-broken":
        countIn(shard.fixtures, event.fixture, ({ broken }) => ({ broken: [...broken, event] }))
        break
      case "note":
        shard.notes.push(event)
        for (const attempt of event.leaked ?? []) this.#leave(attempt, event.shard)
        break
      case "run-finished":
        shard.finished = true
        shard.declaredVerdicts = event.verdicts
        break
      default:
        unreachable(event)
    }
    // Until here it is that of the event before: what an engine left behind ended then at the latest.
    shard.lastAt = event.at
  }

  #begin(event: EventOf<"run-started">, shard: MutableShard): void {
    if (shard.started !== null) {
      this.#continue(event)
      const endedAt = this.#goneAt.get(event.shard) ?? shard.lastAt ?? event.at
      this.#goneAt.delete(event.shard)
      shard.before = [...(shard.before ?? []), shard.started]
      shard.ends = [...(shard.ends ?? []), endedAt]
    }
    shard.started = event
    shard.finished = false
    shard.verdicts = 0
    shard.declaredVerdicts = null
    shard.cancelling = null
    shard.workers = []
    shard.hooks = []
    shard.capabilities = []
    shard.fixtures = withoutInstances(shard.fixtures)
  }

  #startAttempt(event: EventOf<"attempt-started">, shard: MutableShard): void {
    const scenario = this.#scenario(event.id, event.shard)
    takeLeases(event, shard.fixtures)
    if (event.iteration !== undefined) this.#startIn(scenario, event)
    scenario.running = {
      number: event.number,
      worker: event.worker,
      at: event.at,
      log: event.log,
      ...(event.leases === undefined ? {} : { leases: event.leases }),
      ...(event.alone === undefined ? {} : { alone: event.alone }),
      ...inRunAttempt(shard),
      ...(event.iteration === undefined ? {} : { iteration: event.iteration }),
    }
    if (scenario.ending !== null) this.#ended -= 1
    scenario.ending = null
  }

  #stopInstance(event: EventOf<"instance-stopped">, shard: MutableShard): void {
    if (event.because === "owed" && !this.#goneAt.has(event.shard)) {
      this.#goneAt.set(event.shard, shard.lastAt ?? event.at)
    }
    stopInstance(event, shard.fixtures)
  }

  /** A later engine continues: nothing is running, and forgotten scenarios are removed. */
  #continue(event: EventOf<"run-started">): void {
    for (const id of event.forgotten ?? []) {
      const scenario = this.#scenarios.get(id)
      if (scenario === undefined || scenario.shard !== event.shard) continue
      if (scenario.ending !== null) this.#ended -= 1
      this.#scenarios.delete(id)
    }
    for (const scenario of this.#scenarios.values()) {
      if (scenario.shard === event.shard) this.#lose(scenario)
    }
  }

  /**
   * Attempts that were running when the previous engine stopped: they were tried, but their end is
   * unknown.
   */
  #lose(scenario: MutableScenario): void {
    const { running, shard, beside = [] } = scenario
    scenario.running = null
    delete scenario.beside
    for (const one of running === null ? [] : [running, ...beside]) {
      const { leases: _leases, iteration: _, ...known } = one
      const lastAt = this.#goneAt.get(shard) ?? this.#shards.get(shard)?.lastAt ?? one.at
      scenario.lost = [...(scenario.lost ?? []), { ...known, lastAt }]
    }
  }

  /**
   * All attempts together decide whether a pass is flaky, including those of earlier attempts of
   * the run.
   */
  #finish(event: EventOf<"scenario-finished">): void {
    const { verdict, cause, message, rate } = event
    const scenario = this.#scenarios.get(event.id)
    const known = (scenario?.attempts.length ?? 0) > 0
    const passed = verdict === "passed" || (verdict === "flaky" && known)
    const judged = passed && rate === undefined ? verdictOfPass(scenario) : verdict
    // One for all: nearly every scenario ends so.
    const isPlain = judged === "passed" && cause === null && rate === undefined
    this.#end(event, isPlain ? PASSED : { verdict: judged, cause, ...defined({ message, rate }) })
  }

  #shard(event: RunEvent): MutableShard {
    let shard = this.#shards.get(event.shard)
    if (shard === undefined) {
      shard = {
        started: null,
        firstAt: null,
        lastAt: null,
        finished: false,
        verdicts: 0,
        declaredVerdicts: null,
        cancelling: null,
        workers: [],
        notes: [],
        capabilities: [],
        hooks: [],
        fixtures: new Map(),
      }
      this.#shards.set(event.shard, shard)
    }
    shard.firstAt ??= event.at
    return shard
  }

  #scenario(id: string, shard: number): MutableScenario {
    let scenario = this.#scenarios.get(id)
    if (scenario === undefined) {
      scenario = { shard, attempts: [], running: null, ending: null, runAttempt: 1 }
      this.#scenarios.set(id, scenario)
    }
    return scenario
  }

  #finishAttempt(event: EventOf<"attempt-finished">): void {
    const scenario = this.#scenario(event.id, event.shard)
    const { v: _v, seq: _seq, at, shard, type: _type, id: _id, outputBytes: _, ...rest } = event
    const { logDropped = false, ...record } = rest
    const running = this.#stop(scenario, event)
    const attempt: AttemptState = {
      ...record,
      startedAt: running?.at ?? at - event.durationMs,
      log: logDropped ? "" : (running?.log ?? ""),
      ...(running?.alone === undefined ? {} : { alone: running.alone }),
      ...inRunAttempt(this.#shards.get(shard)),
    }
    // Nearly all lists keep one element, and a list that was spread has room for sixteen more.
    scenario.attempts = scenario.attempts.length === 0 ? [attempt] : [...scenario.attempts, attempt]
    if (record.iteration !== undefined) {
      scenario.iterations = withAttempt(scenario.iterations, attempt)
    }
  }

  /** It may run beside itself. */
  #startIn(scenario: MutableScenario, { number }: EventOf<"attempt-started">): void {
    scenario.iterations = withStart(scenario.iterations, number)
    const { running, beside = [] } = scenario
    if (running !== null) scenario.beside = [...beside, running]
  }

  /** Takes away the attempt that has ended; it gives back what it leases. */
  #stop(
    scenario: MutableScenario,
    { number }: { readonly number: number },
  ): AttemptUnderWay | null {
    const { running, beside, shard } = scenario
    if (beside === undefined) {
      scenario.running = null
      this.#giveBack(running, shard)
      return running
    }
    const ended = beside.find((one) => one.number === number) ?? running
    const left = (running === null ? [] : [running, ...beside]).filter((one) => one !== ended)
    scenario.running = left[0] ?? null
    if (left.length > 1) scenario.beside = left.slice(1)
    else delete scenario.beside
    this.#giveBack(ended, shard)
    return ended
  }

  #finishIteration(event: EventOf<"iteration-finished">): void {
    const scenario = this.#scenario(event.id, event.shard)
    const { attempts, iterations: before } = scenario
    const last = attempts.findLast(({ iteration }) => iteration === event.iteration)
    const beside = this.#runningIn(event.shard)
    const after = withIteration(before, event, { last, beside })
    scenario.iterations = after
    scenario.attempts = [...stillKept(attempts, event, { before, after })]
  }

  /** Ids of the scenarios that run in a shard. */
  *#runningIn(shard: number): Generator<string> {
    for (const [id, scenario] of this.#scenarios) {
      if (scenario.shard === shard && scenario.running !== null) yield id
    }
  }

  /** What its running attempts lease is given back. */
  #release({ running, beside = [], shard }: MutableScenario): void {
    this.#giveBack(running, shard)
    for (const one of beside) this.#giveBack(one, shard)
  }

  #giveBack(attempt: AttemptUnderWay | null, number: number): void {
    const shard = this.#shards.get(number)
    for (const { fixture, instance } of attempt?.leases ?? []) {
      if (shard?.fixtures.has(fixture) !== true) continue
      countIn(shard.fixtures, fixture, (now) => changed(now, { instance, by: -1 }))
    }
  }

  /** Late findings belong to the latest attempt with that number. */
  #leave({ id, number }: { readonly id: string; readonly number: number }, shard: number): void {
    const scenario = this.#scenarios.get(id)
    if (scenario === undefined || scenario.shard !== shard) return
    const at = scenario.attempts.findLastIndex((attempt) => attempt.number === number)
    const attempt = scenario.attempts[at]
    if (attempt === undefined) return
    scenario.attempts = scenario.attempts.with(at, { ...attempt, leaked: true })
  }

  #end(event: RunEvent & { readonly id: string }, ending: Ending): void {
    const scenario = this.#scenario(event.id, event.shard)
    if (scenario.ending === null) this.#ended += 1
    scenario.ending = ending
    this.#release(scenario)
    scenario.running = null
    if (scenario.beside !== undefined) delete scenario.beside
    const shard = this.#shard(event)
    shard.verdicts += 1
    scenario.runAttempt = shard.started?.attempt ?? 1
  }
}

function inRunAttempt(shard: MutableShard | undefined): { readonly runAttempt?: number } {
  const attempt = shard?.started?.attempt ?? 1
  return attempt === 1 ? {} : { runAttempt: attempt }
}

type Cancelling = Pick<EventOf<"run-cancelling">, "reason">

function outranks(event: Cancelling, earlier: Cancelling): boolean {
  return event.reason === "interrupted" && earlier.reason !== "interrupted"
}

/** Folds a whole stream at once. */
export function foldEvents(events: Iterable<RunEvent>): RunState {
  const fold = new RunFold()
  for (const event of events) fold.apply(event)
  return fold.state
}
